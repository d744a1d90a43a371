import { execFileSync, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { BackupReader } from '../../../core/engine/backup/backup-reader.ts'
import { fillDisk } from '../../helpers/full-disk.ts'
import { BACKUP_PASSPHRASE } from '../../helpers/lab/backup-passphrase.ts'
import { HereProfile } from '../../helpers/lab/backup-lab.ts'
import { figure, inOrdeal } from '../../helpers/ordeal.ts'

const KILLS = inOrdeal(4, 150)
const LONGEST_MS = 60
const folder = mkdtempSync(path.join(tmpdir(), 'muster-backup-kill-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The number of the backup that stands under the name, read to its end. */
async function roundIn(file: string): Promise<number> {
  const { signal } = new AbortController()
  const reader = await BackupReader.open(file, { passphrase: BACKUP_PASSPHRASE, signal })
  let round = -1
  for await (const item of reader.items(signal)) if (item[0] === 'profile') round = item[1]
  await reader.close()
  return round
}

test('a process killed while it writes leaves no half backup under the name, and none that was written is lost', async () => {
  const file = path.join(folder, 'river.backup')
  let whole = 0
  let none = 0
  let halfBeside = 0
  let kill = 0
  // until one was killed in the middle of writing, at the least
  for (; kill < KILLS || (halfBeside === 0 && kill < 20 * KILLS); kill++) {
    if (kill % 5 === 0) rmSync(file, { force: true })
    const had = existsSync(file)
    const child = spawn(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      path.join(import.meta.dirname, 'backup-writer-process.ts'),
      file,
    ])
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += String(chunk)))
    const ended = new Promise((resolve) => child.once('close', resolve))
    await expect.poll(() => said, { interval: 5 }).toContain(`begun ${1 + (kill % 2)}`)
    await wait(randomInt(LONGEST_MS))
    child.kill('SIGKILL')
    await ended
    const written = Number(/written (\d+)\n(?![^]*written)/u.exec(said)?.[1] ?? 0)
    if (existsSync(file)) {
      const round = await roundIn(file)
      if (written > 0) expect([written, written + 1]).toContain(round)
      whole++
    } else {
      expect(had).toBe(false)
      expect(written).toBe(0)
      none++
    }
    const beside = readdirSync(folder).filter((name) => name.endsWith('.part'))
    halfBeside += beside.length
    for (const name of beside) rmSync(path.join(folder, name))
  }
  figure(
    'backup, kill -9 while writing',
    `${kill} kills: 0 half backups under the name (${whole} whole, ${none} none yet, ${halfBeside} halves beside it)`,
    '0 half',
  )
  expect(halfBeside).toBeGreaterThan(0)
}, 240_000)

const isRoot = process.platform === 'linux' && process.getuid?.() === 0
if (!isRoot) console.warn('\n!!! SKIPPED: a backup onto a full disk: needs root on Linux\n')

describe.runIf(isRoot)('a disk', () => {
  let ana: HereProfile
  const disk = mkdtempSync(path.join(tmpdir(), 'muster-backup-disk-'))
  beforeAll(async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk])
    ana = await HereProfile.open(path.join(folder, 'ana'))
    await ana.add(
      await ana.found('River Street'),
      Array.from({ length: 200 }, (_, n) => `House ${n}: ${'no power '.repeat(100)}`),
    )
  })
  afterAll(async () => {
    await ana.stop()
    execFileSync('umount', ['-l', disk])
    rmSync(disk, { recursive: true })
  })

  test('that fills up while a backup is written is named; the earlier backup stays, and nothing half is left', async () => {
    const file = path.join(disk, 'river.backup')
    await ana.backup(file)
    const before = readFileSync(file)
    const free = fillDisk(disk, 100_000)
    await expect(ana.backup(file)).rejects.toMatchObject({ code: 'documents/disk-full' })
    await expect(ana.backup(path.join(disk, 'other.backup'))).rejects.toMatchObject({ code: 'documents/disk-full' })
    expect(readdirSync(disk).toSorted()).toEqual(['ballast', 'river.backup'])
    expect(readFileSync(file).equals(before)).toBe(true)
    free()
    await ana.backup(file)
    expect(statSync(file).size).toBe(before.length)
  }, 60_000)

  test('that cannot be written to is named', async () => {
    execFileSync('mount', ['-o', 'remount,ro', disk])
    await expect(ana.backup(path.join(disk, 'river.backup'))).rejects.toMatchObject({
      code: 'documents/backup-unwritable',
    })
    execFileSync('mount', ['-o', 'remount,rw', disk])
  }, 60_000)
})
