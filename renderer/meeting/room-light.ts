import type { CommandOutput } from '../../core/bridge/contract.ts'
import { isInRoom } from '../../core/bridge/contract/room.ts'

export type NetworkSync = CommandOutput<'sync:status'>['networks'][number]
export type PersonSync = NetworkSync['people'][number]

/**
 * The light of a meeting: `all` only when somebody is connected and every connected person's computer has acknowledged
 * everything that is here now; never green with nobody connected (product.md, "Sync wording").
 */
export interface RoomLight {
  readonly state: 'nobody' | 'all' | 'waiting'
  /** Connected people who have everything. */
  readonly have: readonly PersonSync[]
  /** Who does not, as far as is known: of the connected people, and of those who are on this wifi and kept from this laptop. */
  readonly missing: readonly PersonSync[]
  /** Connected people who told of something that this laptop lacks. */
  readonly newer: readonly PersonSync[]
}

export function roomLight(network: Pick<NetworkSync, 'sentence' | 'people'> | undefined): RoomLight {
  const people = network?.people ?? []
  const here = people.filter(({ connected }) => connected)
  const have = here.filter(({ hasEverything }) => hasEverything)
  const missing = people.filter((person) => isInRoom(person) && !person.hasEverything)
  const newer = here.filter(({ hasNewer }) => hasNewer)
  const confirmed = missing.length === 0 && network?.sentence.code === 'room-has-it'
  return { state: here.length === 0 ? 'nobody' : confirmed ? 'all' : 'waiting', have, missing, newer }
}
