import type { Command } from 'commander'

import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import { errorText } from '../../../core/bridge/error-text.ts'
import { MeshError } from '../../../core/shared/errors.ts'
import type { Cli } from '../../cli.ts'
import { findNetwork, findRecord, usage } from '../../input/names.ts'
import type { Result } from '../../output/printer.ts'
import { withExamples } from '../examples.ts'
import { recordOf, withNetwork } from '../record.ts'
import { draftFields, withDraftFields, type DraftOptions } from './fields.ts'

/** `alert send|update`: what is not let through yet stays as a draft. */
export function addAlertSending(alert: Command, cli: Cli): void {
  const send = alert
    .command('send')
    .description('call for help about an incident or plan; or send a draft that was made before')
    .argument('[draft]', 'id of a draft, or its first digits')
  withDraftFields(withNetwork(send))
    .option('--about <id>', 'the incident or plan it is about')
    .option('--act-now', 'you say to act now although nobody has verified it; a second member must say so too')
    .option('--draft', 'keep it as a draft')
    .action((draft: string | undefined, options: SendOptions) =>
      cli.ask(async (bridge) => {
        const { network, id } = await draftOf(cli, bridge, draft, options)
        if (options.actNow === true) await bridge.call('alert:confirm', { network, id, what: 'unverified' }, cli)
        return options.draft === true ? kept(id, []) : sent(cli, bridge, { network, id })
      }),
    )
  withExamples(
    send,
    'alert send --about 4b1f22a0 --kind supplies --headline "Pumps needed at the school" --need 4',
    'alert send --about 4b1f22a0 --kind first-aid --headline "Heat: two people fainted" --to network --need "first aid=2" --act-now',
    'alert send 9c0d11e2',
  )

  const update = alert
    .command('update')
    .description('send a newer alert in the place of one that was sent')
    .argument('<id>', 'id or its first digits')
  withDraftFields(withNetwork(update)).action((id: string, options: DraftOptions) =>
    cli.ask(async (bridge) => {
      const old = await recordOf(bridge, 'alert', id, options.network)
      const patch = await draftFields(bridge, old.network, options)
      if (Object.keys(patch).length === 0) throw usage('It takes at least one thing that is different.')
      const made = await bridge.call('alert:update', { ...old, patch }, cli)
      return sent(cli, bridge, { network: old.network, id: made.id })
    }),
  )
  withExamples(update, 'alert update 9c0d11e2 --headline "Water is falling: two more pumps" --need 2')
}

interface SendOptions extends DraftOptions {
  readonly about?: string
  readonly actNow?: boolean
  readonly draft?: boolean
}

/** An existing draft, changed by what is given, or a new one. */
async function draftOf(
  cli: Cli,
  bridge: Bridge,
  draft: string | undefined,
  options: SendOptions,
): Promise<{ network: string; id: string }> {
  if (draft !== undefined) {
    if (options.about !== undefined) throw usage('What a draft is about stays as it is.')
    const place = await recordOf(bridge, 'alert', draft, options.network)
    const patch = await draftFields(bridge, place.network, options)
    if (Object.keys(patch).length > 0) await bridge.call('record:edit', { ...place, kind: 'alert', patch }, cli)
    return place
  }
  const { about, kind, headline } = options
  if (about === undefined || kind === undefined || headline === undefined)
    throw usage('It takes --about, --kind and --headline, or the id of a draft.')
  const network = await findNetwork(bridge, options.network)
  const fields = await draftFields(bridge, network, options)
  const record = { ...fields, about: await aboutOf(bridge, network, about) }
  const { ids } = await bridge.call('record:add', { network, kind: 'alert', records: [record] }, cli)
  return { network, id: ids[0]! }
}

async function aboutOf(
  bridge: Bridge,
  network: string,
  wanted: string,
): Promise<{ kind: 'incident' | 'plan'; id: string }> {
  const { kind, id } = await findRecord(bridge, wanted, { network })
  if (kind !== 'incident' && kind !== 'plan') throw usage('An alert is about an incident or a plan.')
  return { kind, id }
}

/** Sends a draft, or says what stands against it: it is kept then. */
async function sent(cli: Cli, bridge: Bridge, place: { network: string; id: string }): Promise<Result> {
  try {
    const { id, ...reach } = await bridge.call('alert:send', place, cli)
    const { addressed, connected, computers } = reach
    const now = `${connected} of them on ${computers} ${computers === 1 ? 'computer' : 'computers'} can be reached now`
    const people = addressed === 1 ? '1 person' : `${addressed} people`
    const text = `Sent: alert ${id.slice(0, 8)}, to ${people}; ${now}.\nWho is reached, and whom to call: muster alert show ${id.slice(0, 8)}`
    return { json: { id, state: 'sent', ...reach }, text }
  } catch (error) {
    const obstacles = error instanceof MeshError ? error.details['obstacles'] : undefined
    if (typeof obstacles !== 'string') throw error
    return kept(place.id, obstacles.split(', '))
  }
}

function kept(id: string, obstacles: readonly string[]): Result {
  const short = id.slice(0, 8)
  const why = { code: 'domain/not-allowed-now', details: { obstacles: obstacles.join(', ') } } as const
  const lines = [
    obstacles.length === 0 ? `Kept as draft ${short}.` : `NOT SENT, kept as draft ${short}. ${errorText(why).what}`,
    ...(obstacles.includes('not-verified')
      ? [`Two members say to act now: muster alert confirm ${short} unverified`]
      : []),
    ...(obstacles.includes('identifying-text')
      ? [`A second member lets the text through: muster alert confirm ${short} text`]
      : []),
    `Then: muster alert send ${short}`,
  ]
  return { json: { id, state: 'draft', obstacles }, text: lines.join('\n') }
}
