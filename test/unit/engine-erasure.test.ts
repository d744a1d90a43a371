import { expect, test } from 'vitest'

import { Rung } from '../../core/engine/attention/rung.ts'
import { decodeCbor } from '../../core/shared/cbor.ts'
import { fromHex } from '../../core/shared/bytes.ts'
import { ReceiptBook } from '../../core/sync/receipt-book.ts'

const [ERASED, OTHER] = ['ab'.repeat(16), 'cd'.repeat(16)]

test('receipts name an erased record no more, and go on with the others', () => {
  const book = new ReceiptBook({ now: () => 5, revisionOf: () => 9 })
  for (const id of [ERASED, OTHER]) book.hold('ee'.repeat(32), fromHex(id), 9)
  book.forget(ERASED)
  expect(JSON.stringify(book.snapshot())).not.toContain(ERASED)
  expect(book.whoHas(fromHex(OTHER))).toHaveLength(1)
})

test('what rang is forgotten of an erased call, in memory and on the disk', () => {
  let saved: Uint8Array = new Uint8Array()
  const rows = { attention: () => undefined, saveAttention: (_: Uint8Array, bytes: Uint8Array) => (saved = bytes) }
  const rung = new Rung({ network: fromHex(ERASED), rows })
  const item = (id: string) => ({ id, what: 'alert', round: 0, level: 'full' }) as never
  for (const id of [ERASED, OTHER]) {
    rung.came(id, 5)
    rung.isNew(item(id))
  }
  rung.forget(ERASED)
  rung.save()
  expect(JSON.stringify(decodeCbor(saved))).not.toContain(ERASED)
  expect(JSON.stringify(decodeCbor(saved))).toContain(OTHER)
  expect(rung.isNew(item(OTHER))).toBe(false)
  rung.forget(ERASED)
  saved = new Uint8Array()
  rung.save()
  expect(saved.byteLength).toBe(0)
})
