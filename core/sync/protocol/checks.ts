import { MeshError } from '../../shared/errors.ts'

/** What a peer said that it may not say; `what` names the rule, never the content. */
export function violation(what: string): MeshError {
  return new MeshError('sync/protocol-violation', 'The other computer does not keep to the protocol', {
    details: { what },
  })
}

/** @throws MeshError `sync/protocol-violation` unless an array of exactly `length` elements */
export function tuple(value: unknown, length: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length !== length) throw violation('shape')
  return value
}

/** @throws MeshError `sync/protocol-violation` unless an array of at most `most` elements */
export function list(value: unknown, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most) throw violation('list')
  return value
}

/** @throws MeshError `sync/protocol-violation` unless bytes of a length in the range */
export function bytes(value: unknown, least: number, most: number = least): Uint8Array {
  if (!(value instanceof Uint8Array) || value.byteLength < least || value.byteLength > most) throw violation('bytes')
  return value
}

/** @throws MeshError `sync/protocol-violation` unless an integer from `least` to `most` */
export function integer(value: unknown, least = 0, most = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most)
    throw violation('integer')
  return value
}

/** @throws MeshError `sync/protocol-violation` unless true or false */
export function boolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw violation('boolean')
  return value
}
