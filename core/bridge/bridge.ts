import type { CommandCall, CommandName, CommandOutput, EventData, EventName } from './contract.ts'

/** A duplex carrier of plain JSON values: a local socket, a WebSocket, a MessagePort, memory in tests. */
export interface Channel {
  /** @returns number of bytes waiting to be taken by the other side, 0 where the carrier cannot tell */
  send(message: unknown): number
  onMessage(listener: (message: unknown) => void): void
  /** Called once, also when already closed. */
  onClose(listener: () => void): void
  /** Safe twice. */
  close(): void
}

/** What the caller sees, whatever carries it. */
export interface Bridge {
  /** @throws MeshError with the code the engine gave, `shared/aborted`, or `bridge/disconnected` when the engine went away */
  call<Name extends CommandName>(name: Name, input: CommandCall<Name>, options?: { signal?: AbortSignal }): Promise<CommandOutput<Name>>
  /** @returns the function that unsubscribes */
  on<Name extends EventName>(name: Name, listener: (data: EventData<Name>) => void): () => void
  onClose(listener: () => void): void
  close(): void
}
