import type { Log } from '../../shared/log.ts'
import { eraseRecords } from '../erasure/erase-records.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { findDue } from './due-records.ts'
import { holdsOf } from './holds.ts'
import { type NoticeRows, Notices } from './notices.ts'
import { RetentionCarrier } from './retention-carrier.ts'

/** The carrier of one network, tied to its records, members and clock. */
export function openRetention(
  runtime: NetworkRuntime,
  { rows, log }: { readonly rows: NoticeRows; readonly log: Log },
): RetentionCarrier {
  const { clock, ledger, membership } = runtime
  const notices = new Notices({ network: membership.networkId, rows })
  return new RetentionCarrier({
    clock,
    crew: membership,
    connected: () => runtime.personsHere(),
    isTimeSure: () => clock.isShared || membership.present().every(({ person }) => person === membership.person),
    due: async (asked) => {
      const { settings } = runtime
      if (settings === undefined) return []
      const held = holdsOf(runtime)
      return (await findDue(ledger, { settings, ...asked })).filter(({ id }) => !held.has(id))
    },
    note: (ids, now) => notices.note(ids, { own: clock.own, network: now }),
    erase: (ids) => eraseRecords(runtime, ids),
    log,
  })
}
