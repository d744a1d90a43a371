import { z } from 'zod'

import { MeshError } from '../../../shared/errors.ts'
import { id } from '../../input/fields.ts'
import { invalidInput } from '../../input/invalid.ts'
import type { PlanRecord } from '../../records/plan.ts'
import { PARTSTATS } from '../../records/words.ts'
import type { Path, Write } from '../../write.ts'
import { defineEdit, put, requireEntry } from '../edit.ts'

const SignUpInput = z.strictObject({
  answer: z.enum(PARTSTATS).optional(),
  /** Of the plan as a whole when neither is given. */
  shift: id.optional(),
  task: id.optional(),
  /** For somebody without a laptop at hand. */
  person: id.optional(),
  checked: z.enum(['in', 'out']).optional(),
})

/**
 * Answers an invitation (an answer may be changed at any time), or checks somebody in or out of the plan. Without
 * `answer` and `checked` it accepts.
 *
 * @throws MeshError `domain/not-found`, `domain/not-allowed-now` when a shift is full or has been put away
 */
export const signUp = defineEdit(SignUpInput, (record: PlanRecord, input, ctx): Write[] => {
  const member = input.person ?? ctx.by
  if (input.shift !== undefined && input.task !== undefined) throw invalidInput('task', 'unknown-field')
  if (input.checked !== undefined) {
    if (input.shift !== undefined || input.task !== undefined) throw invalidInput('checked', 'unknown-field')
    return [
      ...(input.answer === undefined ? [] : answered(['signUps'], member, input.answer, ctx.now)),
      ...checkWrites(record, member, input.checked, ctx.now),
    ]
  }
  const answer = input.answer ?? 'accepted'
  if (input.shift !== undefined) {
    requireRoomInShift(record, input.shift, member, answer)
    return answered(['shifts', input.shift, 'signUps'], member, answer, ctx.now)
  }
  if (input.task !== undefined) {
    requireEntry(record.tasks, input.task, 'task')
    return answered(['tasks', input.task, 'assignees'], member, answer, ctx.now)
  }
  return answered(['signUps'], member, answer, ctx.now)
})

export function answered(path: Path, member: string, answer: string, now: number): Write[] {
  return [put([...path, `${member}/partstat`], answer), put([...path, `${member}/at`], now)]
}

/** Checking out without having checked in is allowed: people forget. Coming back clears the way out. */
function checkWrites(record: PlanRecord, member: string, checked: 'in' | 'out', now: number): Write[] {
  const known = Object.hasOwn(record.signUps, member) ? record.signUps[member] : undefined
  const at = (name: string): Path => ['signUps', `${member}/${name}`]
  if (checked === 'out') return [put(at('checkedOutAt'), now)]
  return [
    put(at('checkedInAt'), now),
    ...(typeof known?.checkedOutAt === 'number' ? [put(at('checkedOutAt'), null)] : []),
  ]
}

function requireRoomInShift(record: PlanRecord, id: string, member: string, answer: string): void {
  const shift = requireEntry(record.shifts, id, 'shift')
  const others = Object.entries(shift.signUps).filter(
    ([person, one]) => person !== member && one.partstat === 'accepted',
  ).length
  const full = shift.max !== null && others >= shift.max
  if (answer === 'accepted' && (full || shift.archivedAt !== null)) {
    throw new MeshError('domain/not-allowed-now', 'This shift takes nobody more', {
      details: { reason: full ? 'full' : 'archived' },
    })
  }
}
