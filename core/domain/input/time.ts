import type { EditContext } from '../write.ts'
import { readTime } from '../shape/scalars.ts'
import { invalidInput } from './invalid.ts'
import { isKnownZone, offsetAt } from './zone.ts'

/** A time as it was given: milliseconds since the Unix epoch, or what the clock on the wall says somewhere. */
export type GivenTime = number | { readonly local: string }

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/

/** Reads ISO 8601 (with a zone, without one, or a date alone) or milliseconds; undefined for anything else. */
export function readGivenTime(value: unknown): GivenTime | undefined {
  if (typeof value === 'number') return readTime(value)
  if (typeof value !== 'string' || value.length > 40) return undefined
  const match = ISO.exec(value.trim())
  if (match === null) return undefined
  const ms = utcOf(match)
  if (ms === undefined) return undefined
  const zone = match[8]
  if (zone === undefined) return { local: new Date(ms).toISOString().slice(0, -1) }
  const offset = offsetMinutes(zone)
  return offset === undefined ? undefined : readTime(ms - offset * 60_000)
}

/**
 * Milliseconds of a given time. A local one is read in `zone`, or else in the network's time zone; one that a clock change skips
 * is moved on, of one that happens twice the first is taken.
 *
 * @throws MeshError `domain/invalid-input` when a local time has no zone to be read in
 */
export function resolveTime(time: GivenTime, field: string, ctx: Pick<EditContext, 'timeZone'>, zone?: string): number {
  if (typeof time === 'number') return time
  const name = zone ?? ctx.timeZone
  // What another laptop calls a zone may be none here
  if (name === undefined || !isKnownZone(name)) throw invalidInput(field, 'zone-missing')
  const local = Date.parse(`${time.local}Z`)
  const offsets = [...new Set([offsetAt(local - 86_400_000, name), offsetAt(local + 86_400_000, name)])]
  const fitting = offsets.map((offset) => local - offset).filter((ms) => ms + offsetAt(ms, name) === local)
  const ms = readTime(fitting.length > 0 ? Math.min(...fitting) : local - Math.min(...offsets))
  if (ms === undefined) throw invalidInput(field, 'not-a-time')
  return ms
}

function utcOf(match: RegExpExecArray): number | undefined {
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((at) => Number(match[at] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const fraction = Math.floor(Number(`0.${match[7] ?? 0}`) * 1_000)
  const ms = Date.UTC(year, month - 1, day, hour, minute, second, fraction)
  const date = new Date(ms)
  const real =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60 &&
    year >= 1000
  return real ? ms : undefined
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z') return 0
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))]
  return hours > 14 || minutes > 59 ? undefined : (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}
