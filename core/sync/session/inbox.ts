import { toHex } from '../../shared/bytes.ts'
import { documentOfUnit } from '../protocol/decode.ts'
import { LANE_PATIENCE } from '../protocol/limits.ts'
import type { Message } from '../protocol/messages.ts'
import { isSmall } from '../transfer/arrivals.ts'

/** Bytes besides units that may wait before the wire is read no further. */
const MOST_WAITING_BYTES = 2 << 20

interface Waiting {
  readonly message: Message
  readonly bytes: number
  /** Small batches that have gone before this one. */
  overtaken: number
  /** The documents (hex) that it is about, once that was asked. */
  documents?: ReadonlySet<string>
}

/**
 * Messages read and not yet handled, in order but for units: a small batch goes before large ones that are about other
 * documents, a few times each; so do wants, and acknowledgements and session records in any case. Units are bounded by
 * the credit, the rest by not reading on.
 */
export class Inbox {
  readonly #waiting: Waiting[] = []
  #bytes = 0
  #closed = false
  #finished = false
  #onMessage: () => void = () => undefined
  #onRoom: () => void = () => undefined

  get empty(): boolean {
    return this.#waiting.length === 0
  }

  push(message: Message, bytes: number): void {
    const arrived = { message, bytes: message.type === 'units' ? 0 : bytes, overtaken: 0 }
    const behind = this.#waiting.findLastIndex((waiting) => !mayPass(arrived, waiting))
    if (message.type === 'units') for (const waiting of this.#waiting.slice(behind + 1)) waiting.overtaken += 1
    this.#waiting.splice(behind + 1, 0, arrived)
    this.#bytes += arrived.bytes
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

function mayPass(arrived: Waiting, waiting: Waiting): boolean {
  if (waiting.message.type !== 'units') return false
  const { message } = arrived
  if (message.type === 'ack' || message.type === 'sessions') return true
  if (message.type === 'units') {
    if (!isSmall(message.units) || isSmall(waiting.message.units) || waiting.overtaken >= LANE_PATIENCE) return false
  } else if (message.type !== 'want') return false
  const about = documentsOf(waiting)
  return ![...documentsOf(arrived)].some((document) => about.has(document))
}

function documentsOf(waiting: Waiting): ReadonlySet<string> {
  return (waiting.documents ??= new Set(idsIn(waiting.message).map(toHex)))
}

function idsIn(message: Message): readonly Uint8Array[] {
  if (message.type === 'want') return message.wants.map(({ document }) => document)
  return message.type === 'units' ? message.units.flatMap((unit) => documentOfUnit(unit) ?? []) : []
}
