/**
 * A framed, ordered, reliable pipe of messages between two peers: what the protocols speak over.
 * The libp2p adapter is in network/; tests use a pair whose messages are delivered by hand.
 */
export interface Wire {
  /**
   * Hands one message (1 byte to 1 MiB) to the pipe. Resolves when the pipe can take the next one.
   * @throws MeshError `network/peer-unreachable` once the pipe is closed, `sync/message-too-large` over the limit
   */
  send(message: Uint8Array): Promise<void>
  /**
   * The next message, in order; undefined once the other side has closed.
   * Only one receive may be pending at a time.
   * @throws MeshError `shared/aborted` by the signal, `network/peer-unreachable` when the pipe broke,
   *   `sync/message-too-large` when the other side claims a larger frame (the pipe is then broken)
   */
  receive(options?: { signal?: AbortSignal }): Promise<Uint8Array | undefined>
  /** Ends the pipe after what was sent; safe twice; never rejects. */
  close(): Promise<void>
  /** Breaks the pipe now; safe twice. */
  abort(): void
}

/** Largest message of any protocol, in bytes. */
export const MAX_MESSAGE_BYTES = 1 << 20
