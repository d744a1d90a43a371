import { encodeCbor } from '../../shared/cbor.ts'
import { MAX_RUNS } from '../log/record/bodies.ts'

/**
 * Which units count of each session of the devices that go: so many numbers from 1 on do, so many then do not, as they have not
 * come here, and so on by turns (PROTOCOL section 2).
 */
export type LastSequences = readonly (readonly [session: Uint8Array, first: number, ...more: number[]])[]

/** What one record says of it, beside all the devices that it may name. */
const MAX_BYTES = 40 << 10
/** Of one session: whoever counts on with thousands of gaps does so to be in the way. Odd: what is left of it ends with numbers that count. */
const MAX_RUNS_OF_ONE = 2001

/**
 * Spread over as many records as it takes, `most` of them: together they say it all, since a number counts that any of them lets.
 * Where that is too little room the sessions with the most units go first, and nothing is let in that has not come here.
 */
export function inRecords(
  last: LastSequences,
  { most, maxBytes = MAX_BYTES }: { readonly most: number; readonly maxBytes?: number },
): LastSequences[] {
  const records: LastSequences[number][][] = [[]]
  let bytes = 0
  let runs = 0
  for (const [session, first, ...more] of last.toSorted((a, b) => unitsOf(b) - unitsOf(a))) {
    const entry = [session, first, ...more.slice(0, MAX_RUNS_OF_ONE - 1)] as const
    const size = encodeCbor(entry).byteLength
    if (bytes + size > maxBytes || runs + entry.length - 1 > MAX_RUNS) {
      if (records.length === most) continue
      records.push([])
      bytes = runs = 0
    }
    records.at(-1)!.push(entry)
    bytes += size
    runs += entry.length - 1
  }
  return records
}

function unitsOf([, ...runs]: LastSequences[number]): number {
  return runs.reduce((sum, run, index) => (index % 2 === 0 ? sum + run : sum), 0)
}
