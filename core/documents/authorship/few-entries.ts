import { fewOfEach } from '../../domain/shape/few-of-each.ts'
import type { Json } from '../../domain/write.ts'
import type { Place } from './places.ts'

type Bag = { [key: string]: Json }

/**
 * Leaves out of the logs at `place` what one person wrote beyond what is read of them anyhow, so that it does not count against the
 * size of the record either. @param record it may be changed
 */
export function withFewEntries(place: Place | undefined, record: Json): Json {
  if (!isBag(record)) return record
  if (place?.is === 'log') {
    const kept = fewOfEach(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    return kept.length === Object.keys(record).length ? record : Object.fromEntries(kept)
  }
  if (place?.is === 'fields') {
    for (const [name, of] of Object.entries(place.of))
      if (Object.hasOwn(record, name)) record[name] = withFewEntries(of, record[name]!)
  } else if (place?.is === 'entries') {
    for (const key of Object.keys(record)) record[key] = withFewEntries(place.of, record[key]!)
  }
  return record
}

function isBag(value: Json): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
