import type { AutoLockMinutes } from '../../core/bridge/contract/auto-lock.ts'
import type { WireError } from '../../core/shared/errors.ts'

/** How the engine is started; it arrives by message, never by argument. */
export interface EngineStart {
  readonly profileDir: string
  readonly version: string
  /** `ip:port` */
  readonly listen: string | undefined
  readonly discovery: boolean
}

/** From the main process to the engine's. `attach` and `documents` come with one port. */
export type ToEngine =
  | { readonly do: 'start'; readonly start: EngineStart }
  | { readonly do: 'attach' }
  | { readonly do: 'documents'; readonly id: number; readonly pid: number | undefined }
  | { readonly do: 'documents-ended'; readonly id: number }
  | { readonly do: 'lock' }
  | { readonly do: 'stop' }

/** From the engine's process to the main one. */
export type FromEngine =
  | { readonly tell: 'failed'; readonly error: WireError }
  | { readonly tell: 'start-documents'; readonly id: number }
  | { readonly tell: 'end-documents'; readonly id: number }
  | { readonly tell: 'status'; readonly status: EngineStatus }
  | { readonly tell: 'notice'; readonly notice: Notice }

/** What the tray shows: nothing that a person looking over a shoulder should not see. */
export interface EngineStatus {
  readonly state: 'new' | 'locked' | 'unlocked'
  /** Other people connected now. */
  readonly connected: number
  /** Least good of all networks; the words of the sync contract. */
  readonly saved: 'empty' | 'this-computer-only' | 'some-have-it' | 'room-has-it'
  /** When it locks by itself; of no meaning unless unlocked. */
  readonly autoLockMinutes: AutoLockMinutes
}

/** What somebody should look up from other work for. `call`: a call for help or for somebody out there; `drill`: any of these as an exercise; `asks`: the rest. */
export type Notice = 'asked-to-join' | 'joined' | 'call' | 'drill' | 'asks'
