import type { Handlers } from '../../bridge/contract.ts'
import type { EngineAccess } from '../access.ts'
import { erasureHandlers } from '../erasure/erasure-handlers.ts'
import { alertHandlers } from '../alerts/alert-handlers.ts'
import { attentionHandlers } from '../attention/attention-handlers.ts'
import { backupHandlers } from '../backup/backup-handlers.ts'
import { circleHandlers } from '../circles/circle-handlers.ts'
import { actHandlers } from './act-handlers.ts'
import { deviceHandlers } from './device-handlers.ts'
import { disputeHandlers } from './dispute-handlers.ts'
import { doctorHandlers } from '../doctor/doctor-handlers.ts'
import { dutyHandlers } from '../duty/duty-handlers.ts'
import { journeyHandlers } from '../duty/journey-handlers.ts'
import { inviteHandlers } from './invite-handlers.ts'
import { joinHandlers } from './join-handlers.ts'
import { memberHandlers } from './member-handlers.ts'
import { networkHandlers } from './network-handlers.ts'
import { profileHandlers } from './profile-handlers.ts'
import { recordHandlers } from './record-handlers.ts'
import { recoveryHandlers } from './recovery-handlers.ts'
import { holdHandlers } from '../retention/hold-handlers.ts'
import { restoreHandlers } from '../restoring/restore-handlers.ts'
import { syncHandlers } from './sync-handlers.ts'
import { troubleHandlers } from './trouble-handlers.ts'
import { treeHandlers } from '../tree/tree-handlers.ts'

/** An answer to every command of the bridge; the compiler refuses a missing one. */
export function engineHandlers(engine: EngineAccess): Handlers {
  const profile = profileHandlers(engine)
  return {
    ...profile,
    ...backupHandlers(engine),
    ...doctorHandlers(engine, { unlock: profile['profile:unlock'] }),
    ...networkHandlers(engine),
    ...joinHandlers(engine),
    ...inviteHandlers(engine),
    ...memberHandlers(engine),
    ...deviceHandlers(engine),
    ...recordHandlers(engine),
    ...erasureHandlers(engine),
    ...actHandlers(engine),
    ...alertHandlers(engine),
    ...dutyHandlers(engine),
    ...journeyHandlers(engine),
    ...attentionHandlers(engine),
    ...circleHandlers(engine),
    ...treeHandlers(engine),
    ...troubleHandlers(engine),
    ...recoveryHandlers(engine),
    ...disputeHandlers(engine),
    ...syncHandlers(engine),
    ...restoreHandlers(engine),
    ...holdHandlers(engine),
  }
}
