import type { Command } from 'commander'

import type { CommandOutput } from '../../../core/bridge/contract.ts'
import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import type { Cli } from '../../cli.ts'
import { findNetwork, findRecord } from '../../input/names.ts'
import { someText } from '../../input/values.ts'
import { safeLine } from '../../output/safe-text.ts'
import { table } from '../../output/table.ts'
import { localTime } from '../../output/times.ts'
import { withExamples } from '../examples.ts'
import { withNetwork } from '../record.ts'

type Hold = CommandOutput<'hold:list'>['holds'][number]

/** `hold set|lift|list`. */
export function addHoldCommands(program: Command, cli: Cli): void {
  const hold = program
    .command('hold')
    .description('records that are kept for good reason: nobody erases them, and no timer')
  withExamples(hold, 'hold set 4b1f22a0 --reason "The insurance asks for it"', 'hold list', 'hold lift 4b1f22a0')

  const set = hold
    .command('set')
    .description('keep a record from being erased (coordinators only)')
    .argument('<id>', 'id or its first digits')
  withNetwork(set)
    .requiredOption('--reason <text>', 'why, for all to read: never anything that identifies somebody', someText)
    .action((id: string, { network, reason }: { network?: string; reason: string }) =>
      cli.ask(async (bridge) => {
        const json = await bridge.call('hold:set', { ...(await recordHere(bridge, id, network)), reason }, cli)
        return { json, text: 'It is held: it is not erased before a coordinator lifts the hold.' }
      }),
    )
  withExamples(set, 'hold set 4b1f22a0 --reason "The insurance asks for it"')

  const lift = hold
    .command('lift')
    .description('lift every hold of a record (coordinators only)')
    .argument('<id>', 'id or its first digits')
  withNetwork(lift).action((id: string, { network }: { network?: string }) =>
    cli.ask(async (bridge) => {
      const json = await bridge.call('hold:lift', await recordHere(bridge, id, network), cli)
      return { json, text: 'The hold is lifted. If it is due, it is erased in three days at the earliest.' }
    }),
  )
  withExamples(lift, 'hold lift 4b1f22a0')

  const list = hold.command('list').description('what is held, by whom and why')
  withNetwork(list).action(({ network }: { network?: string }) =>
    cli.ask(async (bridge) => {
      const { holds } = await bridge.call('hold:list', { network: await findNetwork(bridge, network) }, cli)
      return { json: holds, text: holdTable(holds, cli) }
    }),
  )
  withExamples(list, 'hold list')
}

async function recordHere(
  bridge: Bridge,
  id: string,
  option: string | undefined,
): Promise<{ network: string; id: string }> {
  const network = await findNetwork(bridge, option)
  return /^[0-9a-f]{32}$/.test(id) ? { network, id } : { network, id: (await findRecord(bridge, id, { network })).id }
}

function holdTable(holds: readonly Hold[], cli: Cli): string {
  if (holds.length === 0) return 'Nothing is held.'
  const rows = holds.map(({ id, kind, title, name, at, reason }) => [
    id.slice(0, 8),
    kind ?? '',
    safeLine(title ?? ''),
    safeLine(name),
    localTime(at),
    safeLine(reason),
  ])
  return table(['ID', 'KIND', 'TITLE', 'BY', 'SINCE', 'REASON'], rows, cli.printer.columns)
}
