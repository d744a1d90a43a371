import type { z } from 'zod'

import type { events } from './contract/events.ts'
import { alertContract } from './contract/alert.ts'
import { attentionContract } from './contract/attention.ts'
import { backupContract } from './contract/backup.ts'
import { circleContract } from './contract/circle.ts'
import { disputeContract } from './contract/dispute.ts'
import { doctorContract } from './contract/doctor.ts'
import { dutyContract, journeyContract } from './contract/duty.ts'
import { deviceContract } from './contract/device.ts'
import { erasureContract } from './contract/erasure.ts'
import { holdContract } from './contract/hold.ts'
import { inviteContract } from './contract/invite.ts'
import { networkContract } from './contract/network.ts'
import { profileContract } from './contract/profile.ts'
import { recordContract } from './contract/record.ts'
import { recoveryContract } from './contract/recovery.ts'
import { restoreContract } from './contract/restore.ts'
import { syncContract } from './contract/sync.ts'
import { troubleContract } from './contract/trouble.ts'
import { treeContract } from './contract/tree.ts'
import { actContract, incidentContract, planContract } from './contract/work.ts'

/** The one contract between the engine and whatever shows it. Types and run-time checks live together. */
export const contract = {
  ...profileContract,
  ...backupContract,
  ...doctorContract,
  ...networkContract,
  ...deviceContract,
  ...inviteContract,
  ...recordContract,
  ...erasureContract,
  ...incidentContract,
  ...planContract,
  ...alertContract,
  ...dutyContract,
  ...journeyContract,
  ...attentionContract,
  ...circleContract,
  ...treeContract,
  ...actContract,
  ...recoveryContract,
  ...disputeContract,
  ...syncContract,
  ...restoreContract,
  ...holdContract,
  ...troubleContract,
} as const

type Contract = typeof contract
/** Commands and queries: everything that is called. */
export type CommandName = keyof Contract
/** What the caller writes: fields with a default may be left out. */
export type CommandCall<Name extends CommandName> = z.input<Contract[Name]['input']>
/** What the handler sees, after the schema. */
export type CommandInput<Name extends CommandName> = z.output<Contract[Name]['input']>
export type CommandOutput<Name extends CommandName> = z.output<Contract[Name]['output']>

export type EventName = keyof typeof events
export type EventData<Name extends EventName> = z.output<(typeof events)[Name]>
/** For `Events<EngineEvents>` and `Emitter<EngineEvents>`. */
export type EngineEvents = { [Name in EventName]: EventData<Name> }

/** What a handler gets beside its input. */
export interface CallContext {
  /** Aborted when the caller cancels or goes away. */
  readonly signal: AbortSignal
}

/** One handler per command; the compiler refuses a missing or a misspelt one. */
export type Handlers = {
  [Name in CommandName]: (input: CommandInput<Name>, context: CallContext) => Promise<CommandOutput<Name>>
}
