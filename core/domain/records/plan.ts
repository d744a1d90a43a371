import {
  counter,
  coText,
  flat,
  map,
  needed,
  scalar,
  searched,
  type ParsedFields,
  type ShownFields,
} from '../shape/fields.ts'
import {
  MAX_LONG_TEXT,
  readId,
  readInteger,
  readLabel,
  readRule,
  readText,
  readTime,
  readWord,
  readZone,
} from '../shape/scalars.ts'
import { showFields } from '../shape/show.ts'
import { reduceMoves } from '../states/machine.ts'
import {
  DEMAND_MACHINE,
  PLAN_MACHINE,
  SPONSOR_MACHINE,
  TASK_MACHINE,
  type DemandState,
  type PlanState,
  type SponsorState,
  type TaskState,
} from '../states/work-states.ts'
import { BASE, labelField, moveLog, placeField, textField } from './common.ts'
import { INSTITUTION_KINDS, PARTSTATS, PLAN_KINDS } from './words.ts'

const made = { createdAt: scalar(readTime), createdBy: scalar(readId) } as const
const answer = { partstat: scalar(readWord(PARTSTATS)), at: scalar(readTime) } as const

/** A plan in the terms of iCalendar (RFC 5545). */
export const PLAN_FIELDS = {
  ...BASE,
  kind: scalar(readWord(PLAN_KINDS)),
  summary: labelField(),
  /** Written together. */
  description: coText(MAX_LONG_TEXT),
  start: scalar(readTime),
  end: scalar(readTime),
  tzid: scalar(readZone),
  rrule: scalar(readRule),
  place: placeField(),
  statusLog: moveLog(PLAN_MACHINE),
  tasks: map({
    summary: searched(needed(readLabel())),
    text: textField(1_000),
    due: scalar(readTime),
    ...made,
    log: moveLog(TASK_MACHINE),
    /** Who does it. */
    assignees: flat(answer),
  }),
  shifts: map({
    start: needed(readTime),
    end: scalar(readTime),
    role: labelField(64),
    min: scalar(readInteger(0, 10_000)),
    max: scalar(readInteger(0, 10_000)),
    ...made,
    archivedAt: scalar(readTime),
    signUps: flat(answer),
  }),
  signUps: flat({ ...answer, checkedInAt: scalar(readTime), checkedOutAt: scalar(readTime) }),
  coSponsors: map({
    organisation: searched(needed(readLabel())),
    pointContact: labelField(),
    gives: textField(500),
    ...made,
    log: moveLog(SPONSOR_MACHINE),
  }),
  /** Addressed to institutions. */
  demands: map({
    text: searched(needed(readText(1_000))),
    institution: searched(needed(readLabel())),
    institutionKind: needed(readWord(INSTITUTION_KINDS)),
    ...made,
    log: moveLog(DEMAND_MACHINE),
  }),
  safetyPlan: textField(),
  supplies: map({
    name: searched(needed(readLabel())),
    unit: labelField(30),
    wanted: scalar(readInteger(0, 1_000_000_000)),
    ...made,
    archivedAt: scalar(readTime),
    stock: counter(),
  }),
} as const

export type PlanRecord = ParsedFields<typeof PLAN_FIELDS>
type Shown = ShownFields<typeof PLAN_FIELDS>

export type TaskView = Shown['tasks'][number] & {
  readonly state: TaskState
  /** Person ids of those who have taken it. */
  readonly by: readonly string[]
}
export type ShiftView = Shown['shifts'][number] & {
  readonly accepted: number
  /** `open` below the least, `enough` from there on, `full` at the most. */
  readonly filling: 'open' | 'enough' | 'full'
}
export interface PlanView extends Omit<Shown, 'tasks' | 'shifts' | 'coSponsors' | 'demands'> {
  /** STATUS. */
  readonly state: PlanState
  readonly contested: boolean
  readonly tasks: readonly TaskView[]
  readonly shifts: readonly ShiftView[]
  readonly coSponsors: readonly (Shown['coSponsors'][number] & { readonly state: SponsorState })[]
  readonly demands: readonly (Shown['demands'][number] & { readonly state: DemandState })[]
  readonly counts: { readonly accepted: number; readonly declined: number; readonly tentative: number }
}

export function presentPlan(record: PlanRecord, options: { now: number }): PlanView {
  const shown = showFields(PLAN_FIELDS, record, options)
  const status = reduceMoves(PLAN_MACHINE, record.statusLog)
  const counted = (partstat: string): number => shown.signUps.filter((one) => one.partstat === partstat).length
  return {
    ...shown,
    state: status.state,
    contested: status.contested,
    tasks: shown.tasks.map((task) => ({
      ...task,
      state: taskState(record, task.id),
      by: task.assignees.filter((one) => one.partstat === 'accepted').map((one) => one.member),
    })),
    shifts: shown.shifts.map(showShift),
    coSponsors: shown.coSponsors.map((one) => ({
      ...one,
      state: reduceMoves(SPONSOR_MACHINE, record.coSponsors[one.id]!.log).state,
    })),
    demands: shown.demands.map((one) => ({
      ...one,
      state: reduceMoves(DEMAND_MACHINE, record.demands[one.id]!.log).state,
    })),
    counts: { accepted: counted('accepted'), declined: counted('declined'), tentative: counted('tentative') },
  }
}

/** @param id of a task that exists */
export function taskState(record: PlanRecord, id: string): TaskState {
  return reduceMoves(TASK_MACHINE, record.tasks[id]!.log).state
}

function showShift(shift: Shown['shifts'][number]): ShiftView {
  const accepted = shift.signUps.filter((one) => one.partstat === 'accepted').length
  const full = shift.max !== null && accepted >= shift.max
  return { ...shift, accepted, filling: full ? 'full' : accepted >= (shift.min ?? 1) ? 'enough' : 'open' }
}
