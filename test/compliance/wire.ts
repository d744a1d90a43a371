import { randomBytes } from 'node:crypto'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { MAX_MESSAGE_BYTES } from '../../core/shared/wire.ts'
import type { Wire } from '../../core/shared/wire.ts'

/** Both ends of one wire. */
export interface WireRig {
  readonly mine: Wire
  readonly its: Wire
  dispose(): Promise<void>
}

/** What every Wire must do. Run it for libp2p streams and for the one in memory. */
export function complyAsWire(name: string, setUp: () => Promise<WireRig>): void {
  describe(`${name} complies as Wire`, () => {
    let rig: WireRig

    beforeEach(async () => {
      rig = await setUp()
    })
    afterEach(() => rig.dispose())

    test('messages of 1 byte to 1 MiB arrive whole, in order, both ways', async () => {
      const { mine, its } = rig
      const sizes = [1, 3, 190_000, 2, MAX_MESSAGE_BYTES, 65_535, 700]
      const messages = sizes.map((size) => new Uint8Array(randomBytes(size)))
      for (const [from, to] of [[mine, its] as const, [its, mine] as const]) {
        const sent = Promise.all(messages.map((message) => from.send(message)))
        for (const message of messages)
          expect(Buffer.compare((await to.receive()) ?? new Uint8Array(), message)).toBe(0)
        await sent
      }
    })

    test('an empty message and one over 1 MiB are refused before anything is sent', async () => {
      const { mine, its } = rig
      await expect(mine.send(new Uint8Array(0))).rejects.toMatchObject({ code: 'sync/message-too-large' })
      await expect(mine.send(new Uint8Array(MAX_MESSAGE_BYTES + 1))).rejects.toMatchObject({
        code: 'sync/message-too-large',
      })
      await mine.send(new Uint8Array([7]))
      expect(await its.receive()).toEqual(new Uint8Array([7]))
    })

    test('closing lets everything sent before arrive, then the other side reads the end', async () => {
      const { mine, its } = rig
      for (let number = 0; number < 20; number++) await mine.send(new Uint8Array(10_000).fill(number))
      await mine.close()
      await mine.close()
      for (let number = 0; number < 20; number++) expect((await its.receive())?.[0]).toBe(number)
      expect(await its.receive()).toBeUndefined()
      expect(await its.receive()).toBeUndefined()
      await expect(mine.send(new Uint8Array([1]))).rejects.toMatchObject({ code: 'network/peer-unreachable' })
    })

    test('the side that has read the end can still answer before it closes too', async () => {
      const { mine, its } = rig
      await mine.close()
      expect(await its.receive()).toBeUndefined()
      await its.send(new Uint8Array([9]))
      await its.close()
      expect(await mine.receive()).toEqual(new Uint8Array([9]))
      expect(await mine.receive()).toBeUndefined()
    })

    test('a broken-off wire fails on both sides at once', async () => {
      const { mine, its } = rig
      const waiting = its.receive().catch((error: unknown) => error)
      mine.abort()
      mine.abort()
      expect(await waiting).toMatchObject({ code: 'network/peer-unreachable' })
      await expect(mine.receive()).rejects.toMatchObject({ code: 'network/peer-unreachable' })
      await expect(mine.send(new Uint8Array([1]))).rejects.toMatchObject({ code: 'network/peer-unreachable' })
    })

    test('giving up a receive loses no message', async () => {
      const { mine, its } = rig
      const giveUp = new AbortController()
      const waiting = its.receive({ signal: giveUp.signal }).catch((error: unknown) => error)
      giveUp.abort()
      expect(await waiting).toMatchObject({ code: 'shared/aborted' })
      await mine.send(new Uint8Array([5]))
      expect(await its.receive()).toEqual(new Uint8Array([5]))
    })

    test('a reader who does not read holds the sender back, and gets everything later', async () => {
      const { mine, its } = rig
      const count = 40
      let sent = 0
      const sending = (async () => {
        for (; sent < count; sent++) await mine.send(new Uint8Array(500_000).fill(sent))
      })()
      await expect.poll(() => sent).toBeGreaterThan(1)
      let before = -1
      await expect
        .poll(
          () => {
            const still = sent === before
            before = sent
            return still
          },
          { interval: 150 },
        )
        .toBe(true)
      expect(sent).toBeLessThan(count)
      for (let number = 0; number < count; number++) expect((await its.receive())?.[0]).toBe(number)
      await sending
    })
  })
}
