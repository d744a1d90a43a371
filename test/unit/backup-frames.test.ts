import { expect, test } from 'vitest'

import { FRAME_BYTES, FrameWriter, readItems } from '../../core/engine/backup/format/frames.ts'
import { encodeItem, type Item } from '../../core/engine/backup/format/items.ts'

const key = new Uint8Array(32).fill(7)
const head = new Uint8Array([1, 2, 3])

/** The sealed frames of these items, in a row. */
async function sealed(items: readonly Item[]): Promise<{ bytes: Buffer; streamHeader: Uint8Array }> {
  const writer = new FrameWriter(key)
  writer.bindTo(head)
  const parts: Uint8Array[] = []
  const sink = async (bytes: Uint8Array): Promise<void> => void parts.push(bytes)
  for (const item of items) await writer.add(item, sink)
  await writer.end(sink)
  return { bytes: Buffer.concat(parts), streamHeader: writer.streamHeader }
}

async function opened(bytes: Uint8Array, streamHeader: Uint8Array): Promise<Item[]> {
  let at = 0
  const source = async (max: number): Promise<Uint8Array> => {
    const part = bytes.subarray(at, at + max)
    at += part.byteLength
    return part
  }
  const items: Item[] = []
  for await (const item of readItems(source, { key, streamHeader, head })) items.push(item)
  return items
}

/** An item that takes so many bytes in the frames, its length and all. */
function itemOf(bytes: number): Item {
  for (let plain = bytes - 30; ; plain++) {
    const item: Item = ['units', [new Uint8Array(plain).fill(9)]]
    if (4 + encodeItem(item).byteLength === bytes) return item
  }
}

test.each([1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 2 * FRAME_BYTES, 3 * FRAME_BYTES + 100])(
  'items of %i bytes come back as they were, and a byte behind them is refused',
  async (size) => {
    const items: Item[] = size < 100 ? [['profile', 1, null]] : [itemOf(size)]
    const { bytes, streamHeader } = await sealed(items)
    if (size >= 100) expect(bytes.length).toBe(size + 17 * Math.ceil(size / FRAME_BYTES))
    expect(await opened(bytes, streamHeader)).toEqual(items)
    for (const longer of [Buffer.concat([bytes, Buffer.of(0)]), Buffer.concat([bytes, bytes])])
      await expect(opened(longer, streamHeader)).rejects.toMatchObject({ code: 'documents/backup-damaged' })
    for (const cut of [bytes.length - 1, bytes.length - 17, Math.min(bytes.length - 1, FRAME_BYTES + 17), 0])
      await expect(opened(bytes.subarray(0, cut), streamHeader)).rejects.toMatchObject({
        code: 'documents/backup-damaged',
      })
  },
)

test('an item that claims to be larger than any is refused before it is read', async () => {
  const writer = new FrameWriter(key)
  writer.bindTo(head)
  const { bytes, streamHeader } = await sealed([['log', [new Uint8Array(1000)]]])
  expect(await opened(bytes, streamHeader)).toHaveLength(1)
  await expect(writer.add(['units', [new Uint8Array(2 << 20)]], async () => undefined)).rejects.toThrow('too large')
})
