import type { AlertActName } from '../../../core/bridge/acts.ts'
import type { CommandCall } from '../../../core/bridge/contract.ts'
import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import { MeshError } from '../../../core/shared/errors.ts'
import type { Cli } from '../../cli.ts'
import { findMember, findRecord } from '../../input/names.ts'
import { localTime } from '../../output/times.ts'
import { recordOf } from '../record.ts'

/** Commands that are one act on one alert. What has been seen is said by a window. */
type AlertAct = Exclude<AlertActName, 'alert:seen'>
type ActInput<Name extends AlertAct> = Omit<CommandCall<Name>, 'network' | 'id'>

type Said = string | ((bridge: Bridge, place: { network: string; id: string }) => Promise<string>)

/** One act on one alert. @param options.text what is said when it is done */
export function act<Name extends AlertAct>(
  cli: Cli,
  name: Name,
  id: string,
  options: { readonly network?: string | undefined; readonly text: Said },
  input: (bridge: Bridge, network: string) => ActInput<Name> | Promise<ActInput<Name>>,
): Promise<void> {
  return cli.ask(async (bridge) => {
    const place = await recordOf(bridge, 'alert', id, options.network)
    const json = await bridge.call(
      name,
      { ...place, ...(await input(bridge, place.network)) } as CommandCall<Name>,
      cli,
    )
    const text = typeof options.text === 'string' || cli.printer.json ? '' : await options.text(bridge, place)
    return { json, text: typeof options.text === 'string' ? options.text : text }
  })
}

/** How somebody stands in an alert now: this person, or who is named. */
export async function standingIn(
  cli: Cli,
  bridge: Bridge,
  { person, ...place }: { network: string; id: string; person?: string | undefined },
): Promise<{ /** Said "coming" when there were enough. */ late: boolean; nextCheckIn: string }> {
  const { record } = await bridge.call('alert:show', place, cli)
  const { members } = await bridge.call('member:list', { network: place.network }, cli)
  const who = person ?? members.find(({ you }) => you)?.id
  const find = (list: unknown): Standing | undefined =>
    (Array.isArray(list) ? (list as readonly Standing[]) : []).find(({ member }) => member === who)
  const due = find(record['responders'])?.checkIn?.dueAt
  return {
    late: find(record['people'])?.late === true,
    nextCheckIn: due === undefined ? '' : ` Check in again by ${localTime(due)}.`,
  }
}

/** What is read of a person or a responder of a shown alert: it comes from the engine, which has parsed it. */
interface Standing {
  readonly member: string
  readonly late?: boolean
  readonly checkIn?: { readonly dueAt: number } | null
}

/** A member by name or id, or a contact by id or its first digits. */
export async function memberOrContact(bridge: Bridge, network: string, wanted: string): Promise<string> {
  try {
    return await findMember(bridge, network, wanted)
  } catch (error) {
    const unknown = error instanceof MeshError && error.code === 'identity/not-a-member'
    if (!unknown || !/^[0-9a-f]{6,32}$/i.test(wanted)) throw error
    return (await findRecord(bridge, wanted, { network, kind: 'contact' })).id
  }
}
