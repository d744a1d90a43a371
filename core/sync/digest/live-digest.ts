import { toHex, fromHex } from '../../shared/bytes.ts'
import type { DigestItem, Replica } from '../ports.ts'
import { DigestIndex } from './digest-index.ts'

/** Items hashed in one turn of the event loop: a few milliseconds. */
const PREPARED_AT_ONCE = 1_024

/** The digest of one replica, kept up to date by its events and shared by all sessions. */
export class LiveDigest {
  readonly #replica: Replica
  #index = new DigestIndex()
  readonly #touched = new Set<string>()
  readonly #unsubscribe: readonly (() => void)[]
  #items: readonly DigestItem[] | undefined
  #root: Uint8Array | undefined

  constructor(replica: Replica) {
    this.#replica = replica
    const touch = ({ document }: { document: Uint8Array }): void => {
      this.#touched.add(toHex(document))
      this.#root = undefined
    }
    this.#unsubscribe = [replica.events.on('unit:stored', touch), replica.events.on('item:changed', touch)]
  }

  /** Makes the index bit by bit, so that the first who connects does not wait for it. */
  async prepare(turn: () => Promise<void>): Promise<void> {
    const items = this.#replica.items()
    const index = new DigestIndex()
    for (let at = 0; at < items.length && this.#items === undefined; at += PREPARED_AT_ONCE) {
      index.append(items.slice(at, at + PREPARED_AT_ONCE))
      await turn()
    }
    if (this.#items !== undefined) return // somebody could not wait
    this.#index = index
    this.#items = items
  }

  /** The index as of now. */
  current(): DigestIndex {
    if (this.#items === undefined) this.reread()
    for (const hex of this.#touched) {
      const document = fromHex(hex)
      this.#index.set(document, this.#replica.fingerprintOf(document))
    }
    this.#touched.clear()
    return this.#index
  }

  /** Compares with the whole of the replica, in case an event was missed: before each exchange. */
  reread(): void {
    const items = this.#replica.items()
    if (items === this.#items && this.#touched.size === 0) return
    this.#items = items
    this.#touched.clear()
    this.#root = undefined
    this.#index.refresh(items)
  }

  /** Fingerprint over everything. */
  root(): Uint8Array {
    const index = this.current()
    return (this.#root ??= index.fingerprint(0, index.size))
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
  }
}
