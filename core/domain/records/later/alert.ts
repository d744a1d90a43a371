import {
  flat,
  log,
  map,
  needed,
  scalar,
  searched,
  tuple,
  type ParsedFields,
  type ShownFields,
} from '../../shape/fields.ts'
import { readId, readInteger, readLabel, readText, readTime, readWord } from '../../shape/scalars.ts'
import { showFields } from '../../shape/show.ts'
import { ALERT_ANSWERS, ALERT_MACHINE, ANSWER_WAYS, type AlertState } from '../../states/alert-states.ts'
import { reduceMoves } from '../../states/machine.ts'
import { VERIFICATION_STATES } from '../../states/verification-states.ts'
import { BASE, labelField, moveLog, textField } from '../common.ts'
import { ALERT_STATUSES, AUDIENCES, CERTAINTIES, HELP_KINDS, SEVERITIES, URGENCIES } from '../words.ts'

/** What an escalation step does. */
export const ESCALATION_STEPS = ['repeat', 'back-up-circle', 'call-the-tree'] as const

/** A call for help (CAP 1.2). Frozen once sent; what changes afterwards is in logs, acknowledgements and newer alerts. */
export const ALERT_FIELDS = {
  ...BASE,
  about: tuple({ kind: needed(readWord(['incident', 'plan'])), id: needed(readId) }),
  /** CAP `msgType`; an Update or Cancel names the alert that it is about. */
  messageType: scalar(readWord(['Alert', 'Update', 'Cancel'])),
  references: scalar(readId),
  status: scalar(readWord(ALERT_STATUSES)),
  audience: tuple({ scope: needed(readWord(AUDIENCES)), of: scalar(readLabel(64)) }),
  kind: scalar(readWord(HELP_KINDS)),
  urgency: scalar(readWord(URGENCIES)),
  severity: scalar(readWord(SEVERITIES)),
  certainty: scalar(readWord(CERTAINTIES)),
  /** Copied from the incident when sent. */
  verified: scalar(readWord(VERIFICATION_STATES)),
  /** Person ids of those who confirmed "act now, unverified". */
  unverifiedConfirmations: flat({ at: scalar(readTime) }),
  headline: searched(scalar(readLabel(90))),
  instruction: searched(scalar(readText(300))),
  area: labelField(),
  sent: scalar(readTime),
  expires: scalar(readTime),
  need: map({ role: searched(needed(readLabel(64))), count: needed(readInteger(1, 1_000)) }),
  acks: flat({
    reachedAt: scalar(readTime),
    seenAt: scalar(readTime),
    answer: scalar(readWord(ALERT_ANSWERS)),
    at: scalar(readTime),
    eta: scalar(readTime),
    via: scalar(readWord(ANSWER_WAYS)),
    by: scalar(readId),
  }),
  stateLog: moveLog(ALERT_MACHINE),
  escalationLog: log({ step: needed(readWord(ESCALATION_STEPS)), note: textField(500) }),
} as const

export type AlertRecord = ParsedFields<typeof ALERT_FIELDS>
export interface AlertView extends ShownFields<typeof ALERT_FIELDS> {
  readonly state: AlertState
}

const ENDED: ReadonlySet<AlertState> = new Set(['all-clear', 'cancelled', 'expired'])

export function presentAlert(record: AlertRecord, options: { now: number }): AlertView {
  const { state } = reduceMoves(ALERT_MACHINE, record.stateLog)
  const expired = record.expires !== null && record.expires <= options.now && state !== 'draft' && !ENDED.has(state)
  return { ...showFields(ALERT_FIELDS, record, options), state: expired ? 'expired' : state }
}
