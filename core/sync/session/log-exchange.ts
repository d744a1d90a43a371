import { toHex } from '../../shared/bytes.ts'
import type { Replica } from '../ports.ts'
import { violation } from '../protocol/checks.ts'
import { MAX_LOG_IDS, MAX_LOG_IDS_TOTAL, MAX_RECORDS } from '../protocol/limits.ts'
import { inParts, type Message } from '../protocol/messages.ts'

/** Bytes that a record to be sent takes until then: itself it is in memory anyway. */
const WAITING_BYTES = 16

/** Brings two logs together: ids both ways, then what the other lacks (PROTOCOL 5.1, messages 2 and 3). */
export class LogExchange {
  readonly #replica: Replica
  readonly #post: (message: Message) => void
  readonly #postLater: (messages: Iterable<Message>, bytes: number) => void
  readonly #theirs = new Set<string>()
  #asked = false

  constructor(options: {
    replica: Replica
    post: (message: Message) => void
    /** For messages that are made when it is their turn, and the bytes that they take until then. */
    postLater: (messages: Iterable<Message>, bytes: number) => void
  }) {
    this.#replica = options.replica
    this.#post = options.post
    this.#postLater = options.postLater
  }

  /** The own ids are out and theirs are not in yet. */
  get underWay(): boolean {
    return this.#asked
  }

  open(): void {
    this.#asked = true
    this.#sendIds()
  }

  /**
   * Answers the other side's ids.
   *
   * @returns whether they were complete, and if so whether the other side holds the whole log
   * @throws MeshError `sync/protocol-violation`
   */
  receive(ids: readonly Uint8Array[], more: boolean): 'more' | 'lacking' | 'holds-all' {
    for (const id of ids) this.#theirs.add(toHex(id))
    if (this.#theirs.size > MAX_LOG_IDS_TOTAL || (more && ids.length === 0)) throw violation('log-ids')
    if (more) return 'more'
    if (!this.#asked) this.#sendIds()
    this.#asked = false
    const lacking = this.#replica.logIds().filter((id) => !this.#theirs.has(toHex(id)))
    this.#theirs.clear()
    this.push(this.#replica.logRecords(lacking))
    return lacking.length === 0 ? 'holds-all' : 'lacking'
  }

  /** Sends records, ancestors first. */
  push(records: readonly Uint8Array[]): void {
    const parts = inParts(records, MAX_RECORDS).map((part) => ({ type: 'log-records', records: part }) as const)
    this.#postLater(parts, WAITING_BYTES * records.length)
  }

  #sendIds(): void {
    const ids = this.#replica.logIds()
    for (let at = 0; at === 0 || at < ids.length; at += MAX_LOG_IDS) {
      this.#post({ type: 'log-ids', ids: ids.slice(at, at + MAX_LOG_IDS), more: at + MAX_LOG_IDS < ids.length })
    }
  }
}
