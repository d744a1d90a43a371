import { z } from 'zod'

import { clearable, id, label, language, many, place, text, whole, zone } from '../../input/fields.ts'
import { NETWORK_FIELDS, type NetworkRecord } from '../../records/network.ts'
import { NETWORK_KINDS } from '../../records/words.ts'
import type { Write } from '../../write.ts'
import { archive, createdWrites, placeValue, requireSomething } from '../common.ts'
import { addEntry, defineEdit, fieldWrites, requireEntry } from '../edit.ts'
import { circleEdits } from './circle.ts'
import { dutyEdits } from './duty.ts'
import { holdEdits } from './hold.ts'
import { routeEdits } from './route.ts'
import { teamEdits } from './team.ts'

const days = clearable(whole(1, 3_650))
const minutes = clearable(whole(1, 24 * 60))

const SettingsPatch = z.strictObject({
  country: clearable(z.string().regex(/^[A-Z]{2}$/)),
  timeZone: clearable(zone),
  emergencyNumber: clearable(z.string().regex(/^[0-9*#+]{2,15}$/)),
  retentionAlertDays: days,
  retentionIncidentDays: days,
  retentionAttachmentDays: days,
  retentionRouteDays: days,
  quorumPercent: clearable(whole(1, 100)),
  escalationMinutes: z
    .array(whole(1, 24 * 60))
    .length(3)
    .refine(([first, second, third]) => first! < second! && second! < third!, { message: 'out-of-range' })
    .optional(),
  checkInMinutes: minutes,
  pairsCap: clearable(whole(1, 20)),
})

const optional = {
  kind: z.enum(NETWORK_KINDS).optional(),
  area: clearable(label()),
  lang: many(language, 30).optional(),
  purpose: clearable(text(1_000)),
  settings: SettingsPatch.optional(),
}
export const NetworkInput = z.strictObject({ name: label(120), ...optional })
export const NetworkPatch = z.strictObject({ name: label(120).optional(), ...optional })

export const createNetwork = defineEdit(NetworkInput, (record: NetworkRecord, input, ctx): Write[] => [
  ...fieldWrites(NETWORK_FIELDS, record, { kind: 'circle', ...input }),
  ...createdWrites(ctx),
])

const LinkInput = z.strictObject({
  name: label(),
  pointContact: label().nullish(),
  backUp: label().nullish(),
  shared: text(500).nullish(),
})

/** Everything that can be done to a network's own record. */
export const networkEdits = {
  edit: defineEdit(NetworkPatch, (record: NetworkRecord, patch): Write[] => {
    requireSomething(patch)
    return fieldWrites(NETWORK_FIELDS, record, patch)
  }),
  addPlace: defineEdit(z.strictObject({ place }), (record: NetworkRecord, input, ctx): Write[] => [
    addEntry(
      ['savedPlaces'],
      NETWORK_FIELDS.savedPlaces,
      record.savedPlaces,
      { place: placeValue(input.place), createdBy: ctx.by },
      ctx.newId(),
    ),
  ]),
  editPlace: defineEdit(
    z.strictObject({ savedPlace: id, place: place.optional(), archived: z.boolean().optional() }),
    (record: NetworkRecord, input, ctx): Write[] => {
      const known = requireEntry(record.savedPlaces, input.savedPlace, 'place')
      const archivedAt = input.archived === undefined ? undefined : input.archived ? ctx.now : null
      return fieldWrites(NETWORK_FIELDS.savedPlaces.fields, known, { place: placeValue(input.place), archivedAt }, [
        'savedPlaces',
        input.savedPlace,
      ])
    },
  ),
  addLink: defineEdit(LinkInput, (record: NetworkRecord, input, ctx): Write[] => [
    addEntry(['links'], NETWORK_FIELDS.links, record.links, input, ctx.newId()),
  ]),
  editLink: defineEdit(
    LinkInput.partial().extend({ link: id, archived: z.boolean().optional() }),
    (record: NetworkRecord, { link, archived, ...patch }, ctx): Write[] => {
      const known = requireEntry(record.links, link, 'link')
      const archivedAt = archived === undefined ? undefined : archived ? ctx.now : null
      return fieldWrites(NETWORK_FIELDS.links.fields, known, { ...patch, archivedAt }, ['links', link])
    },
  ),
  ...circleEdits,
  ...routeEdits,
  ...teamEdits,
  ...dutyEdits,
  ...holdEdits,
  archive,
} as const
