import type { Command } from 'commander'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import type { Cli } from '../cli.ts'
import { readText } from '../input/files.ts'
import { safeLine } from '../output/safe-text.ts'
import { localTime } from '../output/times.ts'
import { withExamples } from './examples.ts'
import { networkOf } from './network.ts'

/** `dispute show|make|take`: two coordinators against a stolen computer that took them out. */
export function addDisputeCommands(program: Command, cli: Cli): void {
  const dispute = program
    .command('dispute')
    .description('a stolen computer took you out: two coordinators together take it out instead')
  withExamples(dispute, 'dispute show', 'dispute make > mine.txt', 'dispute take - < theirs.txt')
  const about = {
    show: ['who took this computer out, and what has been said against it', 'dispute:show'],
    make: ['say that the computer which took this one out is to be out itself; prints the statement', 'dispute:make'],
  } as const
  for (const [verb, [description, command]] of Object.entries(about) as [
    keyof typeof about,
    (typeof about)[keyof typeof about],
  ][]) {
    withExamples(
      dispute
        .command(verb)
        .description(description)
        .argument('[network]', 'id, first digits of the id, or name')
        .option('--network <network>', 'the same')
        .action((word: string | undefined, options: { network?: string }) =>
          cli.ask(async (bridge) => {
            const network = await networkOf(bridge, word, options.network)
            const json = await bridge.call(command, { network }, cli)
            return { json, text: shown(json) }
          }),
        ),
      `dispute ${verb}`,
    )
  }
  withExamples(
    dispute
      .command('take')
      .description('take statements in, at any computer of the network')
      .argument('<statement>', 'the text, or - to read it from standard input')
      .action((word: string) =>
        cli.ask(async (bridge) => {
          const statement = word === '-' ? await readText(cli.world.stdin) : word
          const json = await bridge.call('dispute:take', { statement }, cli)
          return { json, text: takenText(json) }
        }),
      ),
    'dispute take - < theirs.txt',
  )
}

function shown(dispute: CommandOutput<'dispute:show'>): string {
  if (dispute.removers.length === 0 && dispute.statement === undefined)
    return 'Nobody else has taken this computer out, so there is nothing to dispute.'
  const lines = dispute.removers.map(
    ({ name, fingerprint, at }) => `Taken out ${localTime(at)} by ${safeLine(name)}, from the computer ${fingerprint}.`,
  )
  if (dispute.allowed && dispute.statement === undefined)
    lines.push(
      'If that computer is stolen: two coordinators who say so together take it out, and are in again.',
      'Say so with: muster dispute make',
    )
  if (dispute.statement !== undefined)
    lines.push(
      `Said so: ${dispute.by.map((name) => safeLine(name)).join(', ')}.`,
      'Give this text to another coordinator, and when two have said so, to anybody who is in (muster dispute take):',
      dispute.statement,
    )
  return lines.join('\n')
}

function takenText(taken: CommandOutput<'dispute:take'>): string {
  if (taken.waits)
    return 'It builds on something that this computer has not heard of yet. Let it meet others, then take it again.'
  const by = taken.by.map((name) => safeLine(name)).join(' and ')
  if (taken.out.length > 0)
    return `Taken. By the word of ${by}, a computer of ${taken.out.map((name) => safeLine(name)).join(', ')} is out. Everybody hears of it.`
  return `Taken: the word of ${by}. By itself it changes nothing yet: it takes two coordinators.`
}
