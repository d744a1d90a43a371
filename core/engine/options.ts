import type { StartForeignProcess } from '../documents/automerge/host-process.ts'
import type { PassphraseCost } from '../identity/vault/passphrase-key.ts'
import type { Clock, RandomBytes } from '../shared/clock.ts'

/** How an engine is opened. */
export interface EngineOptions {
  /** Made with its vault when there is none yet. */
  readonly profileDir: string
  /**
   * Asked once, after the profile's lock is taken: nobody is asked for a passphrase that another process already has.
   * Absent: the engine starts locked, and `profile:unlock` opens the profile or makes it.
   */
  readonly passphrase?: () => Promise<string>
  /** False: no sockets, no discovery; only the profile. */
  readonly online: boolean
  /** False: a process that soon ends and whose events nobody watches; what rings is left for one that stays. Default true. */
  readonly attended?: boolean
  /** `ip:port`; port 0 lets the system choose; absent: all addresses, and the port used last. */
  readonly listen?: string
  /** Default true. */
  readonly discovery?: boolean
  readonly clock?: Clock
  readonly random?: RandomBytes
  /** Of a vault to be made; tests make it cheap. */
  readonly cost?: PassphraseCost
  /** Told in `profile:status`. */
  readonly version?: string
  /** Where the documents process is not a child of this one: how it is started. */
  readonly startDocuments?: StartForeignProcess
}
