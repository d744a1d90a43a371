import type { WireError } from '../shared/errors.ts'

/** A duplex carrier of plain JSON values: a local socket, a WebSocket, a MessagePort, memory in tests. */
export interface Channel {
  /** Does nothing once closed. @returns bytes waiting to be taken by the other side; 0 where the carrier cannot tell */
  send(message: unknown): number
  /** What cannot be read arrives as undefined. */
  onMessage(listener: (message: unknown) => void): void
  /** Called once, also when already closed. */
  onClose(listener: () => void): void
  /** Safe twice. */
  close(): void
}

/** From the caller. Ids are positive integers of its own choice, unique among its pending calls. */
export type Request =
  | { t: 'call'; id: number; name: string; input: unknown }
  | { t: 'cancel'; id: number }
  | { t: 'listen'; name: string }
  | { t: 'unlisten'; name: string }

/** From the engine. Id 0 answers what had no usable id. */
export type Reply =
  | { t: 'ok'; id: number; value: unknown }
  | { t: 'err'; id: number; error: WireError }
  | { t: 'event'; name: string; data: unknown }
