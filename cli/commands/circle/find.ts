import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import { MeshError } from '../../../core/shared/errors.ts'
import type { Cli } from '../../cli.ts'
import { findMember, findNetwork, usage } from '../../input/names.ts'

/** What is read of a network's own record: it comes from the engine, which has parsed it. */
export interface Entry {
  readonly id: string
  readonly archivedAt: number | null
}
export interface RouteEntry extends Entry {
  readonly name: string | null
  readonly places: readonly string[]
  readonly windows: readonly { readonly days: readonly string[]; readonly from: string; readonly to: string }[]
  /** Person ids. */
  readonly travellers: readonly string[]
  readonly expiresAt: number | null
  readonly expired: boolean
}
export interface CircleEntry extends Entry {
  readonly name: string
  readonly buddies: readonly { readonly first: string; readonly second: string }[]
  readonly routes: readonly RouteEntry[]
  readonly checkInMinutes: number | null
  readonly checkInGraceMinutes: number | null
}
export interface TeamEntry extends Entry {
  readonly skill: string
}
export interface LinkEntry extends Entry {
  readonly name: string
  readonly pointContact: string | null
  readonly backUp: string | null
  readonly shared: string | null
}
interface Lists {
  circles: CircleEntry
  teams: TeamEntry
  links: LinkEntry
}

/** Entries of a list of the network's record, those put away too. */
export async function entriesOf<Name extends keyof Lists>(
  cli: Cli,
  bridge: Bridge,
  { network, list }: { network: string; list: Name },
): Promise<readonly Lists[Name][]> {
  const { record } = await bridge.call('network:show', { network }, cli)
  return (Array.isArray(record[list]) ? record[list] : []) as readonly Lists[Name][]
}

/**
 * The one meant by a name, or by the first 6 or more characters of its id. One that is put away is meant where no other is.
 *
 * @throws MeshError `domain/not-found`, `cli/usage` when several are meant
 */
export function pickEntry<E extends Entry>(
  entries: readonly E[],
  wanted: string,
  { what, nameOf }: { what: string; nameOf: (entry: E) => string | null },
): E {
  const byName = entries.filter((one) => nameOf(one)?.normalize('NFC') === wanted.normalize('NFC'))
  const byId = entries.filter(({ id }) => wanted.length >= 6 && id.startsWith(wanted))
  const found = byName.length > 0 ? byName : byId
  const current = found.filter(({ archivedAt }) => archivedAt === null)
  const meant = current.length > 0 ? current : found
  if (meant.length > 1) throw usage(`Several are meant by "${wanted.slice(0, 80)}": give the id of the ${what}.`)
  if (meant[0] === undefined) throw new MeshError('domain/not-found', `No such ${what}`)
  return meant[0]
}

/** A network and a circle of it. */
export async function findCircle(
  cli: Cli,
  bridge: Bridge,
  { wanted, network: option }: { wanted: string; network: string | undefined },
): Promise<{ network: string; circle: CircleEntry }> {
  const network = await findNetwork(bridge, option)
  const circles = await entriesOf(cli, bridge, { network, list: 'circles' })
  return { network, circle: pickEntry(circles, wanted, { what: 'circle', nameOf: ({ name }) => name }) }
}

/** A member's person id; null for `none`, undefined where nothing was given. */
export async function personOrNone(
  bridge: Bridge,
  network: string,
  wanted: string | undefined,
): Promise<string | null | undefined> {
  if (wanted === undefined) return undefined
  return wanted === 'none' ? null : await findMember(bridge, network, wanted)
}

/** Does something to the network's own record. @returns the entry that was made or changed */
export async function actOnNetwork(
  cli: Cli,
  bridge: Bridge,
  { network, act, input }: { network: string; act: string; input: object },
): Promise<{ id: string; entry?: string | undefined }> {
  return await bridge.call('record:act', { network, kind: 'network', id: network, act, input }, cli)
}
