import { expect, test } from 'vitest'

import type { Query } from '../../core/documents/index/record-index.ts'
import type { Ledger } from '../../core/documents/ledger/ledger.ts'
import { listAlerts } from '../../core/engine/alerts/list-alerts.ts'

/** Alerts by the state that was written last and the one they are in now, newest first. */
const ALERTS = [
  ['a', 'sent', 'sent'],
  ['b', 'sent', 'expired'],
  ['c', 'filled', 'filled'],
  ['d', 'call-the-tree', 'expired'],
  ['e', 'cancelled', 'cancelled'],
  ['f', 'expired', 'expired'],
  ['g', 'draft', 'draft'],
] as const

const ledger = {
  list: ({ state, states, offset, limit }: Query) => {
    const found = ALERTS.filter(
      ([, written]) => (state === undefined || written === state) && (states?.includes(written) ?? true),
    )
    const records = found.slice(offset, offset + limit).map(([id, , now]) => ({ id, record: { state: now } }))
    return { total: found.length, records }
  },
} as unknown as Pick<Ledger, 'list'>

const listed = (query: Partial<Query>) => {
  const { total, records } = listAlerts(ledger, { kind: 'alert', sort: 'newest', offset: 0, limit: 50, ...query })
  return `${total} ${records.map(({ id }) => id).join('')}`
}

test('alerts are listed by the state they are in now, though expiring is written by nobody', () => {
  expect(listed({})).toBe('7 abcdefg')
  expect(listed({ state: 'sent' })).toBe('1 a')
  expect(listed({ state: 'expired' })).toBe('3 bdf')
  expect(listed({ states: ['sent', 'expired', 'draft'] })).toBe('5 abdfg')
  expect(listed({ state: 'expired', states: ['sent'] })).toBe('0 ')
  expect(listed({ state: 'call-the-tree' })).toBe('0 ')
  expect(listed({ state: 'expired', offset: 1, limit: 1 })).toBe('3 d')
})
