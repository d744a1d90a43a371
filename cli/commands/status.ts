import type { Command } from 'commander'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import type { Cli } from '../cli.ts'
import { findNetwork, findRecord, usage } from '../input/names.ts'
import { seconds } from '../input/values.ts'
import { safeLine } from '../output/safe-text.ts'
import { storageText } from '../output/storage-text.ts'
import { askStatus, type Status } from '../output/ask-status.ts'
import { nameList, obstacleSentences, outsideSentences, syncSentences, whoIsHere } from '../output/sync-text.ts'
import { table } from '../output/table.ts'
import { localTime } from '../output/times.ts'
import { troubleText } from '../output/trouble-text.ts'
import { withExamples } from './examples.ts'

/** `status`, `wait`, `history`, `log`. */
export function addStatusCommands(program: Command, cli: Cli): void {
  withExamples(
    program
      .command('status')
      .description('is it running, who is here, who has what')
      .action(() =>
        cli.ask(async (bridge) => {
          const status = await askStatus(bridge, cli)
          const { profile, sync, troubles } = status
          return { json: { ...profile, ...sync, troubles }, text: statusText(status, cli.now) }
        }),
      ),
    'status',
    '--json status',
  )
  withExamples(
    program
      .command('wait')
      .description('wait until someone is connected and every connected member has everything that is here')
      .option('--synced', 'what to wait for')
      .option('--network <network>', 'only in this network')
      .option('--timeout <seconds>', 'how long', seconds, 30_000)
      .action((options: { synced?: boolean; network?: string; timeout: number }) => {
        if (options.synced !== true) throw usage('It takes --synced.')
        return cli.ask(
          async (bridge) => {
            const network = options.network === undefined ? {} : { network: await findNetwork(bridge, options.network) }
            const json = await bridge.call('sync:wait', { timeoutMs: options.timeout, ...network }, cli)
            return {
              json,
              text: `${nameList(json.names)} ${json.names.length === 1 ? 'has' : 'have'} everything that is here.`,
            }
          },
          { online: true },
        )
      }),
    'wait --synced',
    'wait --synced --timeout 120',
  )
  withExamples(
    program
      .command('history')
      .description('who changed a record, and when')
      .argument('<id>', 'id or its first digits')
      .option('--network <network>', 'where it is; not needed as a rule')
      .action((id: string, options: { network?: string }) =>
        cli.ask(async (bridge) => {
          const record = await findRecord(
            bridge,
            id,
            options.network === undefined ? {} : { network: await findNetwork(bridge, options.network) },
          )
          const json = await bridge.call('record:history', { network: record.network, id: record.id }, cli)
          return { json, text: historyText(json, cli.printer.columns) }
        }),
      ),
    'history 4b1f22a0',
  )
  withExamples(
    program
      .command('log')
      .description('what Muster noted about itself: counts only, no names, texts or addresses')
      .action(() =>
        cli.ask(async (bridge) => {
          const { lines } = await bridge.call('log:export', {}, cli)
          return {
            json: lines,
            text: lines
              .map(
                (line) =>
                  `${new Date(line.at).toISOString()} ${safeLine(line.code)} ${safeLine(JSON.stringify(line.counts))}`,
              )
              .join('\n'),
          }
        }),
      ),
    'log > muster-log.txt',
  )
}

/** The whole status in words; `start` shows the same. */
export function statusText({ profile, sync, troubles }: Status, now: number): string {
  if (profile.state !== 'unlocked') return 'Muster is locked. Unlock it with: muster unlock'
  const lines = [
    sync.online
      ? `Running (process ${profile.pid})${sync.addresses.length === 0 ? '.' : `, others reach it at ${sync.addresses.map(safeLine).join(', ')}.`}`
      : 'Not running: nobody else is reached. Start it with: muster start',
  ]
  if (sync.storage !== undefined) lines.push(storageText(sync.storage))
  if (sync.networks.length === 0) lines.push('No networks yet. Start one with: muster network create NAME --as YOU')
  for (const network of sync.networks) {
    lines.push('', `${safeLine(network.name)}: ${network.records} ${network.records === 1 ? 'record' : 'records'}`)
    const sentences =
      network.state === 'current'
        ? [whoIsHere(network), ...syncSentences(network, now), ...obstacleSentences(network, now)]
        : outsideSentences(network.state, network.records)
    const noted = troubles.filter((one) => one.network === network.id).map(troubleText)
    lines.push(...[...sentences, ...noted].map((line) => `  ${line}`))
  }
  return lines.join('\n')
}

function historyText(history: CommandOutput<'record:history'>, columns: number): string {
  return table(
    ['WHEN', 'WHO', 'WHAT'],
    history.changes.map((change) => [
      localTime(change.at),
      change.name ?? 'someone no longer known',
      change.fields?.join(', ') ?? '',
    ]),
    columns,
  )
}
