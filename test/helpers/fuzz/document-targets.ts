import { randomBytes } from 'node:crypto'

import { deflateRawSync } from 'node:zlib'

import { decodeItem, encodeItem } from '../../../core/engine/backup/format/items.ts'
import { decodeHead, encodeHead, readPrefix, prefixed } from '../../../core/engine/backup/format/head.ts'
import { decodeBlock } from '../../../core/documents/index/block-codec.ts'
import { InitialDocuments } from '../../../core/documents/automerge/initial.ts'
import { LinearDocument } from '../../../core/documents/linear/linear-document.ts'
import { decodeRecord, decodeState, decodeUnitRow } from '../../../core/documents/ledger/rows/document-state.ts'
import { decodeUses } from '../../../core/documents/ledger/rows/sequences.ts'
import { readChange } from '../../../core/documents/unit/change-header.ts'
import { documentIdOf } from '../../../core/documents/unit/document-id.ts'
import { seal, unitKeyOf } from '../../../core/documents/unit/sealing.ts'
import { makeSession, readSession } from '../../../core/documents/unit/session.ts'
import { openUnit, readUnit, sealUnit } from '../../../core/documents/unit/unit.ts'
import { initialRecord, kindSpec, RECORD_KINDS } from '../../../core/domain/kinds.ts'
import { HOST_SHAPES, shapeOf } from '../../../core/engine/records/domain-shapes.ts'
import { decodeCbor, encodeCbor } from '../../../core/shared/cbor.ts'
import { resealChunk, wrapChunk } from '../chunk-builder.ts'
import { floodWrites, hexId, newOpenDocuments, orderOf } from '../document-shapes.ts'
import { TestDevice, TestNetwork } from '../ledger-rig.ts'
import { cbor, json, mustEqual, type Target, textOf } from './target.ts'

const network = new TestNetwork({ id: 'a1'.repeat(16), epoch: 'b2'.repeat(16), key: 'c3'.repeat(32) })
const device = new TestDevice()
const session = makeSession(
  { network: network.id, deviceKey: device.key, started: 5 },
  { sign: device.sign, randomBytes },
)
const made = newOpenDocuments().edit(orderOf(hexId(9), floodWrites(1), { session: session.id }), undefined)
const unitKey = unitKeyOf(new Uint8Array(32).fill(7))
const document = documentIdOf({ network: network.id, session: session.id, sequence: 1, kind: 'incident' })
const header = { network: network.id, epoch: network.epoch.id, document, session: session.id, sequence: 1, group: '' }
const unit = sealUnit(
  { ...header, kind: 'incident', initialVersion: 1, firstChangeNumber: 1, changes: made.changes },
  { unitKey, sign: device.sign, randomBytes },
)
const HEX = 'ab'.repeat(16)
const first = new InitialDocuments(HOST_SHAPES).first('incident', 1)!
const content = {
  heads: first.heads,
  maxOp: first.maxOp,
  record: initialRecord('incident') as never,
  places: shapeOf('incident').places,
}
const limits = { maxStartOp: 100_000 }
const ROWS = /^documents\/(?:corrupt|written-by-newer-version)$/u
const head = {
  salt: new Uint8Array(16),
  cost: { opslimit: 3, memlimit: 64 << 20 },
  sealedKey: new Uint8Array(72),
  streamHeader: new Uint8Array(24),
}

export const DOCUMENT_TARGETS: readonly Target[] = [
  {
    name: 'change, with its check mended',
    form: 'bytes',
    refuses: /^documents\/unsound$/u,
    samples: [
      ...made.changes,
      wrapChunk(2, deflateRawSync(made.changes[0]!)),
      wrapChunk(0, made.changes[0]!.subarray(11)),
    ],
    run: (input) => {
      const change = input.byteLength < 9 ? input : resealChunk(input)
      readChange(change, limits)
      const line = LinearDocument.begin(content, { personOf: () => 'p', creator: session.id })!
      if (line.apply(change)) line.record()
      return true
    },
  },
  {
    name: 'unit',
    form: 'cbor',
    refuses: /^(?:sync\/protocol-violation|documents\/written-by-newer-version)$/u,
    samples: [unit.bytes],
    run: (input) => {
      const read = readUnit(input)
      mustEqual(encodeCbor([read.headerBytes, read.body, read.signature]), input, 'unit')
      return true
    },
  },
  {
    name: 'unit, sealed by a member',
    form: 'cbor',
    refuses: /^(?:sync\/protocol-violation|documents\/(?:written-by-newer-version|forged|unsound))$/u,
    samples: [cbor([1, 4, 1, 1, made.changes]), cbor([1, 3, 1, 7, [made.changes[0]!, made.changes[0]!]])],
    run: (plain) => {
      const sealed = sealUnit(
        { ...header, kind: 'incident', initialVersion: 1, firstChangeNumber: 1, changes: [] },
        { unitKey, sign: device.sign, randomBytes },
      )
      const opened = openUnit({ ...sealed, body: resealed(plain, sealed.headerBytes) }, unitKey)
      for (const change of opened.changes) readChange(change, limits)
      return true
    },
  },
  {
    name: 'session record',
    form: 'cbor',
    refuses: /^(?:sync\/protocol-violation|documents\/forged)$/u,
    samples: [session.bytes],
    run: (input) => {
      mustEqual(encodeCbor(decodeCbor(readSession(input).bytes) as never), input, 'session')
      return true
    },
  },
  {
    name: 'stored record of each kind',
    form: 'json',
    samples: RECORD_KINDS.map((kind) => json([kind, initialRecord(kind)])).concat(
      json(['incident', { ...initialRecord('incident'), what: 'Flood', needs: { n1: { kind: 'pump', log: {} } } }]),
    ),
    run: (input) => {
      const value = parsed(input)
      const [named, stored] = Array.isArray(value) ? (value as unknown[]) : []
      const kind = RECORD_KINDS.find((one) => one === named) ?? 'incident'
      const spec = kindSpec(kind)
      const { record } = spec.parse(stored)
      const view = spec.present(record, { now: 1_790_000_000_000 })
      spec.summary(view)
      spec.searchText(view)
      spec.identifying(view)
      const unknown = Object.keys(view).filter((key) => key === '__proto__' || key === 'constructor')
      if (unknown.length > 0 || ({} as { x?: unknown }).x !== undefined)
        throw new Error('A key that is not the schema’s')
      return true
    },
  },
  {
    name: 'rows of the store',
    form: 'json',
    refuses: ROWS,
    samples: [
      json([1, 4, 1, HEX, [HEX + HEX], [[HEX, 3]], 9]),
      json([1, [HEX + HEX], { what: 'Flood' }, []]),
      new Uint8Array(Buffer.concat([Uint8Array.of(1), Buffer.alloc(50, 3), unit.bytes])),
      new Uint8Array(Buffer.alloc(80, 1)),
    ],
    run: (input) => {
      let taken = false
      for (const read of [decodeState, decodeRecord, (row: Uint8Array) => decodeUnitRow(1, row)]) {
        try {
          read(input)
          taken = true
        } catch (error) {
          if (!ROWS.test((error as { code?: string }).code ?? '')) throw error
        }
      }
      return [...decodeUses(input)].length > 0 || taken || decodeBlock(input) !== undefined
    },
  },
  {
    name: 'backup: its head',
    form: 'cbor',
    refuses: /^documents\//u,
    samples: [encodeHead(head)],
    run: (input) => {
      mustEqual(encodeHead(decodeHead(input)), input, 'head of a backup')
      readPrefix(prefixed(input.subarray(0, 300)))
      return true
    },
  },
  {
    name: 'backup: an item',
    form: 'cbor',
    refuses: /^documents\/backup-damaged$/u,
    samples: [
      encodeItem(['profile', 5, null]),
      encodeItem(['units', [unit.bytes]]),
      encodeItem(['session', session.bytes, true]),
      encodeItem(['end', 1, 2, 3]),
    ],
    run: (input) => {
      mustEqual(encodeItem(decodeItem(input)), input, 'item of a backup')
      return true
    },
  },
]

/** What was stored is what Automerge made of it, so it is always sound as JSON. */
function parsed(input: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(input))
  } catch {
    return undefined
  }
}

function resealed(plain: Uint8Array, headerBytes: Uint8Array): Uint8Array {
  return seal(plain, headerBytes, unitKey, randomBytes)
}
