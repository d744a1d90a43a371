import type { Command } from 'commander'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import type { Bridge } from '../../core/bridge/rpc-client.ts'
import type { Cli } from '../cli.ts'
import { findDevice, findMember, findNetwork, networkAnd } from '../input/names.ts'
import { table } from '../output/table.ts'
import { ago } from '../output/times.ts'
import { withExamples } from './examples.ts'
import { createInvite, type CreateOptions } from './invite.ts'
import { networkOf } from './network.ts'

type Device = CommandOutput<'device:list'>['devices'][number]

/** `device add|list|remove`: the computers of one person. */
export function addDeviceCommands(program: Command, cli: Cli): void {
  const device = program.command('device').description('your computers in a network: a second one, a lost one')
  withExamples(device, 'device list', 'device add', 'device remove 5c11d0aa')
  withExamples(
    device
      .command('add')
      .description('a code that lets one more computer of yours in; on it: muster join CODE --as YOUR NAME')
      .argument('[network]', 'id, first digits of the id, or name')
      .option('--network <network>', 'the same')
      .option('--png <file>', 'also draw it as a picture that the other computer can scan: a new file')
      .action((word: string | undefined, options: Pick<CreateOptions, 'network' | 'png'>) =>
        cli.ask((bridge) => createInvite(cli, bridge, word, { ...options, uses: 1, hours: 24, ownDevice: true })),
      ),
    'device add',
    'device add "River Street" --png mine.png',
  )
  withExamples(
    device
      .command('list')
      .description('the computers of one person')
      .argument('[network]', 'id, first digits of the id, or name')
      .option('--network <network>', 'the same')
      .option('--of <member>', "somebody else's: name, id or its first digits")
      .option('--all', 'also those that left or were removed')
      .action((word: string | undefined, options: { network?: string; of?: string; all?: boolean }) =>
        cli.ask(async (bridge) => {
          const network = await networkOf(bridge, word, options.network)
          const { devices } = await bridge.call('device:list', await ownerOf(bridge, network, options.of), cli)
          const shown = devices.filter((one) => options.all === true || one.state === 'current')
          return { json: shown, text: deviceTable(shown, cli) }
        }),
      ),
    'device list',
    'device list --of Ben --all',
  )
  withExamples(
    device
      .command('remove')
      .description(
        "take one computer out, a lost one for instance; its person stays (others' computers: coordinators only)",
      )
      .argument('<device...>', 'first digits of its key; before it the network, where there are several')
      .option('--network <network>', 'the network')
      .option('--of <member>', "somebody else's: name, id or its first digits")
      .action((words: string[], options: { network?: string; of?: string }) =>
        cli.ask(async (bridge) => {
          const { network: named, thing } = networkAnd(words, options.network, 'device')
          const network = await findNetwork(bridge, named)
          const device = await findDevice(bridge, await ownerOf(bridge, network, options.of), thing)
          const json = await bridge.call('device:remove', { network, device }, cli)
          return { json, text: 'It is out and receives nothing new. What it already has, it keeps.' }
        }),
      ),
    'device remove 5c11d0aa',
    'device remove 5c11d0aa --of Ben',
  )
}

async function ownerOf(
  bridge: Bridge,
  network: string,
  of: string | undefined,
): Promise<{ network: string; person?: string }> {
  return of === undefined ? { network } : { network, person: await findMember(bridge, network, of) }
}

function deviceTable(devices: readonly Device[], cli: Cli): string {
  const rows = devices.map((one) => [
    one.fingerprint,
    one.here ? 'this computer' : one.state !== 'current' ? one.state : one.connected ? 'connected' : 'not connected',
    one.by === 'recovery-key' ? `${ago(one.joinedAt, cli.now)}, by recovery key` : ago(one.joinedAt, cli.now),
    one.lastExchangeAt === undefined ? '' : ago(one.lastExchangeAt, cli.now),
  ])
  return table(['KEY', 'STATE', 'JOINED', 'LAST EXCHANGE'], rows, cli.printer.columns)
}
