import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { SealedStore } from '../../core/documents/store/sealed-store.ts'
import { SqliteStore } from '../../core/documents/store/sqlite-store.ts'
import { MemoryStore } from '../helpers/memory-store.ts'

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text))

describe('the SQLite file', () => {
  let folder: string
  let path: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'muster-store-'))
    path = join(folder, 'store.sqlite')
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const row = { space: 5, group: bytes('g'), item: bytes('i') }

  test('every file of it is readable by its owner only', async () => {
    const store = new SqliteStore({ path })
    await store.start()
    store.transaction((tx) => tx.put(row, bytes('flood')))
    for (const name of readdirSync(folder))
      expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600])
    await store.stop()
  })

  test('a file of a newer version is refused and left as it is, byte for byte', async () => {
    const newer = new DatabaseSync(path)
    newer.exec('PRAGMA journal_mode = WAL; CREATE TABLE other (x); PRAGMA user_version = 2')
    newer.close()
    const before = readFileSync(path)
    await expect(new SqliteStore({ path }).start()).rejects.toMatchObject({
      code: 'documents/written-by-newer-version',
    })
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(readdirSync(folder)).toEqual(['store.sqlite'])
  })

  test.each([
    ['garbage', () => writeFileSync(path, randomBytes(20_000))],
    ['a text', () => writeFileSync(path, 'SQLite')],
    ['a file cut off', () => truncateSync(path, 5000)],
    ['a page overwritten', () => writeFileSync(path, readFileSync(path).fill(0xee, 4096, 3 * 4096))],
  ])('%s is called damaged, not opened as an empty store', async (_, damage) => {
    const first = new SqliteStore({ path })
    await first.start()
    first.transaction((tx) => tx.put(row, randomBytes(30_000)))
    await first.stop()
    damage()
    const again = new SqliteStore({ path })
    const use = async () => {
      await again.start()
      return [...again.listSpace(5)]
    }
    await expect(use()).rejects.toMatchObject({ code: 'documents/corrupt' })
    await again.stop()
  })

  test('a folder that is not there is named unreadable', async () => {
    await expect(new SqliteStore({ path: join(folder, 'no', 'store.sqlite') }).start()).rejects.toMatchObject({
      code: 'documents/unreadable',
    })
  })

  test('a second opening is told that it is in use', async () => {
    const first = new SqliteStore({ path })
    await first.start()
    first.transaction((tx) => tx.put(row, bytes('flood')))
    await expect(new SqliteStore({ path }).start()).rejects.toMatchObject({ code: 'documents/busy' })
    await first.stop()
  })

  test('after deleting and scrubbing no byte of a row is left in any file', async () => {
    const store = new SqliteStore({ path })
    await store.start()
    const canary = bytes('harassment-on-the-bus-0042')
    for (let n = 0; n < 50; n++)
      store.transaction((tx) => tx.put({ ...row, item: randomBytes(16) }, Buffer.concat([canary, randomBytes(900)])))
    const holding = () =>
      readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(Buffer.from(canary)))
    expect(holding().length).toBeGreaterThan(0)
    store.transaction((tx) => tx.deleteGroup(5, row.group))
    store.scrub()
    expect(holding()).toEqual([])
    await store.stop()
  })
})

describe('the sealed store', () => {
  const master = randomBytes(32)
  const network = randomBytes(16)
  const owner = Buffer.concat([network, randomBytes(16)])
  let rows: MemoryStore
  let sealed: SealedStore
  const name = (item: string | number) => ({
    space: 6,
    group: owner,
    item: typeof item === 'number' ? item : bytes(item),
  })
  const put = (item: string | number, text: string, of?: Uint8Array) => {
    const batch = sealed.batch()
    batch.put(name(item), bytes(text), of)
    sealed.commit(batch)
  }
  beforeEach(async () => {
    rows = new MemoryStore()
    await rows.start()
    sealed = new SealedStore({ store: rows, masterKey: master, randomBytes, maxOpenKeys: 2 })
  })

  test('neither names nor values stand in the rows, and equal values look different', () => {
    put('state', 'a lost child')
    put('other', 'a lost child')
    const all = [...rows.listSpace(6)]
    for (const { group, item, value } of all) {
      expect([group.byteLength, item.byteLength]).toEqual([16, 16])
      expect(Buffer.from(value).includes('child') || Buffer.from(item).includes('state')).toBe(false)
      expect(Buffer.from(group).includes(Buffer.from(network))).toBe(false)
    }
    expect(Buffer.from(all[0]!.value).equals(all[1]!.value)).toBe(false)
  })

  test('numbered rows come back in the order of their numbers', () => {
    for (const number of [300, 2, 70_000, 255]) put(number, String(number), owner)
    expect(
      [...sealed.list(6, owner, owner)].map(({ number, value }) => [number, Buffer.from(value!).toString()]),
    ).toEqual([
      [2, '2'],
      [255, '255'],
      [300, '300'],
      [70_000, '70000'],
    ])
  })

  test('a row that was moved or changed is damaged, and the error names the space and nothing else', () => {
    put('state', 'heat wave', owner)
    put('record', 'flood', owner)
    const values = [...rows.listSpace(6)].map(({ value }) => value)
    rows.damage(6, ({ value }) => values.find((other) => other.length !== value.length))
    expect(() => sealed.get(name('state'), owner)).toThrow(
      expect.objectContaining({ code: 'documents/corrupt', details: { space: 6 } }),
    )
    put('state', 'heat wave', owner)
    for (const bit of [0, 30, 45]) {
      put('state', 'heat wave', owner)
      rows.damage(6, ({ value }) => value.with(bit, value[bit]! ^ 1))
      expect(() => sealed.get(name('state'), owner)).toThrow(expect.objectContaining({ code: 'documents/corrupt' }))
    }
  })

  test('another master key opens nothing', () => {
    put('state', 'flood', owner)
    const other = new SealedStore({ store: rows, masterKey: randomBytes(32), randomBytes })
    expect(other.get(name('state'), owner)).toBeUndefined()
    expect([...other.documents(network)]).toEqual([])
  })

  test('a document forgotten cannot be read, with copies of all its other rows', () => {
    put('state', 'flood', owner)
    expect(sealed.holds(owner)).toBe(true)
    const batch = sealed.batch()
    batch.forget(owner)
    sealed.commit(batch)
    expect(sealed.holds(owner)).toBe(false)
    expect(() => sealed.get(name('state'), owner)).toThrow(expect.objectContaining({ code: 'documents/corrupt' }))
  })

  test('a document keeps its key over many documents, a failed transaction and a reopening', () => {
    const owners = Array.from({ length: 5 }, () => Buffer.concat([network, randomBytes(16)]))
    for (const each of owners) put(1, 'first', each)
    const state = (each: Uint8Array, number: number) => {
      const batch = sealed.batch()
      batch.put({ space: 6, group: each, item: number }, bytes(`row ${number}`), each)
      sealed.commit(batch)
    }
    const late = Buffer.concat([network, randomBytes(16)])
    rows.failure = new Error('full') as never
    expect(() => state(late, 1)).toThrow('full')
    rows.failure = undefined
    state(late, 2)
    for (const each of owners) state(each, 3)
    const again = new SealedStore({ store: rows, masterKey: master, randomBytes })
    for (const each of [...owners, late]) {
      for (const { value } of again.list(6, each, each)) expect(value).toBeDefined()
    }
    expect([...again.documents(network)].map((id) => Buffer.from(id!).toString('hex')).toSorted()).toEqual(
      [...owners, late].map((each) => each.subarray(16).toString('hex')).toSorted(),
    )
  })

  test('two batches for one new document never leave two keys', () => {
    const first = sealed.batch()
    const second = sealed.batch()
    first.put(name('a'), bytes('a'), owner)
    second.put(name('b'), bytes('b'), owner)
    sealed.commit(first)
    expect(() => sealed.commit(second)).toThrow('meanwhile')
    expect(Buffer.from(sealed.get(name('a'), owner)!).toString()).toBe('a')
  })
})
