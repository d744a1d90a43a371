import type { Command } from 'commander'

import type { CommandOutput } from '../../../core/bridge/contract.ts'
import type { Cli } from '../../cli.ts'
import { given } from '../../input/given.ts'
import { findMember, findNetwork } from '../../input/names.ts'
import { isoTime, someText } from '../../input/values.ts'
import { safeLine, safeText } from '../../output/safe-text.ts'
import { localTime } from '../../output/times.ts'
import { withExamples } from '../examples.ts'
import { networkOf } from '../network.ts'
import { withNetwork } from '../record.ts'

type Duty = CommandOutput<'duty:show'>
type Shift = Duty['onCall'][number]

interface Options {
  readonly network?: string
  readonly person?: string
  readonly until?: string
  readonly note?: string
}

/** `duty show|start|hand-over|end`. */
export function addDutyCommands(program: Command, cli: Cli): void {
  const duty = program.command('duty').description('who is on call, so that somebody always is')
  withExamples(duty, 'duty show', 'duty start --until 2026-12-01T22:00', 'duty hand-over Ben --note "All is quiet"')

  const show = duty
    .command('show')
    .description('who is on call now, and what was said at the last hand-over')
    .argument('[network]', 'id, first digits of the id, or name')
    .option('--network <network>', 'the same')
    .action((word: string | undefined, options: { network?: string }) =>
      cli.ask(async (bridge) => {
        const json = await bridge.call('duty:show', { network: await networkOf(bridge, word, options.network) }, cli)
        return { json, text: dutyText(json) }
      }),
    )
  withExamples(show, 'duty show', 'duty show "River Street"')

  const start = duty.command('start').description('you are on call from now on')
  withNetwork(start)
    .option('--person <member>', 'somebody else who asked for it: name, id or its first digits')
    .option('--until <time>', 'when the shift is to end; then somebody must have taken over', isoTime)
    .action(({ network, person, until }: Options) => doing(cli, { network, person }, 'duty:start', { until }))
  withExamples(start, 'duty start', 'duty start --until 2026-12-01T22:00')

  const handOver = duty
    .command('hand-over')
    .description('somebody takes over from you')
    .argument('<member>', 'who takes over: name, id or its first digits')
  withNetwork(handOver)
    .option('--person <member>', 'from somebody else than you: name, id or its first digits')
    .option('--until <time>', 'when the next shift is to end', isoTime)
    .option('--note <text>', 'what they should know, never anything that identifies somebody', someText)
    .action((to: string, { network, person, until, note }: Options) =>
      doing(cli, { network, person, to }, 'duty:hand-over', { until, note }),
    )
  withExamples(handOver, 'duty hand-over Ben', 'duty hand-over Ben --until 2026-12-02T06:00 --note "All is quiet"')

  const end = duty
    .command('end')
    .description('your shift ends and nobody takes over: everybody sees that nobody is on call')
  withNetwork(end)
    .option('--person <member>', 'the shift of somebody else: name, id or its first digits')
    .option('--note <text>', 'what the others should know, never anything that identifies somebody', someText)
    .action(({ network, person, note }: Options) => doing(cli, { network, person }, 'duty:end', { note }))
  withExamples(end, 'duty end', 'duty end --note "Back on Friday"')
}

/** Does it, and says who is on call then. */
function doing(
  cli: Cli,
  who: { readonly network: string | undefined; readonly person: string | undefined; readonly to?: string },
  name: 'duty:start' | 'duty:hand-over' | 'duty:end',
  input: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  return cli.ask(async (bridge) => {
    const network = await findNetwork(bridge, who.network)
    const member = async (wanted: string | undefined): Promise<string | undefined> =>
      wanted === undefined ? undefined : await findMember(bridge, network, wanted)
    const fields = given({ person: await member(who.person), to: await member(who.to), ...input })
    await bridge.call(name, { network, ...fields }, cli)
    const json = await bridge.call('duty:show', { network }, cli)
    return { json, text: dutyText(json) }
  })
}

function dutyText({ state, onCall, overdue, since, note }: Duty): string {
  const said =
    note === undefined ? [] : [`${safeLine(note.name)} said at ${localTime(note.at)}: ${safeText(note.text)}`]
  const from = since === undefined ? '' : `, since ${localTime(since)}`
  const heads: Readonly<Record<Duty['state'], readonly string[]>> = {
    never: ['Nobody was on call here yet. Begin with: muster duty start'],
    'on-call': onCall.map((shift) => `On call: ${shiftText(shift)}`),
    overdue: [
      `NOBODY IS ON CALL${from}: ${overdue.map(({ name }) => safeLine(name)).join(', ')} did not hand over.`,
      'Take over with: muster duty start',
    ],
    nobody: [`NOBODY IS ON CALL${from}.`, 'Take over with: muster duty start'],
  }
  return [...heads[state], ...said].join('\n')
}

function shiftText({ name, since, until }: Shift): string {
  const end = until === undefined ? 'until they hand over' : `until ${localTime(until)}`
  return `${safeLine(name)}, since ${localTime(since)}, ${end}`
}
