import { z } from 'zod'

import { MeshError } from '../../../shared/errors.ts'
import { clearable, id, label, many, whole } from '../../input/fields.ts'
import { invalidInput } from '../../input/invalid.ts'
import { CIRCLE_FIELDS, effectiveSettings, NETWORK_FIELDS, type NetworkRecord } from '../../records/network.ts'
import type { Write } from '../../write.ts'
import { addEntry, defineEdit, fieldWrites, put, requireEntry } from '../edit.ts'

const minutes = clearable(whole(1, 24 * 60))
const optional = {
  pointContact: clearable(id),
  backUp: clearable(id),
  checkInMinutes: minutes,
  checkInGraceMinutes: minutes,
}

/** Circles and who is in them, with whom. */
export const circleEdits = {
  addCircle: defineEdit(
    z.strictObject({ name: label(), members: many(id, 200).optional(), ...optional }),
    (record: NetworkRecord, input, ctx): Write[] => [
      addEntry(
        ['circles'],
        NETWORK_FIELDS.circles,
        record.circles,
        { ...input, createdAt: ctx.now, createdBy: ctx.by },
        ctx.newId(),
      ),
    ],
  ),
  editCircle: defineEdit(
    z.strictObject({ circle: id, name: label().optional(), ...optional, archived: z.boolean().optional() }),
    (record: NetworkRecord, { circle: circleId, archived, ...patch }, ctx): Write[] => {
      const circle = requireEntry(record.circles, circleId, 'circle')
      const archivedAt = archived === undefined ? undefined : archived ? ctx.now : null
      return fieldWrites(CIRCLE_FIELDS, circle, { ...patch, archivedAt }, ['circles', circleId])
    },
  ),
  joinCircle: defineEdit(
    z.strictObject({ circle: id, person: id.optional() }),
    (record: NetworkRecord, input, ctx): Write[] => {
      const circle = requireEntry(record.circles, input.circle, 'circle')
      const person = input.person ?? ctx.by
      return circle.members.includes(person) ? [] : [put(['circles', input.circle, 'members', person], true)]
    },
  ),
  /** Their buddy pairs stay on record and come back with them; until then they are not shown. */
  leaveCircle: defineEdit(
    z.strictObject({ circle: id, person: id.optional() }),
    (record: NetworkRecord, input, ctx): Write[] => {
      const circle = requireEntry(record.circles, input.circle, 'circle')
      const person = input.person ?? ctx.by
      return circle.members.includes(person) ? [put(['circles', input.circle, 'members', person], false)] : []
    },
  ),
  /**
   * Makes two members of a circle buddies, or ends it.
   * @throws MeshError `domain/not-allowed-now` when one is not in the circle or has as many buddies as the network allows
   */
  setBuddies: defineEdit(
    z.strictObject({ circle: id, first: id, second: id, paired: z.boolean().default(true) }),
    (record: NetworkRecord, input): Write[] => {
      const circle = requireEntry(record.circles, input.circle, 'circle')
      if (input.first === input.second) throw invalidInput('second', 'malformed')
      const pair = buddyPair(input.first, input.second)
      if (circle.buddies.includes(pair) === input.paired) return []
      if (input.paired) requirePairable(record, circle, [input.first, input.second])
      return [put(['circles', input.circle, 'buddies', pair], input.paired)]
    },
  ),
} as const

/** The key of a pair: both laptops that pair the same two write the same one. */
export function buddyPair(first: string, second: string): string {
  return first < second ? `${first}+${second}` : `${second}+${first}`
}

function requirePairable(
  record: NetworkRecord,
  circle: NetworkRecord['circles'][string],
  people: readonly string[],
): void {
  const cap = effectiveSettings(record.settings).pairsCap ?? 1
  for (const person of people) {
    const buddies = circle.buddies.filter(
      (pair) => pair.split('+').includes(person) && pair.split('+').every((one) => circle.members.includes(one)),
    )
    const reason = !circle.members.includes(person)
      ? 'not-in-circle'
      : buddies.length >= cap
        ? 'enough-buddies'
        : undefined
    if (reason !== undefined)
      throw new MeshError('domain/not-allowed-now', 'These two cannot be paired', { details: { reason } })
  }
}
