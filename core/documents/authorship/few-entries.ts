import { fewOfEach } from '../../domain/shape/few-of-each.ts'
import type { Json } from '../../domain/write.ts'
import type { ObjectPlace } from './places.ts'

type Bag = { [key: string]: Json }

/**
 * Leaves out of the logs at `place` what one person wrote beyond what is read of them anyhow, so that it does not count against the
 * size of the record either. @param record it may be changed
 */
export function withFewEntries(place: ObjectPlace, record: Json): Json {
  if (!isBag(record)) return record
  const bag: Bag = record
  if (place.is === 'log') {
    const kept = fewOfEach(
      Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)),
      place.max,
    )
    return kept.length === Object.keys(record).length ? record : Object.fromEntries(kept)
  }
  if (place.is === 'fields') {
    for (const [name, of] of Object.entries(place.of))
      if (Object.hasOwn(bag, name)) bag[name] = withFewEntries(of, bag[name]!)
  } else if (place.is === 'entries') {
    for (const key of Object.keys(bag)) bag[key] = withFewEntries(place.of, bag[key]!)
  }
  return record
}

function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
