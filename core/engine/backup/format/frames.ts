import sodium, { type StateAddress } from 'libsodium-wrappers-sumo'

import { backupDamaged } from './head.ts'
import { decodeItem, encodeItem, type Item, MAX_ITEM_BYTES } from './items.ts'

await sodium.ready

/** Plain bytes of every frame but the last, so that the file tells nothing of where a record ends. */
export const FRAME_BYTES = 64 << 10
const SEALED_BYTES = FRAME_BYTES + sodium.crypto_secretstream_xchacha20poly1305_ABYTES
const LENGTH_BYTES = 4

/** Where sealed bytes go, in order. */
export type Sink = (bytes: Uint8Array) => Promise<void>

/**
 * Seals items into frames: libsodium's secretstream (XChaCha20-Poly1305), which binds each frame to all before it and
 * marks the last, so that nothing can be left out, put in, put elsewhere or cut off unnoticed.
 */
export class FrameWriter {
  readonly streamHeader: Uint8Array
  readonly #state: StateAddress
  #ad: Uint8Array = new Uint8Array(0)
  #plain: Buffer = Buffer.alloc(0)

  /** @param key 32 bytes, of this file alone */
  constructor(key: Uint8Array) {
    const { state, header } = sodium.crypto_secretstream_xchacha20poly1305_init_push(key)
    this.#state = state
    this.streamHeader = header
  }

  /** Binds every frame to the head of the file; before the first item. */
  bindTo(head: Uint8Array): void {
    this.#ad = head
  }

  async add(item: Item, sink: Sink): Promise<void> {
    const encoded = encodeItem(item)
    if (encoded.byteLength > MAX_ITEM_BYTES) throw new Error('An item of a backup is too large')
    const length = Buffer.alloc(LENGTH_BYTES)
    length.writeUInt32BE(encoded.byteLength)
    this.#plain = Buffer.concat([this.#plain, length, encoded])
    while (this.#plain.length > FRAME_BYTES) {
      await sink(this.#seal(this.#plain.subarray(0, FRAME_BYTES), false))
      this.#plain = this.#plain.subarray(FRAME_BYTES)
    }
  }

  /** What is left, as the last frame. */
  async end(sink: Sink): Promise<void> {
    await sink(this.#seal(this.#plain, true))
  }

  #seal(plain: Uint8Array, isLast: boolean): Uint8Array {
    const {
      crypto_secretstream_xchacha20poly1305_TAG_FINAL: last,
      crypto_secretstream_xchacha20poly1305_TAG_MESSAGE: more,
    } = sodium
    return sodium.crypto_secretstream_xchacha20poly1305_push(this.#state, plain, this.#ad, isLast ? last : more)
  }
}

/** Reads up to so many bytes at the present place; fewer only at the end. */
export type Source = (maxBytes: number) => Promise<Uint8Array>

/**
 * The items of a backup, each as soon as its frames were opened. At most an item and a frame are held in memory.
 * @param options.source stands behind the head
 * @throws MeshError `documents/backup-damaged` at the first frame that is not what was written there
 */
export async function* readItems(
  source: Source,
  options: { readonly key: Uint8Array; readonly streamHeader: Uint8Array; readonly head: Uint8Array },
): AsyncGenerator<Item> {
  let plain: Buffer = Buffer.alloc(0)
  for await (const frame of openFrames(source, options)) {
    plain = Buffer.concat([plain, frame])
    for (;;) {
      if (plain.length < LENGTH_BYTES) break
      const length = plain.readUInt32BE()
      if (length > MAX_ITEM_BYTES) throw backupDamaged()
      if (plain.length < LENGTH_BYTES + length) break
      yield decodeItem(new Uint8Array(plain.subarray(LENGTH_BYTES, LENGTH_BYTES + length)))
      plain = plain.subarray(LENGTH_BYTES + length)
    }
  }
  if (plain.length > 0) throw backupDamaged()
}

async function* openFrames(
  source: Source,
  {
    key,
    streamHeader,
    head,
  }: { readonly key: Uint8Array; readonly streamHeader: Uint8Array; readonly head: Uint8Array },
): AsyncGenerator<Uint8Array> {
  const state = sodium.crypto_secretstream_xchacha20poly1305_init_pull(streamHeader, key)
  for (;;) {
    const sealed = await source(SEALED_BYTES)
    const opened = open(state, sealed, head)
    if (opened === undefined) throw backupDamaged()
    yield opened.message
    if (opened.tag !== sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL) continue
    if ((await source(1)).byteLength > 0) throw backupDamaged()
    return
  }
}

function open(
  state: StateAddress,
  sealed: Uint8Array,
  head: Uint8Array,
): { readonly message: Uint8Array; readonly tag: number } | undefined {
  if (sealed.byteLength < SEALED_BYTES - FRAME_BYTES) return undefined
  try {
    return sodium.crypto_secretstream_xchacha20poly1305_pull(state, sealed, head) || undefined
  } catch {
    return undefined
  }
}
