import type { EngineEvents, Handlers } from '../core/bridge/contract.ts'
import type { Events } from '../core/shared/events.ts'

export interface EngineOptions {
  /** Made with its vault when there is none yet. */
  readonly profileDir: string
  /**
   * Asked once, after the profile's lock is taken: nobody is asked for a passphrase that another process already has.
   * Absent: the engine starts locked.
   */
  readonly passphrase?: () => Promise<string>
  /** False: no sockets, no discovery; only the profile. */
  readonly online: boolean
  /** False: it lives as long as one command; what rings is left for one that stays. Default true. */
  readonly attended?: boolean
  /** `ip:port`; port 0 or absent lets the system choose. */
  readonly listen?: string
  /** Default true. */
  readonly discovery?: boolean
}

/** Port: the engine as the command line needs it; implemented by core/engine/engine.ts. */
export interface Engine {
  readonly handlers: Handlers
  readonly events: Events<EngineEvents>
  /** Never rejects. */
  stop(): Promise<void>
}

/**
 * @throws MeshError `identity/profile-in-use` before anything costly when another process has the profile,
 *   `identity/wrong-passphrase`, `identity/profile-*`, `documents/*`, `network/port-in-use`, `network/address-unavailable`
 */
export type OpenEngine = (options: EngineOptions) => Promise<Engine>
