import type { ShownDocument } from '../../documents/ledger/ports.ts'
import { retentionDue } from '../../domain/retention/due.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { holdsOf } from './holds.ts'

/** How long a record stays, shown beside it. */
export interface Upkeep {
  /** From when on coordinators' laptops erase it, in milliseconds; absent where it is held or kept. */
  readonly willBeErasedAt?: number
  /** Who holds it, and why; absent where nobody does. */
  readonly holds?: readonly {
    readonly by: string
    readonly name: string
    readonly at: number
    readonly reason: string
  }[]
}

export function upkeepOf(runtime: NetworkRuntime, { id, kind, record }: ShownDocument): Upkeep {
  const { membership, settings, clock } = runtime
  const holds = holdsOf(runtime).get(id) ?? []
  if (holds.length > 0)
    return {
      holds: holds.map(({ by, at, reason }) => ({ by, name: membership.nameOf(by), at, reason: reason ?? '' })),
    }
  const due = settings && retentionDue(kind, record as object, { settings, now: clock.now() })
  return due === undefined || due === null ? {} : { willBeErasedAt: due }
}
