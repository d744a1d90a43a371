import xsalsa20 from 'xsalsa20'

/** Bytes of the nonce each side of a connection sends first (as @libp2p/pnet does). */
export const NONCE_BYTES = 24

// The package keeps all key streams in one WebAssembly memory of 640 kB and grows it, for ever, once a single
// call exceeds that: feeding it pieces keeps it at its initial size.
const PIECE_BYTES = 1 << 16

/** One direction of a sealed connection: XSalsa20 under a private-network key, positioned where the last call left it. */
export class Keystream {
  #xor: ReturnType<typeof xsalsa20> | undefined

  /** @param nonce the 24 bytes which the *sender* of this direction has sent */
  constructor(nonce: Uint8Array, key: Uint8Array) {
    this.#xor = xsalsa20(nonce, key)
  }

  /** The next bytes, sealed or opened, written to `output` (as long as `input`; may not overlap it). */
  apply(input: Uint8Array, output: Uint8Array = new Uint8Array(input.byteLength)): Uint8Array {
    if (this.#xor === undefined) return output
    for (let at = 0; at < input.byteLength; at += PIECE_BYTES) {
      const end = Math.min(at + PIECE_BYTES, input.byteLength)
      this.#xor.update(input.subarray(at, end), output.subarray(at, end))
    }
    return output
  }

  /** Wipes the key. Later calls of `apply` give zeros. Safe twice. */
  dispose(): void {
    this.#xor?.finalize()
    this.#xor = undefined
  }
}
