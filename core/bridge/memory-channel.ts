import type { Channel } from './channel.ts'

/**
 * Two joined ends within one process: the caller and the engine share it, and what a socket would do to a message
 * (through JSON, in a later turn, in order) happens here too.
 */
export function memoryChannel(): [Channel, Channel] {
  const left = new End()
  const right = new End()
  left.other = right
  right.other = left
  return [left, right]
}

class End implements Channel {
  other!: End
  readonly #onMessage: ((message: unknown) => void)[] = []
  readonly #onClose: (() => void)[] = []
  #closed = false

  send(message: unknown): number {
    const text = JSON.stringify(message)
    if (!this.#closed) queueMicrotask(() => this.other.#deliver(JSON.parse(text)))
    return 0
  }

  #deliver(message: unknown): void {
    if (!this.#closed) for (const listener of this.#onMessage) listener(message)
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage.push(listener)
  }

  onClose(listener: () => void): void {
    if (this.#closed) queueMicrotask(listener)
    else this.#onClose.push(listener)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const listener of this.#onClose.splice(0)) listener()
    queueMicrotask(() => this.other.close())
  }
}
