import { setImmediate as nextTurn } from 'node:timers/promises'

import type { NetworkRuntime } from '../network/network-runtime.ts'

/** Most that are looked for. */
const MOST_REFERRING = 200
/** Records read between two turns of the event loop. */
const READ_AT_ONCE = 64
const REFERRING = ['alert', 'plan', 'incident'] as const

/** Ids of the records that name one of these (hex) anywhere: an alert about an incident, an incident merged into another. */
export async function referringTo(runtime: NetworkRuntime, ids: readonly string[]): Promise<readonly string[]> {
  const wanted = new Set(ids)
  const found: string[] = []
  let read = 0
  for (const document of runtime.ledger.documents(REFERRING)) {
    if (found.length >= MOST_REFERRING) break
    if (++read % READ_AT_ONCE === 0) await nextTurn()
    const id = Buffer.from(document).toString('hex')
    const shown = wanted.has(id) ? undefined : runtime.ledger.get(id)
    if (shown !== undefined && names(shown.record, wanted)) found.push(id)
  }
  return found
}

function names(value: unknown, wanted: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return wanted.has(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some((one) => names(one, wanted))
}
