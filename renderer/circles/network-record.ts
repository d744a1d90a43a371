import type { ShownRecord } from '../../core/bridge/contract/parts.ts'
import type { CircleView, NetworkView } from '../../core/domain/records/network.ts'

/** A network's own record as the engine shows it; fields may be missing until the record has arrived after joining. */
export type NetworkRecord = Partial<NetworkView> & { readonly id: string }
export type Circle = CircleView
export type Link = NetworkView['links'][number]
export type Route = Circle['routes'][number]

/** The engine has checked every field of what it shows. */
export function asNetworkRecord(record: ShownRecord): NetworkRecord {
  return record
}

/** Circles that are not put away, in the order they were made. */
export function circlesOf(record: ShownRecord | undefined): readonly Circle[] {
  const circles = record === undefined ? undefined : asNetworkRecord(record).circles
  return (circles ?? []).filter(({ archivedAt }) => archivedAt === null)
}

/** Whether one can set out on a route: it is not put away and its time is not over, by the engine's clock or by this one. */
export function isInUse(
  { archivedAt, expiresAt, expired }: Pick<Route, 'archivedAt' | 'expiresAt' | 'expired'>,
  now: number,
): boolean {
  return archivedAt === null && !expired && (expiresAt === null || expiresAt > now)
}

/** Links to other networks that are not put away, in the order they were made. */
export function linksOf(record: ShownRecord): readonly Link[] {
  return (asNetworkRecord(record).links ?? []).filter(({ archivedAt }) => archivedAt === null)
}
