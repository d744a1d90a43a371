import type { AlertView } from '../../domain/records/alert/view.ts'
import { ALERT_OPEN_STATES } from '../../domain/states/alert-states.ts'
import type { Log } from '../../shared/log.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import type { RecordWriter } from '../records/record-writer.ts'

/**
 * Says of every alert that comes in for this laptop's own person that it has reached them, once. What came while Muster was not
 * running, or could not be written then, is made up for here at the next start.
 *
 * @returns the function that stops it
 */
export function acknowledgeAlerts(runtime: NetworkRuntime, writer: RecordWriter, log: Log): () => void {
  const { ledger } = runtime
  const look = (id: string): void => {
    if (!isDue(runtime, id)) return
    // Nobody waits for it, and a full disk or a removal meanwhile is told elsewhere
    writer.edit('alert', id, { name: 'reached', input: {} }).catch(() => log.note('engine:alert-not-acknowledged'))
  }
  const off = ledger.events.on('record:changed', ({ kind, id }) => {
    if (kind === 'alert') look(id)
  })
  const open = { states: ALERT_OPEN_STATES, sort: 'newest', offset: 0, limit: Number.MAX_SAFE_INTEGER } as const
  for (const archived of [false, true])
    for (const { id } of ledger.list({ kind: 'alert', archived, ...open }).records) look(id)
  return off
}

/** Whether it was sent, is not over, has this person among those it is for, and they have not said that they have it. */
function isDue({ ledger, membership }: NetworkRuntime, id: string): boolean {
  const found = ledger.get(id)
  if (found?.kind !== 'alert' || !membership.belongs) return false
  const { state, addressed, acks } = found.record as unknown as AlertView
  if (state === 'draft' || state === 'cancelled' || state === 'all-clear') return false
  const own = membership.person
  return addressed.includes(own) && !acks.some((one) => one.member === own && one.reachedAt !== null)
}
