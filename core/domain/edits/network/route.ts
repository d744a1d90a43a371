import { z } from 'zod'

import { clearable, id, label, many, time } from '../../input/fields.ts'
import { CIRCLE_FIELDS, effectiveSettings, ROUTE_FIELDS, type NetworkRecord } from '../../records/network.ts'
import { WEEKDAYS } from '../../records/words.ts'
import type { Write } from '../../write.ts'
import { requireSomething, timeValue } from '../common.ts'
import { addEntry, defineEdit, fieldWrites, requireEntry } from '../edit.ts'

const DAY_MS = 86_400_000

const WindowInput = z.strictObject({
  days: z.array(z.enum(WEEKDAYS)).min(1).max(7),
  from: z.string().regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/),
  to: z.string().regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/),
})
const LineInput = z.strictObject({
  type: z.literal('LineString'),
  coordinates: z
    .array(z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]))
    .min(2)
    .max(200),
})
const places = many(label(), 50)

/** Ways that a circle takes together. */
export const routeEdits = {
  /** Without `expiresAt` it is kept as long as the network's settings say. */
  addRoute: defineEdit(
    z.strictObject({
      circle: id,
      name: label().nullish(),
      places: places.optional(),
      line: LineInput.nullish(),
      windows: many(WindowInput, 20).optional(),
      expiresAt: time.optional(),
    }),
    (record: NetworkRecord, { circle: circleId, windows = [], ...input }, ctx): Write[] => {
      const circle = requireEntry(record.circles, circleId, 'circle')
      const kept = (effectiveSettings(record.settings).retentionRouteDays ?? 1) * DAY_MS
      const expiresAt = timeValue(input.expiresAt, 'expiresAt', ctx) ?? ctx.now + kept
      const values = { ...input, line: flatLine(input.line), createdBy: ctx.by, expiresAt }
      const route = addEntry(['circles', circleId, 'routes'], CIRCLE_FIELDS.routes, circle.routes, values, ctx.newId())
      return [
        route,
        ...windows.map((window) => addEntry([...route.path, 'windows'], ROUTE_FIELDS.windows, {}, window, ctx.newId())),
      ]
    },
  ),
  editRoute: defineEdit(
    z.strictObject({
      circle: id,
      route: id,
      name: clearable(label()),
      places: places.optional(),
      line: clearable(LineInput),
      expiresAt: time.optional(),
      archived: z.boolean().optional(),
    }),
    (record: NetworkRecord, { circle: circleId, route: routeId, archived, ...patch }, ctx): Write[] => {
      requireSomething({ ...patch, archived })
      const route = requireEntry(requireEntry(record.circles, circleId, 'circle').routes, routeId, 'route')
      const archivedAt = archived === undefined ? undefined : archived ? ctx.now : null
      const line = patch.line === undefined ? undefined : (flatLine(patch.line) ?? [])
      const values = { ...patch, line, expiresAt: timeValue(patch.expiresAt, 'expiresAt', ctx), archivedAt }
      return fieldWrites(ROUTE_FIELDS, route, values, ['circles', circleId, 'routes', routeId])
    },
  ),
} as const

/** Rounded to a thousandth of a degree, about 100 m: a route is told to the block (product.md, requirement 21). */
function flatLine(line: z.output<typeof LineInput> | null | undefined): number[] | undefined {
  return line?.coordinates.flat().map((degrees) => Math.round(degrees * 1_000) / 1_000)
}
