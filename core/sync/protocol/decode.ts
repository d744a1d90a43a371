import { decodeCbor, type Cbor } from '../../shared/cbor.ts'
import { rangesFromCbor } from '../digest/ranges.ts'
import type { VectorEntry } from '../ports.ts'
import { boolean, bytes, integer, list, tuple, violation } from './checks.ts'
import {
  BATCH_BYTES,
  MAX_LOG_IDS,
  MAX_RECEIPT_AGE_MS,
  MAX_RECEIPT_BYTES,
  MAX_RECEIPTS,
  MAX_RECORD_BYTES,
  MAX_RECORDS,
  MAX_SEEN,
  MAX_SEEN_BYTES,
  MAX_UNITS,
  MAX_VECTOR,
  MAX_WANTS,
  PROTOCOL_VERSION,
} from './limits.ts'
import { GOODBYE_CODES, type GoodbyeCode, type Message, type Relayed, type Want } from './messages.ts'

const MAX_UNIT_BYTES = 256 * 1024
const FRAMING = 16 * 1024

/** Most bytes by type: checked before anything is decoded, so that no message costs more than its kind may. */
const MOST_BYTES: Readonly<Record<number, number>> = {
  1: 16 * 1024,
  2: BATCH_BYTES,
  3: BATCH_BYTES + FRAMING,
  4: BATCH_BYTES + FRAMING,
  5: BATCH_BYTES + FRAMING,
  6: BATCH_BYTES + FRAMING,
  7: MAX_UNIT_BYTES + 1_024,
  8: 64 * 1024,
  9: 256,
  10: 64,
  11: 16,
  12: 16,
  13: BATCH_BYTES + FRAMING,
  14: BATCH_BYTES + FRAMING,
}

/**
 * Total and bounded decoding of what a peer sent.
 *
 * @throws MeshError `sync/protocol-violation` on anything that is not a message of PROTOCOL 5.1
 */
export function decodeMessage(raw: Uint8Array): Message {
  // An array of fewer than 24 elements that starts with a small integer: two bytes tell the type.
  const head = raw[0] ?? 0
  const type = raw[1] ?? 0
  const most = MOST_BYTES[type]
  if (head < 0x81 || head > 0x97 || most === undefined) throw violation('type')
  if (raw.byteLength > most) throw violation('size')
  const value = decodeCbor(raw)
  if (!Array.isArray(value)) throw violation('shape')
  return read(type, value)
}

function read(type: number, value: readonly unknown[]): Message {
  switch (type) {
    case 1:
      return readHello(value)
    case 2: {
      const [, ids, more] = tuple(value, 3)
      return { type: 'log-ids', ids: list(ids, MAX_LOG_IDS).map((id) => bytes(id, 32)), more: boolean(more) }
    }
    case 3:
      return { type: 'log-records', records: readRecords(tuple(value, 2)[1]) }
    case 4: {
      const [, round, last, ranges] = tuple(value, 4)
      return { type: 'digest', round: integer(round, 1, 1_000), last: boolean(last), ranges: rangesFromCbor(ranges) }
    }
    case 5:
      return { type: 'want', wants: list(tuple(value, 2)[1], MAX_WANTS).map(readWant) }
    case 6:
      return { type: 'sessions', records: readRecords(tuple(value, 2)[1]) }
    case 7:
      return readUnits(value)
    case 8:
      return readAck(value)
    case 9: {
      const [, root, count, revision, logDigest] = tuple(value, 5)
      return {
        type: 'statement',
        root: bytes(root, 16),
        count: integer(count),
        revision: integer(revision),
        logDigest: bytes(logDigest, 32),
      }
    }
    case 10: {
      const code = tuple(value, 2)[1]
      if (!GOODBYE_CODES.includes(code as GoodbyeCode)) throw violation('goodbye')
      return { type: 'goodbye', code: code as GoodbyeCode }
    }
    case 11:
      return { type: 'ping', n: integer(tuple(value, 2)[1]) }
    case 12:
      return { type: 'pong', n: integer(tuple(value, 2)[1]) }
    case 13: {
      const statements = list(tuple(value, 2)[1], MAX_SEEN).map((one) => bytes(one, 1, MAX_SEEN_BYTES))
      return { type: 'seen', statements }
    }
    case 14:
      return { type: 'receipts', relayed: list(tuple(value, 2)[1], MAX_RECEIPTS).map(readRelayed) }
    default:
      throw violation('type')
  }
}

function readHello(value: readonly unknown[]): Message {
  const version = integer(value[1])
  const empty = new Uint8Array()
  // Another version may look different from here on; all that matters is that it is another.
  if (version !== PROTOCOL_VERSION) {
    return { type: 'hello', version, networkId: empty, logDigest: empty, now: 0, sessionRecord: empty, features: {} }
  }
  const [, , networkId, logDigest, now, sessionRecord, features] = tuple(value, 7)
  if (typeof features !== 'object' || features === null || Array.isArray(features) || features instanceof Uint8Array)
    throw violation('shape')
  if (Object.keys(features).length > 32) throw violation('list')
  return {
    type: 'hello',
    version,
    networkId: bytes(networkId, 16),
    logDigest: bytes(logDigest, 32),
    now: integer(now),
    sessionRecord: bytes(sessionRecord, 1, 4_096),
    features: features as { readonly [key: string]: Cbor },
  }
}

function readRecords(value: unknown): readonly Uint8Array[] {
  return list(value, MAX_RECORDS).map((record) => bytes(record, 1, MAX_RECORD_BYTES))
}

function readWant(value: unknown): Want {
  const [document, vector] = tuple(value, 2)
  return { document: bytes(document, 16), vector: list(vector, MAX_VECTOR).map(readEntry) }
}

function readEntry(value: unknown): VectorEntry {
  const [session, changeNumber] = tuple(value, 2)
  return [bytes(session, 16), integer(changeNumber)]
}

function readRelayed(value: unknown): Relayed {
  const [age, receipt] = tuple(value, 2)
  return { age: integer(age, 0, MAX_RECEIPT_AGE_MS), receipt: bytes(receipt, 1, MAX_RECEIPT_BYTES) }
}

function readUnits(value: readonly unknown[]): Message {
  const [, batch, units] = tuple(value, 3)
  const read = list(units, MAX_UNITS).map((unit) => bytes(unit, 1, MAX_UNIT_BYTES))
  const total = read.reduce((sum, unit) => sum + unit.byteLength, 0)
  if (read.length === 0 || (read.length > 1 && total > BATCH_BYTES)) throw violation('batch')
  return { type: 'units', batch: integer(batch, 1), units: read }
}

function readAck(value: readonly unknown[]): Message {
  const [, batch, refused] = tuple(value, 3)
  let previous = -1
  const read = list(refused, MAX_UNITS).map((entry) => {
    const [index, error] = tuple(entry, 2)
    previous = integer(index, previous + 1)
    return [previous, integer(error, 1, 1_000)] as const
  })
  return { type: 'ack', batch: integer(batch, 1), refused: read }
}

/** Document id out of a unit's readable header (PROTOCOL 4); undefined for anything else. */
export function documentOfUnit(unit: Uint8Array): Uint8Array | undefined {
  try {
    const header = tuple(decodeCbor(unit), 3)[0]
    return bytes(tuple(decodeCbor(bytes(header, 1, 1_024)), 7)[3], 16)
  } catch {
    return undefined
  }
}
