import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

import { toHex } from '../shared/bytes.ts'
import { scrubSecrets } from '../shared/secret-memory.ts'
import { wipe } from './hashes.ts'
import { boxOpen, toBoxSecret } from './sodium.ts'

const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

/**
 * An Ed25519 key pair made from a 32-byte seed: a device's key in one network, or an invite's signing key.
 * The secret parts stay inside until {@link DeviceKey.forget}.
 */
export class DeviceKey {
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  /** Lower-case hexadecimal of the public key: the device's id as a map key. */
  readonly hex: string
  readonly #private: KeyObject
  readonly #seed: Uint8Array
  #box: { publicKey: Uint8Array; secret: Uint8Array } | undefined

  /** @param seed 32 unpredictable bytes, copied */
  constructor(seed: Uint8Array) {
    if (seed.byteLength !== 32) throw new Error('An Ed25519 seed has 32 bytes')
    this.#seed = new Uint8Array(seed)
    const der = Buffer.concat([PKCS8_PREFIX, seed])
    this.#private = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    der.fill(0)
    const spki = createPublicKey(this.#private).export({ format: 'der', type: 'spki' })
    this.publicKey = new Uint8Array(spki.subarray(SPKI_PREFIX.byteLength))
    this.hex = toHex(this.publicKey)
  }

  /** Ed25519 signature (64 bytes); about 50 us. */
  sign(bytes: Uint8Array): Uint8Array {
    return new Uint8Array(sign(null, bytes, this.#private))
  }

  /** Opens a box sealed to this device; undefined when it was sealed to another. */
  openBox(sealed: Uint8Array): Uint8Array | undefined {
    this.#box ??= toBoxSecret(this.#seed)
    return boxOpen(sealed, this.#box)
  }

  /** A copy of the seed, for sealed storage and for the transport's identity. */
  exportSeed(): Uint8Array {
    return this.#seed.slice()
  }

  /** Overwrites the secrets held here; the key opens no box afterwards. */
  forget(): void {
    const secrets = [this.#seed, ...(this.#box === undefined ? [] : [this.#box.secret])]
    scrubSecrets(secrets)
    secrets.forEach(wipe)
  }
}

/** Checks signatures, keeping the parsed form of the public keys used last (parsing costs a third of a check). */
export class SignatureChecker {
  readonly #keys = new Map<string, KeyObject>()
  readonly #capacity: number

  /** @param options.capacity how many public keys are kept */
  constructor(options: { capacity?: number } = {}) {
    this.#capacity = options.capacity ?? 1024
  }

  /** Whether `signature` over `bytes` was made by the holder of `publicKey`. Total: bad keys give false. */
  verify(bytes: Uint8Array, options: { publicKey: Uint8Array; signature: Uint8Array }): boolean {
    if (options.publicKey.byteLength !== 32 || options.signature.byteLength !== 64) return false
    try {
      return verify(null, bytes, this.#keyObject(options.publicKey), options.signature)
    } catch {
      return false
    }
  }

  /** Number of public keys kept now. */
  get size(): number {
    return this.#keys.size
  }

  #keyObject(publicKey: Uint8Array): KeyObject {
    const hex = toHex(publicKey)
    const kept = this.#keys.get(hex)
    if (kept !== undefined) return kept
    const made = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' })
    const oldest = this.#keys.keys().next()
    if (this.#keys.size >= this.#capacity && oldest.done !== true) this.#keys.delete(oldest.value)
    this.#keys.set(hex, made)
    return made
  }
}
