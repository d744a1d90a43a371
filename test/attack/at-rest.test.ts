import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { decodeCbor, encodeCbor, type Cbor } from '../../core/shared/cbor.ts'
import { fillDisk } from '../helpers/full-disk.ts'
import { folderState } from '../helpers/lab/folder-state.ts'
import { Laptop } from '../helpers/lab/laptop.ts'
import { expectRefusal } from '../helpers/lab/refusals.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'muster-rest-'))
const ana = new Laptop({ name: 'ana', profile: path.join(folder, 'whole') })
const other = new Laptop({ name: 'other', profile: path.join(folder, 'other') })
const titles = ['Lost child at the market', 'Tree across the bus lane', 'Water in the cellar']

beforeAll(async () => {
  for (const laptop of [ana, other]) await laptop.ask('network', 'create', 'River Street', '--as', 'Ana')
  for (const what of titles) await ana.ask('incident', 'add', '--what', what)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A copy of the whole profile, as somebody had it in hands. */
function copyOf(name: string, harm: (profile: string) => void): Laptop {
  const profile = path.join(folder, name)
  cpSync(ana.profile, profile, { recursive: true })
  harm(profile)
  return new Laptop({ name, profile })
}

/** Refused by that name, and not a byte of the profile is another. */
async function refusedUntouched(laptop: Laptop, code: string, command = ['incident', 'list']): Promise<void> {
  const before = folderState(laptop.profile)
  expectRefusal(await laptop.run(command), code)
  expect(folderState(laptop.profile)).toEqual(before)
}

const START = ['start', '--listen', '127.0.0.1:0']

async function listed(laptop: Laptop): Promise<string[]> {
  const { records } = await laptop.ask('incident', 'list')
  return records.map(({ what }: { what: string }) => what).toSorted()
}

describe('a vault', () => {
  const inVault = (change: (bytes: Buffer) => Uint8Array) => (profile: string) => {
    const file = path.join(profile, 'vault')
    writeFileSync(file, change(readFileSync(file)))
  }

  test.each([
    ['of random bytes', () => randomBytes(150)],
    ['that is empty', () => new Uint8Array(0)],
    ['cut in half', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['with one bit the other way', (bytes: Buffer) => bytes.with(90, bytes[90]! ^ 4)],
    ['that wants all memory', (bytes: Buffer) => changedVault(bytes, 3, 2 ** 40)],
  ])(
    '%s is called damaged, and left as it is',
    async (name, change) => {
      await refusedUntouched(copyOf(`vault ${name}`, inVault(change)), 'identity/profile-damaged')
    },
    60_000,
  )

  test('of a newer version is left as it is', async () => {
    const newer = (bytes: Buffer): Uint8Array => changedVault(bytes, 0, 2)
    const laptop = copyOf('newer vault', inVault(newer))
    for (const command of [['incident', 'list'], START])
      await refusedUntouched(laptop, 'identity/written-by-newer-version', command)
  }, 60_000)

  test('that is gone while the records are there is missed, not made anew', async () => {
    const laptop = copyOf('no vault', (profile) => rmSync(path.join(profile, 'vault')))
    for (const command of [['incident', 'list'], START])
      await refusedUntouched(laptop, 'identity/profile-damaged', command)
    cpSync(path.join(ana.profile, 'vault'), path.join(laptop.profile, 'vault'))
    expect(await listed(laptop)).toEqual(titles)
  }, 60_000)
})

describe('a store', () => {
  const store = (profile: string): string => path.join(profile, 'store.sqlite')

  test.each([
    ['of random bytes', (file: string) => writeFileSync(file, randomBytes(40_000)), 'documents/corrupt'],
    ['cut in the middle', (file: string) => truncateSync(file, readFileSync(file).length / 2), 'documents/corrupt'],
    ['with its head overwritten', (file: string) => overwrite(file, 0, 4_096), 'documents/corrupt'],
    [
      'of another profile',
      (file: string) => cpSync(path.join(other.profile, 'store.sqlite'), file),
      'documents/corrupt',
    ],
    ['of a newer version', (file: string) => setVersion(file, 2), 'documents/written-by-newer-version'],
  ])(
    '%s is named, and left as it is',
    async (name, harm, code) => {
      await refusedUntouched(
        copyOf(`store ${name}`, (profile) => harm(store(profile))),
        code,
      )
    },
    60_000,
  )

  test('that is gone while the vault is there is missed, not begun anew', async () => {
    const laptop = copyOf('store gone', (profile) => rmSync(store(profile)))
    for (const command of [['incident', 'list'], START])
      await refusedUntouched(laptop, 'identity/profile-damaged', command)
    cpSync(store(ana.profile), store(laptop.profile))
    expect(await listed(laptop)).toEqual(titles)
  }, 60_000)

  test('that is empty while the vault is there is missed, however often it is asked', async () => {
    const laptop = copyOf('store empty', (profile) => writeFileSync(store(profile), ''))
    for (const command of [['incident', 'list'], START, ['incident', 'list']])
      expectRefusal(await laptop.run(command), 'identity/profile-damaged')
    cpSync(store(ana.profile), store(laptop.profile))
    expect(await listed(laptop)).toEqual(titles)
  }, 60_000)

  test('whose rows were overwritten here and there shows what was written or names what happened', async () => {
    for (let round = 0; round < 4; round++) {
      const laptop = copyOf(`store ${round}`, (profile) => overwrite(store(profile), 4_096 * (2 + 3 * round), 200))
      const answer = await laptop.run(['incident', 'list'])
      if (answer.code === 0) {
        for (const { what } of answer.json.records) expect(titles).toContain(what)
      } else expectRefusal(answer, answer.json.error.code)
      expect(answer.json.error?.code ?? 'documents/corrupt').toMatch(
        /^documents\/corrupt$|^identity\/unknown-network$/u,
      )
    }
  }, 60_000)
})

test('leftovers of a crash in the folder are in nobody’s way', async () => {
  const laptop = copyOf('leftovers', (profile) => {
    for (const name of ['control.sock', 'vault.new', 'lock.sqlite-journal'])
      writeFileSync(path.join(profile, name), randomBytes(99))
  })
  expect(await listed(laptop)).toEqual(titles)
  const peer = await laptop.start(['--listen', '127.0.0.1:0', '--no-discovery'])
  expect(await listed(laptop)).toEqual(titles)
  expect(await peer.stop()).toBe(0)
}, 60_000)

const isRoot = process.platform === 'linux' && process.getuid?.() === 0
if (!isRoot) console.warn('\n!!! SKIPPED: full and read-only disks under the command line: needs root on Linux\n')

describe.runIf(isRoot)('a disk', () => {
  const mounted: string[] = []
  const mount = (name: string, size: string): string => {
    const at = path.join(folder, name)
    mkdirSync(at)
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', at])
    mounted.push(at)
    return at
  }
  afterAll(() => {
    for (const at of mounted) execFileSync('umount', ['-l', at])
  })

  test('that is full: adding says so, what was there stays, and with room again it goes on', async () => {
    const disk = mount('full', '8m')
    const laptop = copyOf('full/profile', () => undefined)
    const many = path.join(folder, 'many.json')
    const records = Array.from({ length: 500 }, (_, n) => ({ what: `House ${n}: ${'no power '.repeat(200)}` }))
    writeFileSync(many, JSON.stringify(records))
    const peer = await laptop.start(['--listen', '127.0.0.1:0', '--no-discovery'])
    const free = fillDisk(disk)
    expectRefusal(await laptop.run(['incident', 'add', '--from', many]), 'documents/disk-full')
    expect(await listed(laptop)).toEqual(titles)
    free()
    await laptop.ask('incident', 'add', '--what', 'Room again')
    expect(await listed(laptop)).toEqual([
      'Lost child at the market',
      'Room again',
      'Tree across the bus lane',
      'Water in the cellar',
    ])
    expect(await peer.stop()).toBe(0)
    // the same without a running Muster, and the passphrase cannot be changed halfway
    const freeAgain = fillDisk(disk)
    expectRefusal(await laptop.run(['incident', 'add', '--from', many]), 'documents/disk-full')
    const change = await laptop.run(['passphrase', 'change'], {
      env: { MUSTER_NEW_PASSPHRASE: 'another one altogether' },
    })
    expectRefusal(change, 'documents/disk-full')
    expect((await listed(laptop)).length).toBe(4)
    freeAgain()
    expect((await listed(laptop)).length).toBe(4)
  }, 120_000)

  test('that is full before there is a profile: nothing is left that is called damaged later', async () => {
    const disk = mount('none', '64k')
    const free = fillDisk(disk)
    const laptop = new Laptop({ name: 'none', profile: path.join(disk, 'profile') })
    expectRefusal(await laptop.run(['network', 'list']), 'documents/disk-full')
    free()
    execFileSync('mount', ['-o', 'remount,size=8m', disk])
    expect(await laptop.ask('network', 'list')).toEqual([])
  }, 60_000)

  test('that cannot be written to is named, and not a byte on it changes', async () => {
    const disk = mount('read-only', '8m')
    const laptop = copyOf('read-only/profile', () => undefined)
    execFileSync('mount', ['-o', 'remount,ro', disk])
    await refusedUntouched(laptop, 'documents/read-only', START)
    expectRefusal(await laptop.run(['incident', 'add', '--what', 'Nothing']), 'documents/read-only')
    execFileSync('mount', ['-o', 'remount,rw', disk])
    expect(await listed(laptop)).toEqual(titles)
  }, 60_000)
})

/** A vault with one field another and, as an attacker can, its check made again. */
function changedVault(bytes: Buffer, at: number, value: Cbor): Uint8Array {
  return encodeCbor((decodeCbor(bytes) as Cbor[]).with(at, value))
}

function overwrite(file: string, from: number, count: number): void {
  const bytes = readFileSync(file)
  randomBytes(count).copy(bytes, from)
  writeFileSync(file, bytes)
}

function setVersion(file: string, version: number): void {
  const database = new DatabaseSync(file)
  database.exec(`PRAGMA user_version = ${version}`)
  database.close()
}
