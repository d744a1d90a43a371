import { AUTO_LOCK_MINUTES, type AutoLockMinutes, DEFAULT_AUTO_LOCK } from '../../bridge/contract/auto-lock.ts'
import type { SealedStore } from '../../documents/store/sealed-store.ts'
import { decodeCbor, encodeCbor } from '../../shared/cbor.ts'
import { SETTINGS } from './network-rows.ts'

/** What the person at this laptop chose for the profile. It never leaves it. */
export interface Preferences {
  readonly autoLockMinutes: AutoLockMinutes
}

const ROW = {
  space: SETTINGS,
  group: new TextEncoder().encode('preferences'),
  item: new TextEncoder().encode('it'),
} as const

/** What was chosen last. Nothing there, a damaged row or one of another version: what holds by itself, never a failure. */
export function readPreferences(store: Pick<SealedStore, 'get'>): Preferences {
  return { autoLockMinutes: AUTO_LOCK_MINUTES.find((one) => one === storedMinutes(store)) ?? DEFAULT_AUTO_LOCK }
}

/** Durable when it returns. @throws MeshError `documents/disk-full`, `documents/read-only` */
export function savePreferences(store: Pick<SealedStore, 'batch' | 'commit'>, { autoLockMinutes }: Preferences): void {
  const batch = store.batch()
  batch.put(ROW, encodeCbor([1, autoLockMinutes]))
  store.commit(batch)
}

function storedMinutes(store: Pick<SealedStore, 'get'>): unknown {
  try {
    const value = store.get(ROW)
    const row = value === undefined ? undefined : decodeCbor(value)
    return Array.isArray(row) && row.length === 2 && row[0] === 1 ? row[1] : undefined
  } catch {
    return undefined // a choice of minutes is not worth keeping somebody out of the profile
  }
}
