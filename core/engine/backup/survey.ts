import { MembershipLog } from '../../identity/log/membership-log.ts'
import { toHex } from '../../shared/bytes.ts'
import type { NetworkEntry } from '../profile/network-rows.ts'
import type { BackupReader } from './backup-reader.ts'
import { backupDamaged } from './format/head.ts'
import type { Item } from './format/items.ts'

/** What is known of a backup once it was read to its end, and nothing was changed yet. */
export interface BackupSurvey {
  /** Wall-clock milliseconds. */
  readonly madeAt: number
  readonly preferences: Uint8Array | undefined
  /** By network id, hex, in the order of the file. */
  readonly networks: ReadonlyMap<string, SurveyedNetwork>
  readonly records: number
}

export interface SurveyedNetwork {
  readonly entry: NetworkEntry
  /** The whole membership log, each record checked, ancestors first. */
  readonly log: readonly Uint8Array[]
}

/**
 * Reads a backup to its end: what is damaged is refused before anything is touched. Logs stand before what needs them.
 * @throws MeshError `documents/backup-damaged`, `documents/backup-unreadable`, `shared/aborted`
 */
export async function surveyBackup(reader: BackupReader, signal: AbortSignal): Promise<BackupSurvey> {
  const found = new Map<string, { entry: NetworkEntry; records: Uint8Array[] }>()
  let profile: Extract<Item, readonly ['profile', ...unknown[]]> | undefined
  let current: { entry: NetworkEntry; records: Uint8Array[] } | undefined
  let end: Extract<Item, readonly ['end', ...unknown[]]> | undefined
  let units = 0
  for await (const item of reader.items(signal)) {
    if ((profile === undefined) !== (item[0] === 'profile')) throw backupDamaged()
    if (item[0] === 'profile') profile = item
    else if (item[0] === 'end') end = item
    else if (item[0] === 'network') {
      current = { entry: entryOf(item), records: [] }
      if (found.has(toHex(item[1]))) throw backupDamaged()
      found.set(toHex(item[1]), current)
    } else if (current === undefined) throw backupDamaged()
    else if (item[0] === 'log') current.records.push(...item[1])
    else if (item[0] === 'units') units += item[1].length
  }
  if (profile === undefined || end === undefined || end[1] !== found.size || end[3] !== units) throw backupDamaged()
  const networks = new Map(
    Array.from(found, ([id, { entry, records }]) => [id, { entry, log: soundLog(entry, records) }]),
  )
  return { madeAt: profile[1], preferences: profile[2] ?? undefined, networks, records: end[2] }
}

function entryOf([, id, seed, state, as, name, kind, joinedAt]: Extract<
  Item,
  readonly ['network', ...unknown[]]
>): NetworkEntry {
  return { id, seed, state, as, name, kind, joinedAt }
}

function soundLog({ id }: NetworkEntry, records: readonly Uint8Array[]): readonly Uint8Array[] {
  const log = new MembershipLog(id)
  log.add(records)
  if (log.size === 0) throw backupDamaged()
  return log.records()
}
