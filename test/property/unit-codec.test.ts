import { generateKeyPairSync, sign as signWith } from 'node:crypto'

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { KIND_BYTES, type UnitKind } from '../../core/documents/unit/kind-bytes.ts'
import { openUnit, readUnit, sealUnit, verifyUnit } from '../../core/documents/unit/unit.ts'
import { toHex } from '../../core/shared/bytes.ts'
import { MeshError } from '../../core/shared/errors.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const deviceKey = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url'))
const sign = (message: Uint8Array): Uint8Array => signWith(null, message, privateKey)
const id = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(toHex)

const unit = fc.record({
  network: id,
  epoch: id,
  document: id,
  session: id,
  sequence: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  group: fc.oneof(id, fc.constant('')),
  kind: fc.constantFrom(...(Object.keys(KIND_BYTES) as UnitKind[])),
  initialVersion: fc.integer({ min: 1, max: 65_535 }),
  firstChangeNumber: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  changes: fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 64 }),
})

test('whatever is sealed comes out the same, and the bytes are the only form of it', () => {
  const property = fc.property(unit, fc.uint8Array({ minLength: 32, maxLength: 32 }), (fields, unitKey) => {
    const sealed = sealUnit(fields, { unitKey, sign, randomBytes: (size) => new Uint8Array(size).fill(3) })
    const read = readUnit(sealed.bytes)
    verifyUnit(read, deviceKey)
    const content = openUnit(read, unitKey)
    expect({ ...read.header, ...content, changes: content.changes.map(toHex) }).toEqual({
      ...fields,
      changes: fields.changes.map(toHex),
    })
    expect(read.id).toBe(sealed.id)
  })
  fc.assert(property, { numRuns: 300 })
}, 180_000)

test('a unit with one bit turned anywhere is refused: by its form, its signature or its seal', () => {
  const property = fc.property(unit, fc.nat(), (fields, at) => {
    const unitKey = new Uint8Array(32).fill(5)
    const bytes = new Uint8Array(sealUnit(fields, { unitKey, sign, randomBytes: (size) => new Uint8Array(size) }).bytes)
    const bit = at % (bytes.byteLength * 8)
    bytes[bit >> 3]! ^= 1 << (bit & 7)
    expect(() => verifyUnit(readUnit(bytes), deviceKey)).toThrow(MeshError)
  })
  fc.assert(property, { numRuns: 2_000 })
}, 180_000)

test('reading is total: any bytes give a unit or a named error', () => {
  const property = fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
    expect(() => readUnit(bytes)).toThrow(MeshError)
  })
  fc.assert(property, { numRuns: 5_000 })
}, 180_000)
