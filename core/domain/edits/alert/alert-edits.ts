import { archive, decideFlag, flag } from '../common.ts'
import { answer, reached, recordAnswer, seen } from './answer.ts'
import { branchDone } from './branch.ts'
import { editAlert } from './compose.ts'
import { allClear, cancel, enough, supersede } from './ending.ts'
import { escalate, stopEscalation } from './escalate.ts'
import { checkIn, debrief, needsHelp, pair } from './responders.ts'
import { confirm, send } from './send.ts'

/** Everything that can be done to an alert. */
export const alertEdits = {
  edit: editAlert,
  confirm,
  send,
  reached,
  seen,
  answer,
  record: recordAnswer,
  branchDone,
  checkIn,
  needsHelp,
  pair,
  debrief,
  enough,
  cancel,
  allClear,
  supersede,
  escalate,
  stopEscalation,
  archive,
  flag,
  decideFlag,
} as const
