import { type DutyLog, dutyOf } from '../../domain/records/duty/duty.ts'
import type { NetworkView } from '../../domain/records/network.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

/** Who is on call, of those who are members. */
export function dutyHere(
  { ledger, membership, networkDocument }: NetworkRuntime,
  now: number,
): ReturnType<typeof dutyOf> {
  const network = ledger.get(networkDocument)?.record as NetworkView | undefined
  const entries: DutyLog = Object.fromEntries((network?.duty ?? []).map((one) => [one.id, one]))
  const members = new Set(membership.present().map(({ person }) => person))
  return dutyOf(entries, { now, isMember: (person) => members.has(person) })
}
