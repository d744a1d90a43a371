import { createHash, generateKeyPairSync, sign as signWith } from 'node:crypto'

import { describe, expect, test } from 'vitest'

import {
  creatorMatches,
  documentIdOf,
  memberDocumentId,
  networkDocumentId,
} from '../../core/documents/unit/document-id.ts'
import { KIND_BYTES } from '../../core/documents/unit/kind-bytes.ts'
import { seal, unitKeyOf } from '../../core/documents/unit/sealing.ts'
import { makeSession, readSession } from '../../core/documents/unit/session.ts'
import { openUnit, readUnit, sealUnit, verifyUnit, type Unit } from '../../core/documents/unit/unit.ts'
import { encodeCbor } from '../../core/shared/cbor.ts'
import { MeshError } from '../../core/shared/errors.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const deviceKey = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url'))
const sign = (message: Uint8Array): Uint8Array => signWith(null, message, privateKey)
let counter = 0
const randomBytes = (size: number): Uint8Array =>
  createHash('shake256', { outputLength: size }).update(`${counter++}`).digest()
const NETWORK = '11'.repeat(16)
const SESSION = '22'.repeat(16)
const unitKey = unitKeyOf(new Uint8Array(32).fill(7))

const fields = {
  network: NETWORK,
  epoch: '33'.repeat(16),
  document: documentIdOf({ network: NETWORK, session: SESSION, sequence: 5, kind: 'incident' }),
  session: SESSION,
  sequence: 5,
  group: '',
  kind: 'incident',
  initialVersion: 1,
  firstChangeNumber: 3,
  changes: [Uint8Array.of(1, 2, 3), Uint8Array.of(4)],
} as const

const sealed = (): Unit => sealUnit(fields, { unitKey, sign, randomBytes })

function codeOf(work: () => unknown): string {
  try {
    work()
    return 'nothing'
  } catch (error) {
    return error instanceof MeshError ? error.code : 'not a MeshError'
  }
}

describe('a signed unit', () => {
  test('comes back from its bytes with header, id, signature and content', () => {
    const unit = sealed()
    const read = readUnit(unit.bytes)
    verifyUnit(read, deviceKey)
    expect(read.id).toBe(unit.id)
    expect(read.header).toEqual({
      network: NETWORK,
      epoch: fields.epoch,
      document: fields.document,
      session: SESSION,
      sequence: 5,
      group: '',
    })
    const { kind, initialVersion, firstChangeNumber, changes } = openUnit(read, unitKey)
    expect({ kind, initialVersion, firstChangeNumber }).toEqual({
      kind: 'incident',
      initialVersion: 1,
      firstChangeNumber: 3,
    })
    expect(changes.map((change) => [...change])).toEqual([[1, 2, 3], [4]])
  })

  test('is refused as forged when another device signed it, and with another key it does not open', () => {
    const read = readUnit(sealed().bytes)
    expect(codeOf(() => verifyUnit(read, new Uint8Array(32).fill(9)))).toBe('documents/forged')
    expect(codeOf(() => verifyUnit(read, new Uint8Array(31)))).toBe('documents/forged')
    expect(codeOf(() => openUnit(read, unitKeyOf(new Uint8Array(32))))).toBe('documents/forged')
  })

  test('does not open under another header, which the seal is bound to', () => {
    const read = readUnit(sealed().bytes)
    const headerBytes = encodeCbor([
      1,
      ...[NETWORK, fields.epoch, fields.document, SESSION].map((hex) => Buffer.from(hex, 'hex')),
      6,
      new Uint8Array(0),
    ])
    expect(codeOf(() => openUnit({ ...read, headerBytes }, unitKey))).toBe('documents/forged')
  })

  test.each([
    ['an extra element', (header: unknown[]) => [...header, 1]],
    ['a missing element', (header: unknown[]) => header.slice(0, 6)],
    ['sequence 0', (header: unknown[]) => header.with(5, 0)],
    ['a negative sequence', (header: unknown[]) => header.with(5, -1)],
    ['a sequence that is a text', (header: unknown[]) => header.with(5, '5')],
    ['a session of 15 bytes', (header: unknown[]) => header.with(4, new Uint8Array(15))],
    ['a group of 8 bytes', (header: unknown[]) => header.with(6, new Uint8Array(8))],
    ['version 0', (header: unknown[]) => header.with(0, 0)],
  ])('with %s in the header is refused', (_, change) => {
    const ids = [NETWORK, fields.epoch, fields.document, SESSION].map((hex) => Buffer.from(hex, 'hex'))
    const header = encodeCbor(change([1, ...ids, 5, new Uint8Array(16)]) as never)
    expect(codeOf(() => readUnit(encodeCbor([header, new Uint8Array(60), new Uint8Array(64)])))).toBe(
      'sync/protocol-violation',
    )
  })

  test('of a newer version is named as such, in the header and in the body', () => {
    const ids = [NETWORK, fields.epoch, fields.document, SESSION].map((hex) => Buffer.from(hex, 'hex'))
    const header = encodeCbor([2, ...ids, 5, new Uint8Array(0)])
    expect(codeOf(() => readUnit(encodeCbor([header, new Uint8Array(60), new Uint8Array(64)])))).toBe(
      'documents/written-by-newer-version',
    )
    const unit = sealed()
    const withBody = (content: Uint8Array): Unit => ({
      ...unit,
      body: seal(content, unit.headerBytes, unitKey, randomBytes),
    })
    expect(codeOf(() => openUnit(withBody(encodeCbor([2, 4, 1, 1, [Uint8Array.of(1)]])), unitKey))).toBe(
      'documents/written-by-newer-version',
    )
    expect(codeOf(() => openUnit(withBody(encodeCbor([1, 99, 1, 1, [Uint8Array.of(1)]])), unitKey))).toBe(
      'documents/written-by-newer-version',
    )
  })

  test.each([
    ['no change', [1, 4, 1, 1, []]],
    ['65 changes', [1, 4, 1, 1, Array.from({ length: 65 }, () => Uint8Array.of(1))]],
    ['an empty change', [1, 4, 1, 1, [new Uint8Array(0)]]],
    ['first change number 0', [1, 4, 1, 0, [Uint8Array.of(1)]]],
    ['initial version 0', [1, 4, 0, 1, [Uint8Array.of(1)]]],
    ['kind 0', [1, 0, 1, 1, [Uint8Array.of(1)]]],
    ['an extra element', [1, 4, 1, 1, [Uint8Array.of(1)], 1]],
  ])('whose sealed content has %s is refused', (_, content) => {
    const unit = sealed()
    const body = seal(encodeCbor(content), unit.headerBytes, unitKey, randomBytes)
    expect(codeOf(() => openUnit({ ...unit, body }, unitKey))).toBe('sync/protocol-violation')
  })

  test('beyond 64 changes or 256 KiB is not made, and not read', () => {
    const many = { ...fields, changes: Array.from({ length: 65 }, () => Uint8Array.of(1)) }
    expect(codeOf(() => sealUnit(many, { unitKey, sign, randomBytes }))).toBe('domain/too-large')
    const large = { ...fields, changes: [new Uint8Array(256 * 1024)] }
    expect(codeOf(() => sealUnit(large, { unitKey, sign, randomBytes }))).toBe('domain/too-large')
    expect(codeOf(() => readUnit(new Uint8Array(256 * 1024 + 1)))).toBe('sync/protocol-violation')
  })

  test('written with an integer as a float is refused: one value has one encoding', () => {
    const { headerBytes, body, signature } = sealed()
    const float = Uint8Array.of(...headerBytes.subarray(0, -2), 0xf9, 0x45, 0x00, 0x40) // 5.0 as a half
    expect(codeOf(() => readUnit(encodeCbor([float, body, signature])))).toBe('sync/protocol-violation')
  })

  test('names the same things by the same bytes for ever', () => {
    expect(KIND_BYTES).toEqual({
      network: 1,
      member: 2,
      contact: 3,
      incident: 4,
      alert: 5,
      plan: 6,
      proposal: 7,
      note: 8,
    })
    expect([fields.document, networkDocumentId(NETWORK), memberDocumentId(NETWORK, SESSION)]).toMatchInlineSnapshot(`
      [
        "c2bcbee3befe7477e798f26788535edd",
        "0b1647b2ce9a3ce4fb091c55cbbeabea",
        "8f2c6fb2dff1678c862f71710693c70d",
      ]
    `)
  })
})

describe('who created a document', () => {
  test('follows from the id of the unit that did, and from no other', () => {
    const { header } = readUnit(sealed().bytes)
    expect(creatorMatches(header, 'incident')).toBe(true)
    expect(creatorMatches(header, 'contact')).toBe(false)
    expect(creatorMatches({ ...header, sequence: 6 }, 'incident')).toBe(false)
    expect(creatorMatches({ ...header, session: NETWORK }, 'incident')).toBe(false)
    expect(creatorMatches({ ...header, network: SESSION }, 'incident')).toBe(false)
    expect(creatorMatches({ ...header, document: networkDocumentId(NETWORK) }, 'network')).toBe(true)
    expect(creatorMatches(header, 'member')).toBe(false)
  })
})

describe('a session record', () => {
  const session = makeSession({ network: NETWORK, deviceKey, started: 1_790_000_000_000 }, { sign, randomBytes })

  test('proves its own id and device', () => {
    expect(readSession(session.bytes)).toEqual({ ...session, deviceKey: expect.anything() })
    expect([...readSession(session.bytes).deviceKey]).toEqual([...deviceKey])
  })

  test('is fresh each time, on the same device at the same time', () => {
    const other = makeSession({ network: NETWORK, deviceKey, started: 1_790_000_000_000 }, { sign, randomBytes })
    expect(other.id).not.toBe(session.id)
  })

  test('with any bit turned is refused with one of two codes', () => {
    for (let bit = 0; bit < session.bytes.byteLength * 8; bit++) {
      const bytes = new Uint8Array(session.bytes)
      bytes[bit >> 3]! ^= 1 << (bit & 7)
      expect(['sync/protocol-violation', 'documents/forged']).toContain(codeOf(() => readSession(bytes)))
    }
  })

  test('that is long, short or of another kind is refused', () => {
    const signed = encodeCbor(['muster/unit/1', Buffer.from(NETWORK, 'hex'), deviceKey, new Uint8Array(16), 1])
    expect(codeOf(() => readSession(encodeCbor([signed, sign(signed)])))).toBe('sync/protocol-violation')
    expect(codeOf(() => readSession(new Uint8Array(513)))).toBe('sync/protocol-violation')
    expect(codeOf(() => readSession(new Uint8Array(0)))).toBe('sync/protocol-violation')
  })
})
