import { z } from 'zod'

import { MeshError } from '../../../shared/errors.ts'
import { clearable, id, label, many, time } from '../../input/fields.ts'
import { invalidInput } from '../../input/invalid.ts'
import type { GivenTime } from '../../input/time.ts'
import { CIRCLE_FIELDS, effectiveSettings, ROUTE_FIELDS, type NetworkRecord } from '../../records/network.ts'
import { WEEKDAYS } from '../../records/words.ts'
import type { EditContext, Path, Write } from '../../write.ts'
import { requireSomething, timeValue } from '../common.ts'
import { addEntry, defineEdit, fieldWrites, put, requireEntry } from '../edit.ts'

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
  /** Without `expiresAt` it is kept as long as the network's settings say, and never longer. */
  addRoute: defineEdit(
    z.strictObject({
      circle: id,
      name: label().nullish(),
      places: places.optional(),
      line: LineInput.nullish(),
      windows: many(WindowInput, 20).optional(),
      travellers: many(id, 200).optional(),
      expiresAt: time.optional(),
    }),
    (record: NetworkRecord, { circle: circleId, windows = [], ...input }, ctx): Write[] => {
      const circle = requireEntry(record.circles, circleId, 'circle')
      const latest = latestExpiry(record, ctx)
      const expiresAt = expiryOf(input.expiresAt, latest, ctx) ?? latest
      if (expiresAt <= ctx.now) throw invalidInput('expiresAt', 'out-of-range')
      const values = { ...input, line: flatLine(input.line), createdBy: ctx.by, expiresAt }
      const route = addEntry(['circles', circleId, 'routes'], CIRCLE_FIELDS.routes, circle.routes, values, ctx.newId())
      return [
        route,
        ...windows.map((window) => addEntry([...route.path, 'windows'], ROUTE_FIELDS.windows, {}, window, ctx.newId())),
      ]
    },
  ),
  /** A new `expiresAt` renews it, or ends it before its time; `windows` are all that it has from now on. */
  editRoute: defineEdit(
    z.strictObject({
      circle: id,
      route: id,
      name: clearable(label()),
      places: places.optional(),
      line: clearable(LineInput),
      windows: many(WindowInput, 20).optional(),
      expiresAt: time.optional(),
      archived: z.boolean().optional(),
    }),
    (record: NetworkRecord, { circle: circleId, route: routeId, archived, windows, ...patch }, ctx): Write[] => {
      requireSomething({ ...patch, archived, windows })
      const route = requireEntry(requireEntry(record.circles, circleId, 'circle').routes, routeId, 'route')
      const at = ['circles', circleId, 'routes', routeId]
      const archivedAt = archived === undefined ? undefined : archived ? ctx.now : null
      const line = patch.line === undefined ? undefined : (flatLine(patch.line) ?? [])
      const expiresAt = expiryOf(patch.expiresAt, latestExpiry(record, ctx), ctx)
      const values = { ...patch, line, expiresAt, archivedAt }
      return [
        ...fieldWrites(ROUTE_FIELDS, route, values, at),
        ...(windows === undefined
          ? []
          : windowWrites([...at, 'windows'], { before: route.windows, after: windows }, ctx)),
      ]
    },
  ),
  /** Says that one usually takes a route, or no longer. @throws MeshError `domain/not-allowed-now` for who is not in the circle */
  takeRoute: defineEdit(
    z.strictObject({ circle: id, route: id, person: id.optional(), takes: z.boolean().default(true) }),
    (record: NetworkRecord, input, ctx): Write[] => {
      const circle = requireEntry(record.circles, input.circle, 'circle')
      const route = requireEntry(circle.routes, input.route, 'route')
      const person = input.person ?? ctx.by
      if (route.travellers.includes(person) === input.takes) return []
      if (input.takes && !circle.members.includes(person)) {
        const details = { reason: 'not-in-circle' }
        throw new MeshError('domain/not-allowed-now', 'Not in this circle', { details })
      }
      return [put(['circles', input.circle, 'routes', input.route, 'travellers', person], input.takes)]
    },
  ),
} as const

/** How long a route may be kept from now on. @returns milliseconds since the Unix epoch */
function latestExpiry(record: NetworkRecord, ctx: EditContext): number {
  return ctx.now + (effectiveSettings(record.settings).retentionRouteDays ?? 1) * DAY_MS
}

/** @throws MeshError `domain/invalid-input` when it would be kept longer than the network keeps routes */
function expiryOf(given: GivenTime | undefined, latest: number, ctx: EditContext): number | undefined {
  const expiresAt = timeValue(given, 'expiresAt', ctx) ?? undefined
  if (expiresAt !== undefined && expiresAt > latest) throw invalidInput('expiresAt', 'out-of-range')
  return expiresAt
}

type Window = z.output<typeof WindowInput>

/** Windows have ids: those that stay are left alone, so that two laptops which change others at once lose none. */
function windowWrites(
  path: Path,
  {
    before,
    after,
  }: { before: NetworkRecord['circles'][string]['routes'][string]['windows']; after: readonly Window[] },
  ctx: EditContext,
): Write[] {
  const key = ({ days, from, to }: Omit<Window, 'days'> & { days: readonly string[] }): string =>
    [...[...days].toSorted(), from, to].join(' ')
  const wanted = new Map(after.map((window) => [key(window), window]))
  const current = Object.entries(before).filter(([, { archivedAt }]) => archivedAt === null)
  const kept = new Set(current.map(([, window]) => key(window)))
  return [
    ...current
      .filter(([, window]) => !wanted.has(key(window)))
      .map(([windowId]) => put([...path, windowId, 'archivedAt'], ctx.now)),
    ...[...wanted]
      .filter(([one]) => !kept.has(one))
      .map(([, window]) => addEntry(path, ROUTE_FIELDS.windows, before, window, ctx.newId())),
  ]
}

/** Rounded to a thousandth of a degree, about 100 m: a route is told to the block (product.md, requirement 21). */
function flatLine(line: z.output<typeof LineInput> | null | undefined): number[] | undefined {
  return line?.coordinates.flat().map((degrees) => Math.round(degrees * 1_000) / 1_000)
}
