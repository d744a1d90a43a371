import type { Command } from 'commander'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import type { Cli } from '../cli.ts'
import { address, seconds, several } from '../input/values.ts'
import { safeLine } from '../output/safe-text.ts'
import { localTime } from '../output/times.ts'
import { withExamples } from './examples.ts'
import { codeFrom } from './invite.ts'
import { networkOf } from './network.ts'

const STATES = {
  open: 'It works.',
  used: 'It has been used. Print a new one.',
  expired: 'It is too old. Print a new one.',
  closed: 'It does not work any more. Print a new one.',
} as const

/** `recovery-key print|show|withdraw|use`: a coordinator's way back when their only computer is lost. */
export function addRecoveryCommands(program: Command, cli: Cli): void {
  const recovery = program
    .command('recovery-key')
    .description('a printed key to come back with as the same person, should your computer be lost (coordinators)')
  withExamples(recovery, 'recovery-key print', 'recovery-key show', 'recovery-key use -')
  withExamples(
    recovery
      .command('print')
      .description('make a recovery key and print it here, this once; one printed before stops working')
      .argument('[network]', 'id, first digits of the id, or name')
      .option('--network <network>', 'the same')
      .action((word: string | undefined, options: { network?: string }) =>
        cli.ask(async (bridge) => {
          const network = await networkOf(bridge, word, options.network)
          const made = await bridge.call('recovery:make', { network }, cli)
          return { json: made, text: await printedKey(cli, made) }
        }),
      ),
    'recovery-key print',
    'recovery-key print "River Street" | lp',
  )
  withExamples(
    recovery
      .command('show')
      .description('whether you have a recovery key that works; the key itself is kept nowhere')
      .argument('[network]', 'id, first digits of the id, or name')
      .option('--network <network>', 'the same')
      .action((word: string | undefined, options: { network?: string }) =>
        cli.ask(async (bridge) => {
          const network = await networkOf(bridge, word, options.network)
          const json = await bridge.call('recovery:show', { network }, cli)
          return { json, text: stateText(json) }
        }),
      ),
    'recovery-key show',
  )
  withExamples(
    recovery
      .command('withdraw')
      .description('make your recovery key worthless, for instance when somebody has seen it')
      .argument('[network]', 'id, first digits of the id, or name')
      .option('--network <network>', 'the same')
      .action((word: string | undefined, options: { network?: string }) =>
        cli.ask(async (bridge) => {
          const network = await networkOf(bridge, word, options.network)
          const { key } = await bridge.call('recovery:show', { network }, cli)
          if (key?.state !== 'open') return { json: { withdrawn: false }, text: 'You have no recovery key that works.' }
          await bridge.call('invite:revoke', { network, invite: key.id }, cli)
          return { json: { withdrawn: true }, text: 'It is withdrawn. Print a new one with: muster recovery-key print' }
        }),
      ),
    'recovery-key withdraw',
  )
  addUseCommand(recovery, cli)
}

function addUseCommand(recovery: Command, cli: Cli): void {
  withExamples(
    recovery
      .command('use')
      .description('come back as the person who printed the key, on this computer')
      .argument('[code]', 'the code, or - to read it from standard input, which keeps it out of the list of commands')
      .option('--png <file>', 'a picture of it')
      .option('--remove-lost', 'take all your other computers out at once')
      .option(
        '--address <ip:port>',
        "where a member's computer is reached, if it is not found by itself (at most 4 times)",
        several(address, 4),
      )
      .option('--timeout <seconds>', 'how long to try', seconds, 30_000)
      .action(
        (
          word: string | undefined,
          options: { png?: string; removeLost?: boolean; address?: readonly string[]; timeout: number },
        ) =>
          cli.ask(
            async (bridge) => {
              const code = await codeFrom(cli, word, options.png)
              const addresses = options.address === undefined ? {} : { addresses: [...options.address] }
              const back = await bridge.call('recovery:use', { code, ...addresses, timeoutMs: options.timeout }, cli)
              const removed = options.removeLost === true ? back.others : []
              for (const { id } of removed)
                await bridge.call('device:remove', { network: back.network, device: id }, cli)
              return { json: { ...back, removed: removed.map(({ id }) => id) }, text: backText(back, removed.length) }
            },
            { online: true },
          ),
      ),
    'recovery-key use - < typed-from-paper.txt',
    'recovery-key use --png photo.png --remove-lost',
  )
}

async function printedKey(cli: Cli, made: CommandOutput<'recovery:make'>): Promise<string> {
  const { drawForTerminal } = await import('../output/qr.ts')
  const groups = made.code.replace(/^MUSTER:/u, '').match(/.{1,4}/gu) ?? []
  const lines = Array.from({ length: Math.ceil(groups.length / 8) }, (_, line) =>
    groups.slice(8 * line, 8 * line + 8).join(' '),
  )
  return [
    `Recovery key of ${safeLine(made.as)} in ${safeLine(made.network)}`,
    '',
    ...(cli.printer.isTerminal ? [drawForTerminal(made.code)] : []),
    'MUSTER:',
    ...lines,
    '',
    `Works once, until ${localTime(made.expires)}, where a member's computer with Muster is near.`,
    'Put it on paper now, and keep it like the key of your house: whoever has it can come in as you.',
    'It is shown only this once, and one printed before has stopped working.',
    'On a new computer: muster recovery-key use -',
  ].join('\n')
}

function stateText({ allowed, key }: CommandOutput<'recovery:show'>): string {
  if (key !== undefined) return `Printed ${localTime(key.madeAt)}. ${STATES[key.state]}`
  return allowed
    ? 'You have none. Print one with: muster recovery-key print'
    : 'Only coordinators need one: anybody else is let in again by a coordinator.'
}

function backText(back: CommandOutput<'recovery:use'>, removed: number): string {
  const lines = [
    `You are back, as ${safeLine(back.as)}. Everyone in the network can see it.`,
    'What the others hold arrives now; see: muster status',
  ]
  if (removed > 0)
    lines.push(`Taken out: ${removed === 1 ? 'your other computer' : `your ${removed} other computers`}.`)
  else if (back.others.length > 0) {
    lines.push('Still in, as computers of yours. Take those out that are lost:')
    for (const { fingerprint } of back.others) lines.push(`  muster device remove ${fingerprint}`)
  }
  lines.push('This key is used up. Print a new one: muster recovery-key print')
  return lines.join('\n')
}
