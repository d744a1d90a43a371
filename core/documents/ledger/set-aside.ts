import { toHex } from '../../shared/bytes.ts'
import { documentOfUnit, readUnit } from '../unit/unit.ts'

import type { Holdings } from './holdings.ts'
import type { Authority } from './ports.ts'
import { CUT_OFF } from './removals/cut-off-units.ts'
import type { SetAside } from './rows/quarantine.ts'
import type { KnownSession } from './rows/sessions.ts'

/**
 * Takes what a backup says of units that were taken out, and of sessions (ids, 16 bytes) that are frozen; after the units. Of
 * what is erased only the ids of units in quarantine are kept.
 */
export function keepSetAside(
  aside: readonly SetAside[],
  frozen: readonly Uint8Array[],
  { holdings, authority }: { readonly holdings: Holdings; readonly authority: Authority },
): void {
  const { quarantine, cutOff, sessions, store } = holdings
  const batch = store.batch()
  const done: (() => void)[] = []
  const signers = new Set<KnownSession>()
  for (const [order, one] of aside.entries()) {
    const { bytes, reason } = one
    const document = bytes && documentOfUnit(bytes)
    const isErased = document !== undefined && authority.isErased(document)
    if (reason !== CUT_OFF) done.push(quarantine.take(batch, isErased ? { ...one, bytes: undefined } : one))
    else if (bytes !== undefined && document !== undefined && !isErased) {
      done.push(cutOff.add(batch, { order, bytes }))
      // without its session's record nobody could tell any more whether it counts again
      const signer = sessions.get(readUnit(bytes).header.session)
      if (signer !== undefined) signers.add(signer)
    }
  }
  const found = frozen.flatMap((id) => sessions.get(toHex(id)) ?? []).filter((session) => !session.frozen)
  for (const session of signers) if (!session.stored) sessions.save(batch, session)
  for (const session of found) sessions.save(batch, session, true)
  store.commit(batch)
  for (const task of done) task()
  for (const session of signers) session.stored = true
  for (const session of found) Object.assign(session, { frozen: true, stored: true })
}
