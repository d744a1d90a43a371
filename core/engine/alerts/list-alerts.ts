import type { Query } from '../../documents/index/record-index.ts'
import type { Ledger } from '../../documents/ledger/ledger.ts'
import type { AlertView } from '../../domain/records/alert/view.ts'
import { ALERT_OPEN_STATES } from '../../domain/states/alert-states.ts'

/**
 * A window of alerts by their state now: the index knows the one that was last written, and an alert expires without anybody
 * writing anything.
 */
export function listAlerts(ledger: Pick<Ledger, 'list'>, query: Query): ReturnType<Ledger['list']> {
  const { state, states, offset, limit, ...rest } = query
  if (state === undefined && states === undefined) return ledger.list(query)
  const isWanted = (one: string): boolean =>
    (state === undefined || one === state) && (states === undefined || states.includes(one))
  const written = isWanted('expired') ? undefined : (states ?? [state!])
  const candidates = ledger.list({
    ...rest,
    states: written ?? [...ALERT_OPEN_STATES, ...(states ?? [])],
    offset: 0,
    limit: Number.MAX_SAFE_INTEGER,
  })
  const found = candidates.records.filter(({ record }) => isWanted((record as unknown as AlertView).state))
  return { total: found.length, records: found.slice(offset, offset + limit) }
}
