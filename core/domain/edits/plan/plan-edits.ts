import { z } from 'zod'

import { clearable, id, label, text, time, whole } from '../../input/fields.ts'
import { PLAN_FIELDS, taskState, type PlanRecord } from '../../records/plan.ts'
import {
  DEMAND_MACHINE,
  DEMAND_STATES,
  PLAN_MACHINE,
  PLAN_STATES,
  SPONSOR_MACHINE,
  SPONSOR_STATES,
  TASK_MACHINE,
  TASK_STATES,
} from '../../states/work-states.ts'
import type { Write } from '../../write.ts'
import { archive, decideFlag, flag, note, requireOrder, timeValue } from '../common.ts'
import { defineEdit, fieldWrites, moveEntry, requireEntry } from '../edit.ts'
import {
  DemandInput,
  editPlan,
  madeEntry,
  ShiftInput,
  shiftWrite,
  SponsorInput,
  supplyWrites,
  SupplyInput,
  TaskInput,
  taskWrite,
} from './create.ts'
import { answered, signUp } from './sign-up.ts'

const tasks = PLAN_FIELDS.tasks.fields
const shifts = PLAN_FIELDS.shifts.fields

/** Moves the plan's STATUS. @throws MeshError `domain/not-allowed-now` */
const status = defineEdit(
  z.strictObject({ to: z.enum(PLAN_STATES), note }),
  (record: PlanRecord, input, ctx): Write[] => [
    moveEntry(PLAN_MACHINE, { path: ['statusLog'], field: PLAN_FIELDS.statusLog, log: record.statusLog }, input, ctx),
  ],
)

/** Takes a task (`in-process` puts the person down for it), finishes, cancels or reopens it, or changes its wording. */
const moveTask = defineEdit(
  z.strictObject({
    task: id,
    state: z.enum(TASK_STATES).optional(),
    summary: label().optional(),
    text: clearable(text(1_000)),
    due: clearable(time),
    /** Who takes it; default the one who says so. */
    person: id.optional(),
    note,
  }),
  (record: PlanRecord, input, ctx): Write[] => {
    const task = requireEntry(record.tasks, input.task, 'task')
    const at = ['tasks', input.task]
    const due = timeValue(input.due, 'due', ctx, record.tzid ?? undefined)
    const worded = fieldWrites(tasks, task, { summary: input.summary, text: input.text, due }, at)
    const member = input.person ?? ctx.by
    const taking = input.state === 'in-process' || (input.state === undefined && input.person !== undefined)
    const taken =
      taking && task.assignees[member]?.partstat !== 'accepted'
        ? answered([...at, 'assignees'], member, 'accepted', ctx.now)
        : []
    const present = taskState(record, input.task)
    const moved =
      input.state === undefined || (input.state === present && input.state === 'in-process')
        ? []
        : [
            moveEntry(
              TASK_MACHINE,
              { path: [...at, 'log'], field: tasks.log, log: task.log },
              { to: input.state, note: input.note },
              ctx,
            ),
          ]
    return [...moved, ...taken, ...worded]
  },
)

const editShift = defineEdit(
  z.strictObject({
    shift: id,
    start: time.optional(),
    end: clearable(time),
    role: clearable(label(64)),
    min: clearable(whole(0, 10_000)),
    max: clearable(whole(0, 10_000)),
    archived: z.boolean().optional(),
  }),
  (record: PlanRecord, { shift: shiftId, archived, ...input }, ctx): Write[] => {
    const shift = requireEntry(record.shifts, shiftId, 'shift')
    const start = timeValue(input.start, 'start', ctx, record.tzid ?? undefined)
    const end = timeValue(input.end, 'end', ctx, record.tzid ?? undefined)
    requireOrder(start ?? shift.start, end === undefined ? shift.end : end, 'end')
    const archivedAt = archived === undefined ? undefined : archived ? ctx.now : null
    return fieldWrites(shifts, shift, { ...input, start, end, archivedAt }, ['shifts', shiftId])
  },
)

const moveCoSponsor = defineEdit(
  z.strictObject({
    coSponsor: id,
    state: z.enum(SPONSOR_STATES).optional(),
    pointContact: clearable(label()),
    gives: clearable(text(500)),
    note,
  }),
  (record: PlanRecord, input, ctx): Write[] => {
    const field = PLAN_FIELDS.coSponsors.fields
    const sponsor = requireEntry(record.coSponsors, input.coSponsor, 'co-sponsor')
    const at = ['coSponsors', input.coSponsor]
    const place = { path: [...at, 'log'], field: field.log, log: sponsor.log }
    const moved =
      input.state === undefined ? [] : [moveEntry(SPONSOR_MACHINE, place, { to: input.state, note: input.note }, ctx)]
    return [...moved, ...fieldWrites(field, sponsor, { pointContact: input.pointContact, gives: input.gives }, at)]
  },
)

const moveDemand = defineEdit(
  z.strictObject({ demand: id, state: z.enum(DEMAND_STATES), note }),
  (record: PlanRecord, input, ctx): Write[] => {
    const demand = requireEntry(record.demands, input.demand, 'demand')
    const place = { path: ['demands', input.demand, 'log'], field: PLAN_FIELDS.demands.fields.log, log: demand.log }
    return [moveEntry(DEMAND_MACHINE, place, { to: input.state, note: input.note }, ctx)]
  },
)

/** Adds to a stock, or takes from it with a negative number. Two laptops that do so at once add up. */
const changeSupply = defineEdit(
  z.strictObject({ supply: id, by: whole(-1_000_000_000, 1_000_000_000) }),
  (record: PlanRecord, input): Write[] => {
    requireEntry(record.supplies, input.supply, 'supply')
    return input.by === 0 ? [] : [{ op: 'add', path: ['supplies', input.supply, 'stock'], by: input.by }]
  },
)

/** Everything that can be done to a plan. */
export const planEdits = {
  edit: editPlan,
  status,
  signUp,
  addTask: defineEdit(TaskInput, (record: PlanRecord, input, ctx): Write[] => [
    taskWrite(record, input, ctx, { field: 'due' }),
  ]),
  moveTask,
  addShift: defineEdit(ShiftInput, (record: PlanRecord, input, ctx): Write[] => [
    shiftWrite(record, input, ctx, { field: '' }),
  ]),
  editShift,
  addCoSponsor: defineEdit(SponsorInput, (record: PlanRecord, input, ctx): Write[] => [
    madeEntry('coSponsors', record, input, ctx),
  ]),
  moveCoSponsor,
  addDemand: defineEdit(DemandInput, (record: PlanRecord, input, ctx): Write[] => [
    madeEntry('demands', record, input, ctx),
  ]),
  moveDemand,
  addSupply: defineEdit(SupplyInput, (record: PlanRecord, input, ctx): Write[] => supplyWrites(record, input, ctx)),
  changeSupply,
  archive,
  flag,
  decideFlag,
} as const
