import type { Command } from 'commander'

import type { Bridge } from '../../core/bridge/rpc-client.ts'
import type { CommandOutput } from '../../core/bridge/contract.ts'
import type { Cli } from '../cli.ts'
import { findNetwork, usage } from '../input/names.ts'
import { oneOf, someText } from '../input/values.ts'
import { safeLine } from '../output/safe-text.ts'
import { table } from '../output/table.ts'
import { localTime } from '../output/times.ts'
import { addSettingsCommand } from './circle/settings.ts'
import { withExamples } from './examples.ts'

const KINDS = ['circle', 'area', 'specialist', 'coalition'] as const

/** `network create|list|show|settings|leave`. */
export function addNetworkCommands(program: Command, cli: Cli): void {
  const network = program.command('network').description('start, list, show and leave networks')
  withExamples(network, 'network create "River Street" --as Ana', 'network list', 'network show "River Street"')

  withExamples(
    network
      .command('create')
      .description('start a network; you become its first coordinator')
      .argument('<name>', 'what the group calls itself', someText)
      .requiredOption('--as <name>', 'what the others will call you; a pseudonym is fine', someText)
      .option('--kind <kind>', `what sort of group: ${KINDS.join(', ')}`, oneOf(KINDS), 'circle')
      .action((name: string, options: { as: string; kind: (typeof KINDS)[number] }) =>
        cli.ask(async (bridge) => {
          const made = await bridge.call('network:create', { name, as: options.as, kind: options.kind }, cli)
          return {
            json: made,
            text: `${safeLine(made.name)} is started (${made.id}).\nInvite the others with: muster invite create ${made.id.slice(0, 8)}`,
          }
        }),
      ),
    'network create "River Street" --as Ana',
    'network create "First aid" --as Ana --kind specialist',
  )
  withExamples(
    network
      .command('list')
      .description('the networks this profile is in')
      .action(() =>
        cli.ask(async (bridge) => {
          const { networks } = await bridge.call('network:list', {}, cli)
          return { json: networks, text: listText(networks, cli.printer.columns) }
        }),
      ),
    'network list',
    '--json network list',
  )
  withExamples(
    network
      .command('show')
      .description('one network: your place in it, its settings')
      .argument('[network]', 'id, first digits of the id, or name')
      .option('--network <network>', 'the same')
      .action((word: string | undefined, options: { network?: string }) =>
        cli.ask(async (bridge) => {
          const shown = await bridge.call(
            'network:show',
            { network: await networkOf(bridge, word, options.network) },
            cli,
          )
          const lines = [
            `${safeLine(shown.name)} (${shown.kind}), ${shown.id}`,
            `You are ${safeLine(shown.as)}, ${shown.role}, since ${localTime(shown.joinedAt)}.`,
            `${shown.members} ${shown.members === 1 ? 'member' : 'members'}, ${shown.connected} connected now.`,
          ]
          return { json: shown, text: lines.join('\n') }
        }),
      ),
    'network show',
    'network show "River Street"',
  )
  addSettingsCommand(network, cli)
  withExamples(
    network
      .command('leave')
      .description('leave a network and erase what this computer holds of it; the others keep theirs')
      .argument('<network>', 'id, first digits of the id, or name')
      .action((word: string) =>
        cli.ask(async (bridge) => {
          const done = await bridge.call('network:leave', { network: await findNetwork(bridge, word) }, cli)
          return {
            json: done,
            text: 'You have left the network, and it is erased from this computer. The others keep what they have.',
          }
        }),
      ),
    'network leave "River Street"',
  )
}

/** The network named by a word or an option, not both. */
export function networkOf(bridge: Bridge, word: string | undefined, option: string | undefined): Promise<string> {
  if (word !== undefined && option !== undefined) throw usage('The network is given twice.')
  return findNetwork(bridge, word ?? option)
}

function listText(networks: CommandOutput<'network:list'>['networks'], columns: number): string {
  if (networks.length === 0)
    return 'No networks yet. Start one with: muster network create NAME --as YOU, or join one with: muster join CODE --as YOU'
  return table(
    ['ID', 'NAME', 'KIND', 'YOU', 'ROLE', 'MEMBERS', 'HERE NOW'],
    networks.map((one) => [
      one.id.slice(0, 8),
      one.name,
      one.kind,
      one.as,
      one.role,
      String(one.members),
      String(one.connected),
    ]),
    columns,
  )
}
