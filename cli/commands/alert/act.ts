import type { CommandCall } from '../../../core/bridge/contract.ts'
import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import { MeshError } from '../../../core/shared/errors.ts'
import type { Cli } from '../../cli.ts'
import { findMember, findRecord } from '../../input/names.ts'
import { localTime } from '../../output/times.ts'
import { recordOf } from '../record.ts'

/** Commands that are one act on one alert. */
export type AlertAct =
  | 'alert:confirm'
  | 'alert:answer'
  | 'alert:record'
  | 'alert:check-in'
  | 'alert:needs-help'
  | 'alert:pair'
  | 'alert:debrief'
  | 'alert:enough'
  | 'alert:cancel'
  | 'alert:all-clear'
  | 'alert:escalate'
  | 'alert:stop'
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

/** When somebody is to check in next: this person, or who is named. Empty for who is not out. */
export async function nextCheckIn(
  cli: Cli,
  bridge: Bridge,
  { person, ...place }: { network: string; id: string; person: string | undefined },
): Promise<string> {
  const { record } = await bridge.call('alert:show', place, cli)
  const { members } = await bridge.call('member:list', { network: place.network }, cli)
  const who = person ?? members.find(({ you }) => you)?.id
  const responders = (Array.isArray(record['responders']) ? record['responders'] : []) as readonly {
    readonly member: string
    readonly checkIn: { readonly dueAt: number } | null
  }[]
  const due = responders.find(({ member }) => member === who)?.checkIn?.dueAt
  return due === undefined ? '' : ` Check in again by ${localTime(due)}.`
}

/** Whether there were enough when somebody said that they come: this person, or who is named. */
export async function standsBy(
  cli: Cli,
  bridge: Bridge,
  { person, ...place }: { network: string; id: string; person?: string },
): Promise<boolean> {
  const { record } = await bridge.call('alert:show', place, cli)
  const { members } = await bridge.call('member:list', { network: place.network }, cli)
  const who = person ?? members.find(({ you }) => you)?.id
  const people = (Array.isArray(record['people']) ? record['people'] : []) as readonly {
    readonly member: string
    readonly late: boolean
  }[]
  return people.some(({ member, late }) => member === who && late)
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
