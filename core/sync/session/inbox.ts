import type { Message } from '../protocol/messages.ts'

/** Bytes besides units that may wait before the wire is read no further. */
const MOST_WAITING_BYTES = 2 << 20

/** Messages read and not yet handled, in order. Units are bounded by the credit, the rest by not reading on. */
export class Inbox {
  readonly #waiting: { message: Message; bytes: number }[] = []
  #bytes = 0
  #closed = false
  #finished = false
  #onMessage: () => void = () => undefined
  #onRoom: () => void = () => undefined

  get empty(): boolean {
    return this.#waiting.length === 0
  }

  push(message: Message, bytes: number): void {
    const counted = message.type === 'units' ? 0 : bytes
    this.#waiting.push({ message, bytes: counted })
    this.#bytes += counted
    this.#onMessage()
  }

  /** The next message; undefined once closed, or once all are taken and no more will come. */
  async take(): Promise<Message | undefined> {
    while (this.#waiting.length === 0 && !this.#closed && !this.#finished) {
      await new Promise<void>((resolve) => (this.#onMessage = resolve))
    }
    const next = this.#closed ? undefined : this.#waiting.shift()
    this.#bytes -= next?.bytes ?? 0
    this.#onRoom()
    return next?.message
  }

  /** Resolves when more may be read. */
  async room(): Promise<void> {
    while (this.#bytes > MOST_WAITING_BYTES && !this.#closed) {
      await new Promise<void>((resolve) => (this.#onRoom = resolve))
    }
  }

  /** Nothing more will come; what waits is still handled: last words may be among it. */
  finish(): void {
    this.#finished = true
    this.#onMessage()
  }

  close(): void {
    this.#closed = true
    this.#onMessage()
    this.#onRoom()
  }
}
