import { toHex } from '../../shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../shared/cbor.ts'
import type { UnitKind } from '../unit/kind-bytes.ts'

import type { Entry } from './record-index.ts'

const VERSION = 1
const ID_BYTES = 16

/**
 * Version 1 of a block: CBOR `[1, ids, fingerprints, rows]`, ids and fingerprints 16 bytes each, one after the other;
 * rows JSON, one array an entry: JSON because it is read ten times as fast as CBOR, which the start feels.
 */
type Row = [
  kind: UnitKind,
  revision: number,
  dirty: 0 | 1,
  created?: number,
  state?: string,
  archived?: 0 | 1,
  search?: string,
]

export function encodeBlock(entries: readonly Entry[]): Uint8Array {
  const ids = Buffer.concat(entries.map((entry) => entry.item.document))
  const fingerprints = Buffer.concat(entries.map((entry) => entry.item.fingerprint))
  return encodeCbor([VERSION, ids, fingerprints, Buffer.from(JSON.stringify(entries.map(toRow)))])
}

/** @returns undefined for anything that this version did not write: the index is derived, so it is made anew then */
export function decodeBlock(bytes: Uint8Array): readonly Entry[] | undefined {
  try {
    const block = decodeCbor(bytes) as readonly [number, Uint8Array, Uint8Array, Uint8Array]
    if (block[0] !== VERSION) return undefined
    const rows = JSON.parse(
      Buffer.from(block[3].buffer, block[3].byteOffset, block[3].byteLength).toString(),
    ) as readonly Row[]
    if (block[1].byteLength !== rows.length * ID_BYTES || block[2].byteLength !== rows.length * ID_BYTES)
      return undefined
    const hex = toHex(block[1])
    // Views on two small buffers, not on the opened block: else each block's text would stay in memory twice
    const ids = block[1].slice()
    const fingerprints = block[2].slice()
    const at = (all: Uint8Array, index: number): Uint8Array => all.subarray(index * ID_BYTES, (index + 1) * ID_BYTES)
    return rows.map((row, index) =>
      toEntry(row, hex.slice(index * 2 * ID_BYTES, (index + 1) * 2 * ID_BYTES), {
        document: at(ids, index),
        fingerprint: at(fingerprints, index),
      }),
    )
  } catch {
    return undefined
  }
}

function toRow({ kind, revision, dirty, summary }: Entry): Row {
  const first: Row = [kind, revision, dirty ? 1 : 0]
  if (summary === undefined) return first
  return [kind, revision, dirty ? 1 : 0, summary.created, summary.state, summary.archived ? 1 : 0, summary.search]
}

function toEntry(
  [kind, revision, dirty, created, state, archived, search]: Row,
  id: string,
  item: Entry['item'],
): Entry {
  const summary =
    created === undefined ? undefined : { created, state: state!, archived: archived === 1, search: search! }
  return { id, kind, item, revision, dirty: dirty === 1, summary }
}
