import { expect, test } from 'vitest'

import { acknowledgeAlerts } from '../../core/engine/alerts/arrivals.ts'
import { Emitter } from '../../core/shared/events.ts'

const ALERT = { state: 'sent', addressed: ['lee', 'noor'], acks: [] }

/** A network of which only what the acknowledging looks at is there. */
function watch(records: Record<string, object>, options: { person?: string; belongs?: boolean; fails?: boolean } = {}) {
  const { person = 'lee', belongs = true, fails = false } = options
  const events = new Emitter<{ 'record:changed': { kind: string; id: string } }>()
  const said: string[] = []
  const notes: string[] = []
  const get = (id: string) => ({ id, kind: id.startsWith('i') ? 'incident' : 'alert', record: records[id] })
  const asked: (readonly string[])[] = []
  /** By the state that the index knows. */
  const list = ({ states, archived }: { states: readonly string[]; archived: boolean }) => {
    asked.push(states)
    const found = Object.entries(records).filter(([, record]) => states.includes((record as typeof ALERT).state))
    return { records: archived ? [] : found.map(([id]) => get(id)) }
  }
  const ledger = { events, get, list }
  const writer = {
    edit: async (_kind: string, id: string, { name }: { name: string }) => {
      said.push(`${name} ${id}`)
      if (fails) throw new Error('full')
    },
  }
  const stop = acknowledgeAlerts({ ledger, membership: { belongs, person } } as never, writer as never, {
    note: (code) => notes.push(code),
  })
  return { asked, said, notes, stop, come: (id: string, kind = 'alert') => events.emit('record:changed', { kind, id }) }
}

test('what came while nothing could be written is made up for at the start', () => {
  expect(watch({ a: ALERT }).said).toEqual(['reached a'])
})

test('only an alert that was sent, is not over, is for this person and has not reached them before', () => {
  const records = {
    draft: { ...ALERT, state: 'draft' },
    cancelled: { ...ALERT, state: 'cancelled' },
    cleared: { ...ALERT, state: 'all-clear' },
    others: { ...ALERT, addressed: ['noor'] },
    known: { ...ALERT, acks: [{ member: 'lee', reachedAt: 5, seenAt: null }] },
    seenByNoor: { ...ALERT, acks: [{ member: 'noor', reachedAt: 5, seenAt: 5 }] },
    expired: { ...ALERT, state: 'expired' },
    incident: ALERT,
  }
  expect(watch(records).said).toEqual(['reached seenByNoor', 'reached expired'])
})

test('at the start only what may be open is read, not every alert there ever was', () => {
  const { asked } = watch({ a: ALERT })
  expect(asked.length).toBeGreaterThan(0)
  for (const states of asked) expect(states).not.toContain('all-clear')
  for (const states of asked) expect(states).not.toContain('draft')
})

test('what comes later is acknowledged as it comes, until it is stopped', () => {
  const records: Record<string, object> = {}
  const { said, come, stop } = watch(records)
  records['a'] = ALERT
  come('a')
  come('a', 'incident')
  expect(said).toEqual(['reached a'])
  stop()
  come('a')
  expect(said).toEqual(['reached a'])
})

test('who is no member any more says nothing, and a disk that is full is noted and no failure', async () => {
  expect(watch({ a: ALERT }, { belongs: false }).said).toEqual([])
  const { notes } = watch({ a: ALERT }, { fails: true })
  await expect.poll(() => notes).toEqual(['engine:alert-not-acknowledged'])
})
