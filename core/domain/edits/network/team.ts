import { z } from 'zod'

import { clearable, id, label } from '../../input/fields.ts'
import { invalidInput } from '../../input/invalid.ts'
import { NETWORK_FIELDS, type NetworkRecord } from '../../records/network.ts'
import { foldText } from '../../text/clean.ts'
import type { Write } from '../../write.ts'
import { requireSomething } from '../common.ts'
import { addEntry, defineEdit, fieldWrites, requireEntry } from '../edit.ts'

const posts = { pointContact: clearable(id), backUp: clearable(id) }

/** Specialist teams: whom to call first for a skill, and who stands in. */
export const teamEdits = {
  /** @throws MeshError `domain/invalid-input` when there is a team for that skill already */
  addTeam: defineEdit(z.strictObject({ skill: label(64), ...posts }), (record: NetworkRecord, input, ctx): Write[] => {
    requireFree(record, input.skill)
    return [addEntry(['teams'], NETWORK_FIELDS.teams, record.teams, input, ctx.newId())]
  }),
  editTeam: defineEdit(
    z.strictObject({ team: id, skill: label(64).optional(), ...posts, archived: z.boolean().optional() }),
    (record: NetworkRecord, { team, archived, ...patch }, ctx): Write[] => {
      requireSomething({ ...patch, archived })
      const known = requireEntry(record.teams, team, 'team')
      const used = archived === undefined ? known.archivedAt === null : !archived
      if (used) requireFree(record, patch.skill ?? known.skill, team)
      const archivedAt = archived === undefined ? undefined : archived ? ctx.now : null
      return fieldWrites(NETWORK_FIELDS.teams.fields, known, { ...patch, archivedAt }, ['teams', team])
    },
  ),
} as const

function requireFree(record: NetworkRecord, skill: string, but?: string): void {
  const taken = Object.entries(record.teams).some(
    ([team, one]) => team !== but && one.archivedAt === null && foldText(one.skill) === foldText(skill),
  )
  if (taken) throw invalidInput('skill', 'malformed')
}
