import { MeshError } from '../../shared/errors.ts'

/** The one answer to bytes of the wrong form: who sends them gets no hint. */
export function malformed(): MeshError {
  return new MeshError('sync/protocol-violation', 'Bytes that are not what they claim to be')
}

/** A byte string of `min` to `max` bytes. @throws MeshError `sync/protocol-violation` */
export function byteString(value: unknown, min: number, max = min): Uint8Array {
  if (!(value instanceof Uint8Array) || value.byteLength < min || value.byteLength > max) throw malformed()
  return value
}

/** An integer of `min` to `max`, both included. @throws MeshError `sync/protocol-violation` */
export function integer(value: unknown, min: number, max: number = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min || value > max) throw malformed()
  return value
}
