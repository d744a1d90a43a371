import { AUTO_LOCK_MINUTES, type AutoLockMinutes, DEFAULT_AUTO_LOCK } from '../../bridge/contract/auto-lock.ts'
import { DEFAULT_QUIET_HOURS, QuietHours } from '../../bridge/contract/attention.ts'
import type { SealedStore } from '../../documents/store/sealed-store.ts'
import { decodeCbor, encodeCbor } from '../../shared/cbor.ts'
import { SETTINGS } from './network-rows.ts'

/** What the person at this laptop chose for the profile. It never leaves it. */
export interface Preferences {
  readonly autoLockMinutes: AutoLockMinutes
  readonly quietHours: QuietHours
  /** Whether calls make a sound. */
  readonly sound: boolean
  /** Whether the keys 1, 2, 3 alone answer a call. */
  readonly singleKeys: boolean
}

const ROW = {
  space: SETTINGS,
  group: new TextEncoder().encode('preferences'),
  item: new TextEncoder().encode('it'),
} as const

/** What was chosen last. Nothing there, a damaged row or one of another version: what holds by itself, never a failure. */
export function readPreferences(store: Pick<SealedStore, 'get'>): Preferences {
  const [minutes, quiet, sound, singleKeys] = storedRow(store)
  return {
    autoLockMinutes: AUTO_LOCK_MINUTES.find((one) => one === minutes) ?? DEFAULT_AUTO_LOCK,
    quietHours: readQuietHours(quiet),
    sound: sound !== false,
    singleKeys: singleKeys !== false,
  }
}

/** Durable when it returns. @throws MeshError `documents/disk-full`, `documents/read-only` */
export function savePreferences(store: Pick<SealedStore, 'batch' | 'commit'>, preferences: Preferences): void {
  const { autoLockMinutes, quietHours, sound, singleKeys } = preferences
  const batch = store.batch()
  batch.put(ROW, encodeCbor([2, autoLockMinutes, [quietHours.on, quietHours.from, quietHours.to], sound, singleKeys]))
  store.commit(batch)
}

/** The row as it stands, for a backup; undefined when nothing was chosen or it cannot be read. */
export function savedPreferences(store: Pick<SealedStore, 'get'>): Uint8Array | undefined {
  try {
    return store.get(ROW)
  } catch {
    return undefined
  }
}

/** Puts such a row back; what it says is judged by whoever reads it. */
export function restorePreferences(store: Pick<SealedStore, 'batch' | 'commit'>, row: Uint8Array): void {
  const batch = store.batch()
  batch.put(ROW, row)
  store.commit(batch)
}

function readQuietHours(value: unknown): QuietHours {
  const [on, from, to] = Array.isArray(value) && value.length === 3 ? (value as unknown[]) : []
  return QuietHours.safeParse({ on, from, to }).data ?? DEFAULT_QUIET_HOURS
}

/** Version 1 knew of the minutes alone. */
function storedRow(store: Pick<SealedStore, 'get'>): readonly unknown[] {
  try {
    const value = store.get(ROW)
    const row: unknown = value === undefined ? undefined : decodeCbor(value)
    if (!Array.isArray(row)) return []
    const known = (row[0] === 1 && row.length === 2) || (row[0] === 2 && row.length === 5)
    return known ? row.slice(1) : []
  } catch {
    return [] // a choice of minutes is not worth keeping somebody out of the profile
  }
}
