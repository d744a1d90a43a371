import type { EngineEvents, EventName } from '../bridge/contract.ts'
import type { Address } from '../network/ports.ts'
import type { RingLog } from '../shared/log.ts'
import type { EngineOptions } from './options.ts'
import type { EngineParts, Unlocked } from './unlocked.ts'

/** What the handlers see of the engine. */
export interface EngineAccess {
  readonly options: EngineOptions
  readonly parts: EngineParts
  readonly log: RingLog
  readonly isUnlocked: boolean
  /** @throws MeshError `identity/locked` */
  readonly unlocked: Unlocked
  /** Where other laptops reach this one now; empty while offline or locked. */
  addresses(): readonly Address[]
  /** Where this laptop will be once it runs, on the port it keeps from now on. IPv4 first. */
  futureAddresses(): readonly Address[]
  /** Tells every carrier. */
  tell<Name extends EventName>(name: Name, data: EngineEvents[Name]): void
  /** Opens the profile and goes online where that is wanted. Does nothing while unlocked. */
  unlock(passphrase: string): Promise<void>
  /** Leaves the wifi and forgets every key. Never rejects; safe twice. */
  lock(): Promise<void>
}
