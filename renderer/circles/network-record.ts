import type { ShownRecord } from '../../core/bridge/contract/parts.ts'
import type { CircleView, NetworkView } from '../../core/domain/records/network.ts'

/** A network's own record as the engine shows it; fields may be missing until the record has arrived after joining. */
export type NetworkRecord = Partial<NetworkView> & { readonly id: string }
export type Circle = CircleView

/** The engine has checked every field of what it shows. */
export function asNetworkRecord(record: ShownRecord): NetworkRecord {
  return record
}

/** Circles that are not put away, in the order they were made. */
export function circlesOf(record: ShownRecord | undefined): readonly Circle[] {
  const circles = record === undefined ? undefined : asNetworkRecord(record).circles
  return (circles ?? []).filter(({ archivedAt }) => archivedAt === null)
}
