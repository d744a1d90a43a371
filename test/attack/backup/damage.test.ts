import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { BackupReader } from '../../../core/engine/backup/backup-reader.ts'
import { surveyBackup } from '../../../core/engine/backup/survey.ts'
import { decodeCbor, encodeCbor, type Cbor } from '../../../core/shared/cbor.ts'
import { MeshError } from '../../../core/shared/errors.ts'
import { headBytes, HereProfile, restoredAnew } from '../../helpers/lab/backup-lab.ts'
import { BACKUP_PASSPHRASE } from '../../helpers/lab/backup-passphrase.ts'
import { folderState } from '../../helpers/lab/folder-state.ts'
import { figure, inOrdeal } from '../../helpers/ordeal.ts'
import { seeded } from '../../helpers/seeded.ts'

const FLIPS = inOrdeal(500, 5_000)
const SEED = 4_417
const SEALED_FRAME = (64 << 10) + 17
const signal = new AbortController().signal
const folder = mkdtempSync(path.join(tmpdir(), 'muster-damage-'))
const file = path.join(folder, 'whole.backup')
const harmed = path.join(folder, 'harmed.backup')
let ana: HereProfile
let network: string
let whole: Buffer
let later: Buffer

beforeAll(async () => {
  ana = await HereProfile.open(path.join(folder, 'ana'))
  network = await ana.found('River Street')
  await ana.add(
    network,
    Array.from({ length: 300 }, (_, n) => `Tree across lane ${n} ${'and branches '.repeat(20)}`),
  )
  await ana.backup(file)
  whole = readFileSync(file)
  await ana.add(network, ['One more'])
  await ana.backup(path.join(folder, 'later.backup'))
  later = readFileSync(path.join(folder, 'later.backup'))
  expect(whole.length).toBeGreaterThan(3 * SEALED_FRAME)
}, 60_000)
afterAll(async () => {
  await ana.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** By what name a file of these bytes is refused; undefined when it is not. */
async function refusal(bytes: Uint8Array, passphrase = BACKUP_PASSPHRASE): Promise<string | undefined> {
  writeFileSync(harmed, bytes)
  let reader: BackupReader | undefined
  try {
    reader = await BackupReader.open(harmed, { passphrase, signal })
    await surveyBackup(reader, signal)
    return undefined
  } catch (error) {
    return error instanceof MeshError ? error.code : String(error)
  } finally {
    await reader?.close()
  }
}

/** The same for bytes behind the head, with the passphrase tried only once for all of them. */
async function refusalsBehindHead(all: Iterable<Uint8Array>): Promise<Map<string, number>> {
  const seen = new Map<string, number>()
  writeFileSync(harmed, whole)
  const reader = await BackupReader.open(harmed, { passphrase: BACKUP_PASSPHRASE, signal })
  try {
    for (const bytes of all) {
      writeFileSync(harmed, bytes) // the same file, which the reader has open
      const code = await surveyBackup(reader, signal).then(
        () => 'taken',
        (error: unknown) => (error instanceof MeshError ? error.code : String(error)),
      )
      seen.set(code, (seen.get(code) ?? 0) + 1)
    }
  } finally {
    await reader.close()
  }
  return seen
}

test('a backup with one byte another anywhere is refused by name', async () => {
  const random = seeded(SEED)
  const head = headBytes(whole)
  const flipped = (at: number): Buffer => Buffer.from(whole.with(at, whole[at]! ^ (1 << random(8))))
  const inHead = new Map<string, number>()
  for (let at = 0; at < head; at++) {
    const code = String(await refusal(flipped(at)))
    inHead.set(code, (inHead.get(code) ?? 0) + 1)
  }
  const places = Array.from({ length: FLIPS }, () => head + random(whole.length - head))
  const behind = await refusalsBehindHead(places.map(flipped))
  const named = ['documents/not-a-backup', 'documents/backup-damaged', 'documents/written-by-newer-version']
  expect([...inHead.keys()].filter((code) => !named.includes(code))).toEqual([])
  expect(behind).toEqual(new Map([['documents/backup-damaged', FLIPS]]))
  const told = [...inHead].map(([code, count]) => `${count} ${code}`).join(', ')
  figure(
    'backup, flipped bytes',
    `${FLIPS} behind the head and ${head} in it (${told}): 0 taken, seed ${SEED}`,
    '0 taken',
  )
}, 120_000)

test('a backup cut off anywhere, with frames left out, twice, in another order, or of another backup is refused', async () => {
  const head = headBytes(whole)
  const random = seeded(SEED + 1)
  const frames = (bytes: Buffer): Buffer[] => {
    const all: Buffer[] = []
    for (let at = headBytes(bytes); at < bytes.length; at += SEALED_FRAME)
      all.push(bytes.subarray(at, at + SEALED_FRAME))
    return all
  }
  const own = frames(whole)
  const others = frames(later)
  const together = (parts: readonly Buffer[]): Buffer => Buffer.concat([whole.subarray(0, head), ...parts])
  const cuts = [
    ...Array.from({ length: 60 }, () => head + random(whole.length - head - 1)),
    ...own.map((_, n) => head + n * SEALED_FRAME),
  ].map((at) => whole.subarray(0, at))
  const shuffled = own.flatMap((_, n) => [
    together(own.filter((__, at) => at !== n)), // left out
    together([...own.slice(0, n + 1), own[n]!, ...own.slice(n + 1)]), // twice
    together(
      own.map((frame, at) => own[at === n ? (n + 1) % own.length : at === (n + 1) % own.length ? n : at] ?? frame),
    ),
    together(own.map((frame, at) => (at === n ? others[n]! : frame))), // of another
    together([...own.slice(0, n), ...others.slice(n)]),
  ])
  const longer = [Buffer.concat([whole, Buffer.alloc(1)]), Buffer.concat([whole, own.at(-1)!])]
  const all = [...cuts, ...shuffled, ...longer]
  expect(await refusalsBehindHead(all)).toEqual(new Map([['documents/backup-damaged', all.length]]))
  figure('backup, cut or put together anew', `${all.length} ways, 0 taken`, '0 taken')
  for (const at of [0, 1, 15, 16, 60, head - 1]) {
    expect(await refusal(whole.subarray(0, at))).toMatch(/^documents\/(?:not-a-backup|backup-damaged)$/u)
  }
  // the head of one before the frames of the other
  const spliced = Buffer.concat([later.subarray(0, headBytes(later)), ...own])
  expect(await refusal(spliced)).toBe('documents/backup-damaged')
}, 120_000)

test('another passphrase, a newer version, another kind of file and no file have names of their own', async () => {
  expect(await refusal(whole, 'nine lamps over the bridgf')).toBe('documents/backup-passphrase')
  const fields = decodeCbor(whole.subarray(16, headBytes(whole))) as Cbor[]
  const newer = encodeCbor(fields.with(0, 2))
  expect(await refusal(Buffer.concat([whole.subarray(0, 14), Buffer.of(0, newer.length), newer]))).toBe(
    'documents/written-by-newer-version',
  )
  expect(await refusal(Buffer.from('Dear all, this is a letter.'))).toBe('documents/not-a-backup')
  expect(await refusal(Buffer.alloc(0))).toBe('documents/not-a-backup')
  const opened = async (name: string) =>
    await BackupReader.open(path.join(folder, name), { passphrase: BACKUP_PASSPHRASE, signal }).then(
      () => 'taken',
      (error: MeshError) => error.code,
    )
  expect(await opened('nothing.backup')).toBe('documents/backup-unreadable')
  expect(await opened('.')).toBe('documents/backup-unreadable')
}, 60_000)

test('what is refused changes nothing: no profile is begun, and not a byte of one that is there is another', async () => {
  const flipped = whole.with(whole.length - 40, whole[whole.length - 40]! ^ 1)
  writeFileSync(harmed, flipped)
  const anew = path.join(folder, 'anew')
  await expect(restoredAnew(anew, harmed)).rejects.toMatchObject({ code: 'documents/backup-damaged' })
  await expect(restoredAnew(anew, file, 'nine lamps over the bridgf')).rejects.toMatchObject({
    code: 'documents/backup-passphrase',
  })
  expect(Object.keys(folderState(anew)).filter((name) => !name.startsWith('lock'))).toEqual([])

  const otherDir = path.join(folder, 'other')
  const other = await HereProfile.open(otherDir)
  await other.found('Hill Road')
  await expect(other.restore(file)).rejects.toMatchObject({ code: 'documents/backup-of-others' })
  const before = folderState(otherDir)
  await expect(other.restore(file)).rejects.toMatchObject({ code: 'documents/backup-of-others' })
  await expect(other.restore(harmed)).rejects.toMatchObject({ code: 'documents/backup-damaged' })
  await expect(ana.restore(harmed)).rejects.toMatchObject({ code: 'documents/backup-damaged' })
  expect(folderState(otherDir)).toEqual(before)
  await other.stop()
}, 60_000)

test('nothing but a backup is ever replaced by one', async () => {
  const letter = path.join(folder, 'letter.txt')
  writeFileSync(letter, 'Dear all')
  await expect(ana.backup(letter)).rejects.toMatchObject({ code: 'documents/backup-unwritable' })
  expect(readFileSync(letter, 'utf8')).toBe('Dear all')
  mkdirSync(path.join(folder, 'place'))
  for (const wrong of [path.join(folder, 'place'), path.join(folder, 'missing/file.backup')]) {
    await expect(ana.backup(wrong)).rejects.toMatchObject({ code: 'documents/backup-unwritable' })
  }
  await expect(ana.backup('relative.backup')).rejects.toMatchObject({ code: 'domain/invalid-input' })
  await expect(ana.backup(path.join(folder, 'x.backup'), 'short')).rejects.toMatchObject({
    code: 'identity/passphrase-too-short',
  })
  const again = path.join(folder, 'again.backup')
  copyFileSync(file, again)
  await ana.backup(again)
  expect(readFileSync(again).equals(whole)).toBe(false)
}, 60_000)
