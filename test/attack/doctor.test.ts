import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { MeshError } from '../../core/shared/errors.ts'
import { Canaries } from '../helpers/lab/canaries.ts'
import { HereProfile, PROFILE_PASSPHRASE } from '../helpers/lab/backup-lab.ts'
import { folderState } from '../helpers/lab/folder-state.ts'
import { Laptop } from '../helpers/lab/laptop.ts'
import { figure, inOrdeal } from '../helpers/ordeal.ts'
import { seeded } from '../helpers/seeded.ts'

const RECORDS = 150
const PAGE = 4_096
const folder = mkdtempSync(path.join(tmpdir(), 'muster-doctor-'))
const whole = path.join(folder, 'whole')
const canaries = new Canaries()
const word = canaries.word('what happened')
let network: string
let before: Map<string, unknown>

beforeAll(async () => {
  const ana = await HereProfile.open(whole)
  network = await ana.found(canaries.word('name of the network'))
  await ana.add(
    network,
    Array.from({ length: RECORDS }, (_, n) => `${word} ${n}, ${'sand bags needed '.repeat(n % 12)}`),
  )
  await ana.engine.unlocked.network(network).ledger.settled()
  before = new Map((await ana.incidents(network)).map((record) => [record.id, record]))
  await ana.stop()
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function copyOf(name: string, harm: (store: Buffer) => Uint8Array): string {
  const dir = path.join(folder, name)
  cpSync(whole, dir, { recursive: true })
  const file = path.join(dir, 'store.sqlite')
  writeFileSync(file, harm(readFileSync(file)))
  return dir
}

/** The spaces of keys and of units: all else of a record is made from them. */
const isTruth = (space: number): boolean => space === 4 || space === 5

function rowsOf(dir: string): { id: number; space: number }[] {
  const database = new DatabaseSync(path.join(dir, 'store.sqlite'))
  try {
    return database.prepare('SELECT rowid AS id, space FROM rows ORDER BY rowid').all() as never
  } finally {
    database.close()
  }
}

async function examine(dir: string) {
  const profile = await HereProfile.open(dir, { locked: true })
  try {
    return await profile.bridge.call('doctor:check', { passphrase: PROFILE_PASSPHRASE })
  } finally {
    await profile.stop()
  }
}

async function shown(dir: string): Promise<Map<string, unknown>> {
  const profile = await HereProfile.open(dir)
  try {
    return new Map((await profile.incidents(network)).map((record) => [record.id, record]))
  } finally {
    await profile.stop()
  }
}

test('a store with whole pages overwritten is made anew from what is left: nothing wrong is shown, and a second look finds it sound', async () => {
  let saved = 0
  let sound = 0
  let refused = 0
  const random = seeded(7_331)
  const rounds = inOrdeal(2, 30)
  for (let round = 0; round < rounds; round++) {
    const pages = 1 + (round % 3)
    const dir = copyOf(`pages ${round}`, (store) => {
      for (let n = 0; n < pages; n++) {
        const page = 3 + random(store.length / PAGE - 3)
        randomBytes(PAGE).copy(store, page * PAGE)
      }
      return store
    })
    const damaged = readFileSync(path.join(dir, 'store.sqlite'))
    const found = await examine(dir).catch((error: unknown) => nameOf(error))
    if (typeof found === 'string') {
      // the page with the keys of this laptop's networks: only a backup has those
      expect(found).toMatch(/^(?:identity\/profile-damaged|documents\/corrupt)$/u)
      refused++
      continue
    }
    expect(found.sound).toBe(false)
    const [vault, store] = found.files
    expect([vault!.state, store!.state]).toEqual(['sound', 'rebuilt'])
    expect(readFileSync(path.join(dir, store!.keptAs!)).equals(damaged)).toBe(true)
    const left = await shown(dir)
    for (const [id, record] of left) expect(record).toEqual(before.get(id))
    saved += left.size
    if ((await examine(dir)).sound) sound++
  }
  figure(
    'doctor, pages overwritten',
    `${rounds - refused} of ${rounds} profiles made anew, ${refused} refused by name; ${saved} of ${(rounds - refused) * RECORDS} records left, 0 wrong, ${sound} sound at the second look`,
    '0 wrong, all made anew sound afterwards',
  )
  expect(sound).toBe(rounds - refused)
  expect(refused).toBeLessThan(Math.max(1, rounds / 3))
  expect(saved).toBeGreaterThan(((rounds - refused) * RECORDS) / 2)
}, 120_000)

test.each([
  ['damaged', 'UPDATE rows SET value = zeroblob(length(value)) WHERE rowid = ?'],
  ['gone', 'DELETE FROM rows WHERE rowid = ?'],
])(
  'one row %s that is neither a key nor a unit: not one record is lost, and it is not called sound where one cannot be opened',
  async (how, harm) => {
    const truth = rowsOf(whole).filter(({ space }) => isTruth(space)).length
    let refused = 0
    let looked = 0
    for (const [space, rows] of Map.groupBy(rowsOf(whole), (row) => row.space)) {
      if (isTruth(space)) continue
      for (const { id } of rows.slice(0, inOrdeal(2, 60))) {
        const dir = copyOf(`row ${how} ${space} ${id}`, (store) => store)
        const database = new DatabaseSync(path.join(dir, 'store.sqlite'))
        database.prepare(harm).run(id)
        database.close()
        looked++
        const found = await examine(dir).catch((error: unknown) => nameOf(error))
        expect(rowsOf(dir).filter((row) => isTruth(row.space))).toHaveLength(truth)
        if (typeof found === 'string') {
          // the rows with the keys of this laptop's networks, and the first record of who belongs to one
          expect(found).toMatch(/^(?:identity\/profile-damaged|documents\/corrupt)$/u)
          expect([1, 2]).toContain(space)
          refused++
        } else if (found.networks.length > 0) {
          expect(found.networks).toMatchObject([{ fromOthers: 0 }])
          if ((await shown(dir)).size < RECORDS) expect(found.sound).toBe(false)
        }
      }
    }
    figure(`doctor, one row ${how}`, `${looked} rows, ${refused} refused by name, 0 records lost`, '0 lost')
  },
  300_000,
)

test('a sound profile is called sound, and not a byte of its store is another', async () => {
  const dir = copyOf('sound', (store) => store)
  expect(await examine(dir)).toMatchObject({ sound: true, networks: [{ records: RECORDS + 2, fromOthers: 0 }] })
  expect(readdirSync(dir).filter((name) => name.includes('damaged'))).toEqual([])
}, 60_000)

test('without a profile there is nothing to look at', async () => {
  await expect(examine(path.join(folder, 'nobody'))).rejects.toMatchObject({ code: 'identity/no-profile' })
})

test('a newer store is left untouched, and so is one of which nothing can be read', async () => {
  const newer = copyOf('newer', (store) => {
    store.writeUInt32BE(2, 60)
    randomBytes(PAGE).copy(store, PAGE * 10) // damaged as well: repairing is for those who know the form
    return store
  })
  const state = folderState(newer)
  await expect(examine(newer)).rejects.toMatchObject({ code: 'documents/written-by-newer-version' })
  expect(folderState(newer)).toEqual(state)
  const noise = copyOf('noise', (store) => randomBytes(store.length))
  const noiseState = folderState(noise)
  expect(await examine(noise)).toMatchObject({
    sound: false,
    files: [{ state: 'sound' }, { state: 'lost' }],
    networks: [],
  })
  expect(folderState(noise)).toEqual(noiseState)
}, 60_000)

describe('at the command line', () => {
  test('it tells what is wrong in plain words and by its exit code, and nothing of what is written', async () => {
    const dir = copyOf('told', (store) => {
      randomBytes(PAGE).copy(store, PAGE * 12)
      return store
    })
    const laptop = new Laptop({ name: 'told', profile: dir, passphrase: PROFILE_PASSPHRASE })
    const told = await laptop.run(['doctor'], { text: true })
    expect(told.code).toBe(1)
    expect(told.stdout).toContain('It was made anew from what could be read in it.')
    expect(told.stdout).not.toContain(word)
    const peer = await laptop.start(['--listen', '127.0.0.1:0', '--no-discovery'])
    expect(await laptop.run(['doctor'])).toMatchObject({ code: 0, json: { sound: true } })
    expect(await peer.stop()).toBe(0)
    const harmed = path.join(dir, 'vault')
    const vault = readFileSync(harmed)
    writeFileSync(harmed, vault.with(50, vault[50]! ^ 1))
    expect(await laptop.run(['doctor'])).toMatchObject({ code: 1, json: { sound: false, files: [{ state: 'lost' }] } })
  }, 90_000)
})

function nameOf(error: unknown): string {
  return error instanceof MeshError ? error.code : String(error)
}
