import type { Handlers } from '../../bridge/contract.ts'
import type { MusterEngine } from '../engine.ts'
import { incidentHandlers } from './incident-handlers.ts'
import { inviteHandlers } from './invite-handlers.ts'
import { joinHandlers } from './join-handlers.ts'
import { memberHandlers } from './member-handlers.ts'
import { networkHandlers } from './network-handlers.ts'
import { planHandlers } from './plan-handlers.ts'
import { profileHandlers } from './profile-handlers.ts'
import { recordHandlers } from './record-handlers.ts'
import { syncHandlers } from './sync-handlers.ts'

/** An answer to every command of the bridge; the compiler refuses a missing one. */
export function engineHandlers(engine: MusterEngine): Handlers {
  return {
    ...profileHandlers(engine),
    ...networkHandlers(engine),
    ...joinHandlers(engine),
    ...inviteHandlers(engine),
    ...memberHandlers(engine),
    ...recordHandlers(engine),
    ...incidentHandlers(engine),
    ...planHandlers(engine),
    ...syncHandlers(engine),
  }
}
