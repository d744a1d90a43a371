import { createHash } from 'node:crypto'

/** Parts of an Automerge change chunk, any of which may be wrong: to build what no library would write. */
export interface ChunkParts {
  readonly type?: number
  readonly deps?: readonly string[]
  readonly actor: string
  readonly seq?: number
  readonly startOp?: number
  readonly time?: number
  readonly message?: string
  readonly others?: readonly string[]
  /** [specification, bytes]; in the order given. */
  readonly columns: readonly (readonly [number, readonly number[]])[]
  readonly after?: readonly number[]
}

/** A change chunk with a right checksum. */
export function buildChunk(parts: ChunkParts): Uint8Array {
  const { type = 1, deps = [], seq = 1, startOp = 1, time = 0, message = '', others = [], after = [] } = parts
  const prefixed = (hex: string): number[] => [...unsigned(hex.length / 2), ...Buffer.from(hex, 'hex')]
  const data = [
    ...unsigned(deps.length),
    ...deps.flatMap((dep) => [...Buffer.from(dep, 'hex')]),
    ...prefixed(parts.actor),
    ...unsigned(seq),
    ...unsigned(startOp),
    ...signed(time),
    ...unsigned(Buffer.byteLength(message)),
    ...Buffer.from(message),
    ...unsigned(others.length),
    ...others.flatMap(prefixed),
    ...unsigned(parts.columns.length),
    ...parts.columns.flatMap(([column, bytes]) => [...unsigned(column), ...unsigned(bytes.length)]),
    ...parts.columns.flatMap(([, bytes]) => bytes),
    ...after,
  ]
  return wrapChunk(type, Uint8Array.from(data))
}

/** Magic, checksum, type and length around `data`. */
export function wrapChunk(type: number, data: Uint8Array, checksum?: Uint8Array): Uint8Array {
  const body = Buffer.concat([Uint8Array.of(type, ...unsigned(data.byteLength)), data])
  const digest = checksum ?? createHash('sha256').update(body).digest().subarray(0, 4)
  return new Uint8Array(Buffer.concat([Uint8Array.of(0x85, 0x6f, 0x4a, 0x83), digest, body]))
}

/** The same chunk with a checksum that fits its bytes again. */
export function resealChunk(chunk: Uint8Array): Uint8Array {
  const digest = createHash('sha256').update(chunk.subarray(8)).digest()
  const sealed = new Uint8Array(chunk)
  sealed.set(digest.subarray(0, 4), 4)
  return sealed
}

/** LEB128. */
export function unsigned(value: number | bigint): number[] {
  const bytes: number[] = []
  for (let left = BigInt(value); ; left >>= 7n) {
    bytes.push(Number(left & 0x7fn) | (left > 0x7fn ? 0x80 : 0))
    if (left <= 0x7fn) return bytes
  }
}

export function signed(value: number | bigint): number[] {
  const bytes: number[] = []
  for (let left = BigInt(value); ; left >>= 7n) {
    const last = left >= -64n && left < 64n
    bytes.push(Number(left & 0x7fn) | (last ? 0 : 0x80))
    if (last) return bytes
  }
}

/** `count` times the same unsigned value, run-length encoded. */
export function run(count: number, value: number): number[] {
  return [...signed(count), ...unsigned(value)]
}
