import { setImmediate as nextTurn } from 'node:timers/promises'

import { toHex } from '../../shared/bytes.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { savedPreferences } from '../profile/preferences.ts'
import type { Unlocked } from '../unlocked.ts'
import { GATHERED_BYTES, type Item } from './format/items.ts'

/** Rows of a network that are taken along as they stand: addresses, what rang. */
const KEPT_ROWS = [9, 11] as const

/** What was put into a backup. */
export interface BackupCounts {
  networks: number
  records: number
}

/**
 * All that the profile holds and nobody can make anew, record by record; what is derived is left out. `counts` is kept
 * up to date with what was given. Others go on meanwhile: what comes later is not, or only partly, in it.
 */
export async function* backupItems(unlocked: Unlocked, counts: BackupCounts): AsyncGenerator<Item> {
  const { profile, parts } = unlocked
  let units = 0
  yield ['profile', parts.clock.now(), savedPreferences(profile.sealed) ?? null]
  for (const runtime of unlocked.networks()) {
    const { id, seed, as, name, kind, joinedAt } = runtime.entry
    yield ['network', id, seed, runtime.entry.state, as, name, kind, joinedAt]
    counts.networks++
    yield* logItems(runtime, new Set())
    const written = new Set(runtime.membership.log.ids().map(toHex))
    for (const space of KEPT_ROWS) {
      const row = profile.rows.keptRow(space, id)
      if (row !== undefined) yield ['row', space, row]
    }
    for await (const item of documentItems(runtime, counts)) {
      if (item[0] === 'units') units += item[1].length
      yield item
    }
    // units that came meanwhile may be sealed by a key that came with them
    yield* logItems(runtime, written)
  }
  yield ['end', counts.networks, counts.records, units]
}

function* logItems({ membership: { log } }: NetworkRuntime, without: ReadonlySet<string>): Generator<Item> {
  const ids = log.ids().filter((id) => !without.has(toHex(id)))
  yield* gathered('log', log.records(ids))
}

async function* documentItems({ ledger }: NetworkRuntime, counts: BackupCounts): AsyncGenerator<Item> {
  const told = new Set<string>()
  function* sessionItem(session: Uint8Array): Generator<Item> {
    const id = toHex(session)
    const record = told.has(id) ? undefined : ledger.sessionRecordOf(session)
    if (record !== undefined) yield ['session', record, ledger.isFrozen(session)]
    told.add(id)
  }
  for (const { document } of ledger.items()) {
    const units: Uint8Array[] = []
    for (const { bytes, session } of ledger.unitsBeyond(document, [])) {
      yield* sessionItem(session)
      units.push(bytes)
    }
    if (units.length > 0) counts.records++
    yield* gathered('units', units)
    await nextTurn()
  }
  for (const { unit, reason, bytes, session } of ledger.setAside()) {
    if (session !== undefined) yield* sessionItem(session)
    yield ['aside', unit, reason, bytes ?? null]
  }
}

function* gathered(name: 'log' | 'units', all: readonly Uint8Array[]): Generator<Item> {
  let part: Uint8Array[] = []
  let size = 0
  for (const bytes of all) {
    if (part.length === 1000 || (part.length > 0 && size + bytes.byteLength > GATHERED_BYTES)) {
      yield [name, part]
      part = []
      size = 0
    }
    part.push(bytes)
    size += bytes.byteLength
  }
  if (part.length > 0) yield [name, part]
}
