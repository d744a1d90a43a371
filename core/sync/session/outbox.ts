import type { Wire } from '../../shared/wire.ts'
import { violation } from '../protocol/checks.ts'

/** Answers that may wait for a peer that does not read. */
const MOST_WAITING_BYTES = 16 << 20

/**
 * The one writer of a wire. Control messages go first, in order; between them one batch of units at a time, asked for
 * at the last moment, so that what is urgent then goes next.
 */
export class Outbox {
  readonly #wire: Wire
  readonly #nextBatch: () => readonly Uint8Array[]
  readonly #turn: () => Promise<void>
  readonly #onIdle: () => void
  readonly #onFailure: (error: unknown) => void
  #control: Iterable<Uint8Array>[] = []
  #waitingBytes = 0
  #pumping = false
  #closed = false
  /** Bytes handed to the wire so far. */
  sentBytes = 0

  constructor(options: {
    wire: Wire
    /** Messages of the next batch of units; empty when there is nothing or no credit. */
    nextBatch: () => readonly Uint8Array[]
    /** Lets the event loop turn: what is asked for within one turn travels together. */
    turn: () => Promise<void>
    onIdle: () => void
    onFailure: (error: unknown) => void
  }) {
    this.#wire = options.wire
    this.#nextBatch = options.nextBatch
    this.#turn = options.turn
    this.#onIdle = options.onIdle
    this.#onFailure = options.onFailure
  }

  get idle(): boolean {
    return !this.#pumping && this.#control.length === 0
  }

  post(message: Uint8Array): void {
    this.postLater([message], message.byteLength)
  }

  /**
   * Messages that are made when it is their turn: together they may be more than may wait.
   *
   * @param bytes that they take until then
   */
  postLater(messages: Iterable<Uint8Array>, bytes: number): void {
    this.#control.push(messages)
    this.#waitingBytes += bytes
    if (this.#waitingBytes > MOST_WAITING_BYTES) this.#onFailure(violation('not-reading'))
    else this.wake()
  }

  /** There may be units to send. */
  wake(): void {
    if (!this.#pumping && !this.#closed) void this.#pump()
  }

  close(): void {
    this.#closed = true
    this.#control = []
  }

  async #pump(): Promise<void> {
    this.#pumping = true
    try {
      await this.#turn()
      while (!this.#closed && (await this.#sendSome())) await this.#turn()
    } catch (error) {
      this.#onFailure(error)
    } finally {
      this.#pumping = false
    }
    if (!this.#closed) this.#onIdle()
  }

  async #sendSome(): Promise<boolean> {
    const control = this.#control
    this.#control = []
    this.#waitingBytes = 0
    const due: readonly Iterable<Uint8Array>[] =
      control.length > 0 ? control : this.#nextBatch().map((message) => [message])
    for (const messages of due) {
      for (const message of messages) {
        if (this.#closed) return false
        this.sentBytes += message.byteLength
        await this.#wire.send(message)
      }
    }
    return due.length > 0
  }
}
