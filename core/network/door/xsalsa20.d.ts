/** The part of the package `xsalsa20` that is used here; it ships no types. */
declare module 'xsalsa20' {
  interface Xor {
    /** XORs the next bytes of the key stream into `output` (or a fresh array). */
    update(input: Uint8Array, output?: Uint8Array): Uint8Array
    /** Wipes the state and gives its slot back; `update` throws afterwards. */
    finalize(): void
  }
  const xsalsa20: (nonce: Uint8Array, key: Uint8Array) => Xor
  export = xsalsa20
}
