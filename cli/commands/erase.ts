import type { Command } from 'commander'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import type { Bridge } from '../../core/bridge/rpc-client.ts'
import { MeshError } from '../../core/shared/errors.ts'
import type { Cli } from '../cli.ts'
import { saysYes } from '../input/confirm.ts'
import { findNetwork, findRecord, usage } from '../input/names.ts'
import { safeLine } from '../output/safe-text.ts'
import { ago } from '../output/times.ts'
import { withExamples } from './examples.ts'
import { networkOf } from './network.ts'

type Preview = CommandOutput<'erasure:preview'>
type Listed = CommandOutput<'erasure:list'>

interface EraseOptions {
  readonly network?: string
  readonly yes?: boolean
  readonly withReferring?: boolean
}

/** `erase ID...`, `erased`. */
export function addEraseCommands(program: Command, cli: Cli): void {
  withExamples(
    program
      .command('erase')
      .description(
        'erase records for good, on every computer as it hears of it; nothing brings them back; ends with 1 while they are not gone from this disk',
      )
      .argument('<id...>', 'ids or their first digits; of somebody who has left the network, their full id')
      .option('--network <network>', 'the network')
      .option('--with-referring', 'also the alerts, plans and incidents that refer to them')
      .option('--yes', 'without being asked once more')
      .action((ids: string[], options: EraseOptions) => cli.ask((bridge) => erase(cli, bridge, ids, options))),
    'erase 4b1f22a0',
    'erase 4b1f22a0 --with-referring --yes',
  )
  withExamples(
    program
      .command('erased')
      .description('what was erased, and how many computers have confirmed it')
      .argument('[network]', 'id, first digits of the id, or name')
      .option('--network <network>', 'the same')
      .action((word: string | undefined, options: { network?: string }) =>
        cli.ask(async (bridge) => {
          const network = await networkOf(bridge, word, options.network)
          const json = await bridge.call('erasure:list', { network, limit: 200 }, cli)
          return { json, text: listText(json, cli.now) }
        }),
      ),
    'erased',
  )
}

async function erase(
  cli: Cli,
  bridge: Bridge,
  wanted: readonly string[],
  options: EraseOptions,
): Promise<{ json: unknown; text: string }> {
  const { network, ids } = await meant(bridge, wanted, options.network)
  const preview = await bridge.call('erasure:preview', { network, ids }, cli)
  const all = options.withReferring === true ? [...ids, ...preview.referring.map(({ id }) => id)] : ids
  if (options.yes !== true && !(await saysYes(cli.world, `${question(preview, options)}Erase? (yes/no)`, cli)))
    throw new MeshError('shared/aborted', 'Not erased')
  const json = await bridge.call('record:erase', { network, ids: all }, cli)
  if (!json.doneHere) cli.exitCode = 1
  const here = json.doneHere
    ? 'Erased here.'
    : 'Not gone from this disk yet: it is tried again by itself. Is the disk full?'
  return { json, text: `${here} ${confirmedText(json)} The others do so as they hear of it; see: muster erased` }
}

/** All of one network. */
async function meant(
  bridge: Bridge,
  wanted: readonly string[],
  named: string | undefined,
): Promise<{ network: string; ids: string[] }> {
  const within = named === undefined ? undefined : await findNetwork(bridge, named)
  const found = await Promise.all(
    wanted.map((id) =>
      findRecord(bridge, id, within === undefined ? {} : { network: within }).catch(async (error: unknown) => {
        // A person's record goes by the person's id, which is no record's
        if (!(error instanceof MeshError) || error.code !== 'domain/not-found' || id.length !== 32) throw error
        return { network: within ?? (await findNetwork(bridge, undefined)), id }
      }),
    ),
  )
  const network = found[0]?.network
  if (network === undefined || found.some((one) => one.network !== network))
    throw usage('Erase records of one network at a time.')
  return { network, ids: found.map(({ id }) => id) }
}

function question({ records, referring, computers }: Preview, { withReferring }: EraseOptions): string {
  const lines = records.map(({ kind, title }) => `  ${kind}: ${safeLine(title)}`)
  const refer = referring.map(({ kind, title }) => `  ${kind}: ${safeLine(title)}`)
  return [
    `This is erased for good, on up to ${computers} computers; nothing brings it back:`,
    ...lines,
    ...(refer.length === 0
      ? []
      : withReferring === true
        ? ['and with it what refers to it:', ...refer]
        : ['What refers to it stays (--with-referring erases that too):', ...refer]),
    '',
  ].join('\n')
}

function confirmedText({ confirmed, computers }: { confirmed: number; computers: number }): string {
  return `${confirmed} of ${computers} computers confirmed.`
}

function listText({ erasures, computers, doneHere, total }: Listed, now: number): string {
  if (total === 0) return 'Nothing was erased.'
  const lines = erasures.map((one) => {
    const what = one.records === 1 ? `record ${one.ids[0]!.slice(0, 8)}` : `${one.records} records`
    const who = one.you ? 'you' : safeLine(one.name)
    const missing = one.missing.map(({ name, you, device }) => `${you ? 'your computer' : safeLine(name)} (${device})`)
    const rest = missing.length === 0 ? '' : ` Not yet: ${missing.join(', ')}.`
    return `${what}, by ${who}, ${ago(one.at, now)}: ${confirmedText({ ...one, computers })}${rest}`
  })
  if (!doneHere)
    lines.unshift('This computer could not finish erasing yet: it tries again by itself. Is the disk full?')
  lines.push('Nobody can tell what was copied or photographed before, or kept by an altered Muster.')
  return lines.join('\n')
}
