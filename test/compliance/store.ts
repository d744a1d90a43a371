import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Store, StoreWriter } from '../../core/documents/ports.ts'

export interface StoreRig {
  readonly store: Store
  /** Another opening of the same rows; the first is stopped then. */
  readonly reopen: () => Store
  readonly dispose: () => Promise<void>
}

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const at = (space: number, group: number, item: number) => ({ space, group: bytes(group), item: bytes(item) })

/** What every Store must do. Run it for SQLite and for the store in memory. */
export function complyAsStore(name: string, setUp: () => Promise<StoreRig>): void {
  describe(`${name} complies as Store`, () => {
    let rig: StoreRig
    const write = (work: (tx: StoreWriter) => void) => rig.store.transaction(work)

    beforeEach(async () => {
      rig = await setUp()
      await rig.store.start()
    })
    afterEach(async () => {
      await rig.store.stop()
      await rig.dispose()
    })

    it('gives back what was put, and the newest value of a place', () => {
      write((tx) => tx.put(at(5, 1, 1), bytes(7)))
      write((tx) => tx.put(at(5, 1, 1), bytes(8, 9)))
      expect(rig.store.get(at(5, 1, 1))).toEqual(bytes(8, 9))
      expect(rig.store.get(at(5, 1, 2))).toBeUndefined()
      expect(rig.store.get(at(6, 1, 1))).toBeUndefined()
    })

    it('keeps empty values and does not share memory with the caller', () => {
      const value = bytes(1, 2)
      write((tx) => {
        tx.put(at(1, 0, 0), new Uint8Array(0))
        tx.put(at(1, 0, 1), value)
      })
      value[0] = 99
      expect(rig.store.get(at(1, 0, 0))).toEqual(new Uint8Array(0))
      expect(rig.store.get(at(1, 0, 1))).toEqual(bytes(1, 2))
    })

    it('lists a group in the order of item bytes, and nothing else', () => {
      write((tx) => {
        for (const item of [200, 3, 127, 128]) tx.put(at(5, 1, item), bytes(item))
        tx.put({ space: 5, group: bytes(1), item: bytes(3, 0) }, bytes(0))
        tx.put(at(5, 2, 1), bytes(1))
        tx.put(at(6, 1, 1), bytes(1))
      })
      expect([...rig.store.list(5, bytes(1))].map(({ item }) => [...item])).toEqual([[3], [3, 0], [127], [128], [200]])
      expect([...rig.store.list(5, bytes(9))]).toEqual([])
    })

    it('lists long groups and whole spaces completely', () => {
      write((tx) => {
        for (let n = 0; n < 600; n++)
          tx.put({ space: 5, group: bytes(n % 3), item: bytes(n >> 8, n & 255) }, bytes(n & 255))
      })
      expect([...rig.store.list(5, bytes(1))]).toHaveLength(200)
      const all = [...rig.store.listSpace(5)].map(({ group, item }) => group[0]! * 65_536 + item[0]! * 256 + item[1]!)
      expect(all).toHaveLength(600)
      expect(all).toEqual(all.toSorted((a, b) => a - b))
    })

    it('can be written to while a list is being read', () => {
      write((tx) => {
        for (let item = 0; item < 200; item++) tx.put(at(5, 1, item), bytes(item))
      })
      let seen = 0
      for (const { item } of rig.store.list(5, bytes(1))) {
        seen++
        write((tx) => tx.put({ space: 7, group: bytes(1), item }, bytes(1)))
        expect([...rig.store.list(7, bytes(1))]).toHaveLength(seen)
      }
      expect(seen).toBe(200)
    })

    it('deletes one row or a group', () => {
      write((tx) => {
        for (const item of [1, 2, 3]) tx.put(at(5, 1, item), bytes(item))
        tx.put(at(5, 2, 1), bytes(1))
      })
      write((tx) => tx.delete(at(5, 1, 2)))
      expect([...rig.store.list(5, bytes(1))]).toHaveLength(2)
      write((tx) => tx.deleteGroup(5, bytes(1)))
      expect([...rig.store.list(5, bytes(1))]).toEqual([])
      expect(rig.store.get(at(5, 2, 1))).toEqual(bytes(1))
    })

    it('leaves everything as it was when the work throws, and passes the error on', () => {
      write((tx) => tx.put(at(5, 1, 1), bytes(1)))
      const mistake = new Error('a mistake of the caller')
      expect(() =>
        write((tx) => {
          tx.put(at(5, 1, 1), bytes(2))
          tx.deleteGroup(5, bytes(1))
          throw mistake
        }),
      ).toThrow(mistake)
      expect(rig.store.get(at(5, 1, 1))).toEqual(bytes(1))
      write((tx) => tx.put(at(5, 1, 2), bytes(3)))
      expect(rig.store.get(at(5, 1, 2))).toEqual(bytes(3))
    })

    it('returns what the work returns', () => {
      expect(rig.store.transaction(() => 42)).toBe(42)
    })

    it('has everything after a reopening', async () => {
      write((tx) => tx.put(at(5, 1, 1), bytes(1)))
      rig.store.scrub()
      await rig.store.stop()
      const again = rig.reopen()
      await again.start()
      await again.start()
      expect(again.get(at(5, 1, 1))).toEqual(bytes(1))
      await again.stop()
      await again.stop()
    })

    it('answers with a named code when it is not open', async () => {
      await rig.store.stop()
      expect(() => rig.store.get(at(5, 1, 1))).toThrow(expect.objectContaining({ code: 'documents/unreadable' }))
      expect(() => write(() => undefined)).toThrow(expect.objectContaining({ code: 'documents/unreadable' }))
    })
  })
}
