import { expect, test } from 'vitest'

import type { StoreWriter } from '../../core/documents/ports.ts'
import { WatchedStore } from '../../core/documents/store/watched-store.ts'
import { Patience } from '../../core/engine/profile/patience.ts'
import { StorageCare } from '../../core/engine/profile/storage-care.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { RingLog } from '../../core/shared/log.ts'
import { FakeClock } from '../helpers/fake-clock.ts'
import { MemoryStore } from '../helpers/memory-store.ts'

const SECOND = 1_000
const KEY = { space: 1, group: new Uint8Array([1]), item: new Uint8Array([1]) }

/** A store on a disk that can be full. */
function setUp() {
  const disk = new MemoryStore()
  let trouble: MeshError | undefined
  const write = disk.transaction.bind(disk)
  disk.transaction = <T>(work: (tx: StoreWriter) => T): T => {
    if (trouble !== undefined) throw trouble
    return write(work)
  }
  const store = new WatchedStore(disk)
  const clock = new FakeClock()
  const told: (string | undefined)[] = []
  let tries = 0
  const put = (): void => store.transaction((tx) => tx.put(KEY, new Uint8Array([1])))
  const tryWriting = (): void => {
    tries++
    put()
  }
  const profile = { store, tryWriting } as unknown as ConstructorParameters<typeof StorageCare>[0]['profile']
  const log = new RingLog({ now: () => clock.now() })
  const care = new StorageCare({ profile, clock, log, onChange: (code) => told.push(code) })
  return {
    store,
    clock,
    care,
    told,
    put,
    tries: () => tries,
    fail: (code?: 'documents/disk-full' | 'documents/write-failed' | 'domain/too-large') =>
      (trouble = code && new MeshError(code, 'not written')),
  }
}

test('a disk that takes nothing is told once for each reason, tried every second, and told when it works again', async () => {
  const { store, clock, told, put, tries, fail } = setUp()
  await store.start()
  put()
  fail('documents/disk-full')
  for (let n = 0; n < 3; n++) expect(put).toThrow('not written')
  expect(told).toEqual(['documents/disk-full'])
  expect(store.failing).toBe('documents/disk-full')
  clock.advance(3 * SECOND)
  expect(tries()).toBe(3)
  fail('documents/write-failed')
  clock.advance(SECOND)
  expect(told).toEqual(['documents/disk-full', 'documents/write-failed'])
  fail()
  clock.advance(SECOND + 1)
  expect(told).toEqual(['documents/disk-full', 'documents/write-failed', undefined])
  expect(store.failing).toBeUndefined()
  clock.advance(10 * SECOND)
  expect(tries()).toBe(5)
})

test('what says nothing of the disk is no trouble of it: a record too large, a derived row that was taken unsynced', async () => {
  const { store, told, put, fail } = setUp()
  await store.start()
  fail('domain/too-large')
  expect(put).toThrow()
  expect(told).toEqual([])
  fail('documents/disk-full')
  expect(put).toThrow()
  fail()
  store.transaction((tx) => tx.put(KEY, new Uint8Array([2])), { derived: true })
  expect(store.failing).toBe('documents/disk-full')
})

test('what others send waits for the disk, is stored once, and is not waited for after the end', async () => {
  const { store, put, fail } = setUp()
  await store.start()
  const patience = new Patience(store)
  let stored = 0
  const store1 = (): Promise<string> =>
    patience.through(async () => {
      put()
      stored++
      return 'stored'
    })
  expect(await store1()).toBe('stored')
  fail('documents/disk-full')
  const waiting = store1()
  await Promise.resolve()
  fail()
  put() // somebody else could write
  expect(await waiting).toBe('stored')
  expect(stored).toBe(2)
  fail('documents/disk-full')
  const never = store1()
  patience.stop()
  await expect(never).rejects.toMatchObject({ code: 'documents/disk-full' })
  fail('domain/too-large')
  await expect(new Patience(store).through(async () => put())).rejects.toMatchObject({ code: 'domain/too-large' })
})
