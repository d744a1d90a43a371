import { bytesEqual } from '../../shared/bytes.ts'
import type { Cbor } from '../../shared/cbor.ts'
import type { Replica, ReplicaEvents } from '../ports.ts'
import { MAX_SEEN } from '../protocol/limits.ts'
import { inParts, type Message } from '../protocol/messages.ts'

/**
 * Passes on what devices have said of what is erased (PROTOCOL 5.1, message 13): after the logs, as it can only be understood
 * by who has those; nothing to who holds the same, or has not said in the hello to know of such.
 */
export class SeenExchange {
  readonly #replica: Replica
  readonly #device: string
  readonly #post: (message: Message) => void
  /** What the other side held when it said hello; undefined for one that knows nothing of it. */
  #theirs: Uint8Array | undefined
  #begun = false

  constructor(options: { replica: Replica; device: string; post: (message: Message) => void }) {
    this.#replica = options.replica
    this.#device = options.device
    this.#post = options.post
  }

  /** What the own hello says. */
  get feature(): { readonly seen: Uint8Array } {
    return { seen: this.#replica.seenDigest() }
  }

  /** @param features of the other side's hello */
  greeted(features: { readonly [key: string]: Cbor }): void {
    const theirs = Object.hasOwn(features, 'seen') ? features['seen'] : undefined
    if (theirs instanceof Uint8Array && theirs.byteLength === 16) this.#theirs = theirs
  }

  /** The logs are through. */
  begin(): void {
    if (this.#begun) return
    this.#begun = true
    if (this.#theirs !== undefined && !bytesEqual(this.#theirs, this.#replica.seenDigest()))
      this.#send(this.#replica.seenStatements())
  }

  grown({ statements, origin }: ReplicaEvents['seen:grown']): void {
    if (this.#begun && origin !== this.#device) this.#send(statements)
  }

  #send(statements: readonly Uint8Array[]): void {
    if (this.#theirs === undefined) return
    for (const part of inParts(statements, MAX_SEEN)) this.#post({ type: 'seen', statements: part })
  }
}
