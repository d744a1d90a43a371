import { hash, hkdfSync } from 'node:crypto'

import sodium from 'libsodium-wrappers-sumo'

import type { RandomBytes } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import { scrubSecrets } from '../../shared/secret-memory.ts'
import type { RowKey, Store } from '../ports.ts'

import { DocumentKeys } from './document-keys.ts'

await sodium.ready

const NONCE_BYTES = 24
const KEY_BYTES = 32
const NONCES_AT_ONCE = 256
/** Of SHA-256. */
const BLOCK_BYTES = 64
const MAX_GROUPS = 4096

/**
 * What a row is called among us. On disk a name is an HMAC, except a number: that stays a plain big-endian counter,
 * so that the rows of a group come back in its order.
 */
export interface RowName {
  readonly space: number
  readonly group: Uint8Array
  readonly item: Uint8Array | number
}

/**
 * To which document a row belongs: its value is sealed under that document's own random key, and is gone for good
 * when the key's row is. Network id (16 bytes), then document id (16).
 */
export type Owner = Uint8Array

type Step =
  | { readonly key: RowKey; readonly value: Uint8Array | undefined }
  | { readonly space: number; readonly group: Uint8Array }

/** Rows to be written together. Sealing happens while collecting, so that only the plain inserts are left for the transaction. */
export interface Batch {
  put(name: RowName, value: Uint8Array, owner?: Owner): void
  delete(name: RowName): void
  deleteGroup(space: number, group: Uint8Array): void
  /** Destroys a document's key: with it all rows of that owner. */
  forget(owner: Owner): void
}

/**
 * Seals what goes into a store: XChaCha20-Poly1305 with a random nonce in front, bound to its place (space, group,
 * item), under a key derived from the master key or under the document's own (PROTOCOL section 8).
 */
export class SealedStore {
  readonly #store: Store
  readonly #randomBytes: RandomBytes
  readonly #innerPad: Uint8Array
  readonly #outerPad: Uint8Array
  readonly #groups = new Map<string, Uint8Array>()
  #nonces: Uint8Array = new Uint8Array(0)
  readonly #valueKey: Uint8Array
  readonly #keys: DocumentKeys

  /**
   * @param options.masterKey 32 bytes; not kept
   * @param options.maxOpenKeys most document keys held open in memory
   */
  constructor(options: { store: Store; masterKey: Uint8Array; randomBytes: RandomBytes; maxOpenKeys?: number }) {
    this.#store = options.store
    this.#randomBytes = options.randomBytes
    const nameKey = derive(options.masterKey, 'muster/row-names/1')
    this.#innerPad = padded(nameKey, 0x36)
    this.#outerPad = padded(nameKey, 0x5c)
    nameKey.fill(0)
    this.#valueKey = derive(options.masterKey, 'muster/row-values/1')
    this.#keys = new DocumentKeys(options.maxOpenKeys ?? 4096)
  }

  /** @throws MeshError `documents/corrupt` (with the space) when the row does not open or its document's key is gone */
  get(name: RowName, owner?: Owner): Uint8Array | undefined {
    const key = this.#place(name)
    const sealed = this.#store.get(key)
    return sealed === undefined ? undefined : this.#unseal(key, sealed, owner)
  }

  /** Rows of a group: by number, where the items are numbers. A row that does not open has a value of undefined. */
  *list(space: number, group: Uint8Array, owner?: Owner): Generator<{ number: number; value: Uint8Array | undefined }> {
    const place = this.#groupOf(space, group)
    for (const { item, value } of this.#store.list(space, place)) {
      const number = item.byteLength === 8 ? Number(Buffer.from(item.buffer, item.byteOffset, 8).readBigUInt64BE()) : 0
      yield { number, value: this.#tryUnseal({ space, group: place, item }, value, owner) }
    }
  }

  /**
   * Whether what stands in a space was sealed by us: one row that opens is enough, and none at all is nobody else's.
   * For spaces without document keys.
   */
  isOurs(space: number): boolean {
    let isEmpty = true
    for (const { group, item, value } of this.#store.listSpace(space)) {
      if (this.#tryUnseal({ space, group, item }, value, undefined) !== undefined) return true
      isEmpty = false
    }
    return isEmpty
  }

  /** Collects rows; nothing is written before {@link commit}. */
  batch(): Batch & { readonly steps: readonly Step[]; readonly fresh: ReadonlyMap<string, Uint8Array> } {
    const steps: Step[] = []
    const fresh = new Map<string, Uint8Array>()
    return {
      steps,
      fresh,
      put: (name, value, owner) => {
        const key = this.#place(name)
        steps.push({
          key,
          value: this.#seal(key, value, owner === undefined ? this.#valueKey : this.#keyFor(owner, { steps, fresh })),
        })
      },
      delete: (name) => void steps.push({ key: this.#place(name), value: undefined }),
      deleteGroup: (space, group) => void steps.push({ space, group: this.#groupOf(space, group) }),
      forget: (owner) => {
        steps.push({ key: this.#place(keyRow(owner)), value: undefined })
        fresh.delete(nameOf(owner))
        this.#keys.delete(nameOf(owner))
      },
    }
  }

  /**
   * Writes a batch, all or nothing; durable when it returns.
   * @throws MeshError as {@link Store.transaction}
   */
  commit(batch: ReturnType<SealedStore['batch']>, options: { readonly derived?: boolean } = {}): void {
    for (const owner of batch.fresh.keys()) {
      // Two batches made side by side for one new document: the second key would shut out the first one's rows
      if (this.#keys.has(owner)) throw new Error('The document got its key meanwhile')
    }
    this.#store.transaction((tx) => {
      for (const step of batch.steps) {
        if (!('key' in step)) tx.deleteGroup(step.space, step.group)
        else if (step.value === undefined) tx.delete(step.key)
        else tx.put(step.key, step.value)
      }
    }, options)
    for (const [owner, key] of batch.fresh) this.#keys.set(owner, key)
  }

  /** Document ids (16 bytes) of a network that have a key: all that are held. A damaged key row gives undefined. */
  *documents(network: Uint8Array): Generator<Uint8Array | undefined> {
    for (const { value } of this.list(KEY_SPACE, network)) yield value?.subarray(0, 16)
  }

  /** Whether the owner has a key, which is whether anything of the document can be read. */
  holds(owner: Owner): boolean {
    return this.#keys.has(nameOf(owner)) || this.#store.get(this.#place(keyRow(owner))) !== undefined
  }

  /** Drops freed bytes from the files. */
  scrub(): void {
    this.#store.scrub()
  }

  /** Overwrites the keys in memory; nothing opens afterwards. */
  wipe(): void {
    this.#innerPad.fill(0)
    this.#outerPad.fill(0)
    this.#groups.clear()
    scrubSecrets([this.#valueKey])
    this.#valueKey.fill(0)
    this.#keys.clear()
  }

  #keyFor(owner: Owner, { steps, fresh }: { steps: Step[]; fresh: Map<string, Uint8Array> }): Uint8Array {
    const name = nameOf(owner)
    const known = fresh.get(name) ?? this.#openKey(owner)
    if (known !== undefined) return known
    const key = this.#randomBytes(KEY_BYTES)
    fresh.set(name, key)
    const row = this.#place(keyRow(owner))
    steps.push({ key: row, value: this.#seal(row, Buffer.concat([owner.subarray(16), key]), this.#valueKey) })
    return key
  }

  #openKey(owner: Owner): Uint8Array | undefined {
    const name = nameOf(owner)
    const known = this.#keys.get(name)
    if (known !== undefined) return known
    const place = this.#place(keyRow(owner))
    const sealed = this.#store.get(place)
    const row = sealed && this.#tryUnseal(place, sealed, undefined)
    if (row === undefined) return undefined
    const key = row.slice(16)
    this.#keys.set(name, key)
    return key
  }

  #seal(key: RowKey, value: Uint8Array, sealingKey: Uint8Array): Uint8Array {
    const nonce = this.#nonce()
    return Buffer.concat([
      nonce,
      sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(value, placeBytes(key), null, nonce, sealingKey),
    ])
  }

  #unseal(key: RowKey, sealed: Uint8Array, owner: Owner | undefined): Uint8Array {
    const value = this.#tryUnseal(key, sealed, owner)
    if (value === undefined)
      throw new MeshError('documents/corrupt', 'A row of the store is damaged', { details: { space: key.space } })
    return value
  }

  #tryUnseal(key: RowKey, sealed: Uint8Array, owner: Owner | undefined): Uint8Array | undefined {
    const opening = owner === undefined ? this.#valueKey : this.#openKey(owner)
    if (opening === undefined) return undefined
    try {
      const nonce = sealed.subarray(0, NONCE_BYTES)
      return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        null,
        sealed.subarray(NONCE_BYTES),
        placeBytes(key),
        nonce,
        opening,
      )
    } catch {
      return undefined
    }
  }

  /** Random bytes are drawn for many nonces at once: asking the system each time costs more than the sealing. */
  #nonce(): Uint8Array {
    if (this.#nonces.byteLength < NONCE_BYTES) this.#nonces = this.#randomBytes(NONCE_BYTES * NONCES_AT_ONCE)
    const nonce = this.#nonces.subarray(0, NONCE_BYTES)
    this.#nonces = this.#nonces.subarray(NONCE_BYTES)
    return nonce
  }

  /** The rows of one document are asked for one after the other, so the last names are kept. */
  #groupOf(space: number, group: Uint8Array): Uint8Array {
    const key = String.fromCharCode(space) + nameOf(group)
    let name = this.#groups.get(key)
    if (name === undefined) {
      name = this.#nameOf(space, group)
      if (this.#groups.size >= MAX_GROUPS) this.#groups.clear()
      this.#groups.set(key, name)
    }
    return name
  }

  #place({ space, group, item }: RowName): RowKey {
    const named = typeof item === 'number' ? counter(item) : this.#nameOf(space, Buffer.concat([group, item]))
    return { space, group: this.#groupOf(space, group), item: named }
  }

  /** HMAC-SHA-256 (RFC 2104), cut to 16 bytes. By one-shot hashes: a fifth of the cost of an HMAC object. */
  #nameOf(space: number, name: Uint8Array): Uint8Array {
    const text = new Uint8Array(BLOCK_BYTES + 1 + name.byteLength)
    text.set(this.#innerPad)
    text[BLOCK_BYTES] = space
    text.set(name, BLOCK_BYTES + 1)
    const outer = new Uint8Array(BLOCK_BYTES + 32)
    outer.set(this.#outerPad)
    outer.set(hash('sha256', text, 'buffer'), BLOCK_BYTES)
    return hash('sha256', outer, 'buffer').subarray(0, 16)
  }
}

/** Space of the wrapped document keys: grouped by network. */
const KEY_SPACE = 4

function keyRow(owner: Owner): RowName {
  return { space: KEY_SPACE, group: owner.subarray(0, 16), item: owner.subarray(16) }
}

function nameOf(owner: Owner): string {
  return Buffer.from(owner.buffer, owner.byteOffset, owner.byteLength).toString('latin1')
}

function placeBytes({ space, group, item }: RowKey): Uint8Array {
  const place = new Uint8Array(1 + group.byteLength + item.byteLength)
  place[0] = space
  place.set(group, 1)
  place.set(item, 1 + group.byteLength)
  return place
}

function counter(number: number): Uint8Array {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(number))
  return bytes
}

function derive(masterKey: Uint8Array, label: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', masterKey, new Uint8Array(0), label, KEY_BYTES))
}

/** A key filled up to a block and masked, as HMAC has it. */
function padded(key: Uint8Array, mask: number): Uint8Array {
  const pad = new Uint8Array(BLOCK_BYTES)
  pad.set(key)
  return pad.map((byte) => byte ^ mask)
}
