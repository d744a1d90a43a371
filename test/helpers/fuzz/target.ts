import type { Cbor } from '../../../core/shared/cbor.ts'
import { encodeCbor } from '../../../core/shared/cbor.ts'

/** One parser with what it may be given and what must hold of it. */
export interface Target {
  readonly name: string
  /** What its bytes look like, so that they are bent in a way that gets past the first byte. */
  readonly form: 'bytes' | 'cbor' | 'json' | 'text'
  readonly samples: readonly Uint8Array[]
  /** Codes that it may refuse with; anything else it throws is a finding. Undefined: it must not throw at all. */
  readonly refuses?: RegExp
  /**
   * Gives it the input.
   * @returns whether it was taken
   * @throws Error where what must hold of what it took does not
   */
  run(input: Uint8Array): boolean | Promise<boolean>
}

export const textOf = (input: Uint8Array): string => new TextDecoder().decode(input)
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
export const cbor = (value: Cbor): Uint8Array => new Uint8Array(encodeCbor(value))
export const json = (value: unknown): Uint8Array => bytesOf(JSON.stringify(value))

/** Says so when two things that must be equal are not. */
export function mustEqual(a: Uint8Array, b: Uint8Array, what: string): void {
  if (!Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(b)) throw new Error(`Not canonical: ${what}`)
}
