import sodium from 'libsodium-wrappers-sumo'

/**
 * Overwrites these secrets wherever they lie in the memory that libsodium works in: it copies what it is given there, and
 * leaves it there when it is done. About a millisecond each.
 */
export function scrubSecrets(secrets: readonly Uint8Array[]): void {
  // not in the types: the memory of the WebAssembly module
  const { libsodium } = sodium as unknown as { libsodium?: { HEAPU8?: Uint8Array } }
  const heap = libsodium?.HEAPU8
  if (heap === undefined) return
  const memory = Buffer.from(heap.buffer, heap.byteOffset, heap.byteLength)
  for (const secret of secrets.filter((one) => one.byteLength >= 16 && one.some((byte) => byte !== 0))) {
    for (let at = memory.indexOf(secret); at !== -1; at = memory.indexOf(secret, at))
      memory.fill(0, at, at + secret.byteLength)
  }
}
