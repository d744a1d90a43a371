import { beforeEach, describe, expect, test } from 'vitest'

import { troubleText } from '../../cli/output/trouble-text.ts'
import { TroubleKind } from '../../core/bridge/contract/trouble.ts'
import type { LedgerEvents } from '../../core/documents/ledger/ports.ts'
import type { MembershipEvents } from '../../core/engine/network/membership.ts'
import { Troubles } from '../../core/engine/network/troubles.ts'
import type { TwinEvents } from '../../core/engine/network/twins.ts'
import { Emitter } from '../../core/shared/events.ts'
import type { SyncEvents } from '../../core/sync/events.ts'
import { FakeClock } from '../helpers/fake-clock.ts'

const MINUTE_MS = 60_000
const device = 'ab'.repeat(32)

describe('who gave trouble', () => {
  let clock: FakeClock
  let ledger: Emitter<LedgerEvents>
  let hub: Emitter<SyncEvents>
  let troubles: Troubles
  let told: string[]
  let forked: string[]

  beforeEach(() => {
    clock = new FakeClock()
    ledger = new Emitter<LedgerEvents>()
    hub = new Emitter<SyncEvents>()
    forked = []
    told = []
    troubles = new Troubles({
      ledger: { events: ledger, forkedDevices: () => forked },
      hub: { events: hub },
      membership: { events: new Emitter<MembershipEvents>() },
      twins: { events: new Emitter<TwinEvents>() },
      clock,
      knowsOfErasure: () => false,
    })
    troubles.events.on('trouble:noted', ({ what }) => told.push(what))
  })
  const kinds = (): string[] => troubles.list().map(({ what }) => what)

  test('is nobody at first', () => {
    expect(troubles.list()).toEqual([])
  })

  test('is told once in ten minutes of each kind, and counted each time', () => {
    for (let n = 0; n < 5; n++) ledger.emit('unit:refused', { device })
    expect(told).toEqual(['broken'])
    expect(troubles.list()).toEqual([{ device, what: 'broken', count: 5, at: clock.now() }])
    clock.advance(10 * MINUTE_MS)
    ledger.emit('unit:refused', { device })
    expect(told).toEqual(['broken', 'broken'])
  })

  test('is whose unit broke a record, and not whose built on such a one', () => {
    const taken = { document: 'd', session: 's', device }
    for (const reason of ['missing-dependencies', 'beyond-removal', 'forked'] as const)
      ledger.emit('unit:quarantined', { ...taken, reason })
    expect(kinds()).toEqual([])
    ledger.emit('unit:quarantined', { ...taken, reason: 'too-slow' })
    expect(kinds()).toEqual(['broken'])
  })

  test('is who broke the rules of the conversation, and not who speaks another version or is a member no more', () => {
    for (const code of ['sync/other-version', 'network/not-a-member'] as const)
      hub.emit('peer:refused', { device, code, what: '' })
    expect(kinds()).toEqual([])
    hub.emit('peer:refused', { device, code: 'sync/protocol-violation', what: 'batch' })
    expect(kinds()).toEqual(['rules'])
  })

  test('is who told two stories in an earlier start as well', () => {
    forked = [device]
    expect(troubles.list()).toEqual([{ device, what: 'two-stories', count: 1, at: undefined }])
  })

  test('is who writes more than 10,000 changes or 64 MiB within ten minutes, as long as it does', () => {
    ledger.emit('units:came', { device, units: 10_000, bytes: 5 })
    expect(kinds()).toEqual([])
    clock.advance(5 * MINUTE_MS)
    ledger.emit('units:came', { device, units: 1, bytes: 5 })
    expect(troubles.list()).toMatchObject([{ what: 'much', count: 10_001 }])
    clock.advance(6 * MINUTE_MS)
    expect(kinds()).toEqual([])
    ledger.emit('units:came', { device, units: 40, bytes: (64 << 20) + 1 })
    expect(troubles.list()).toMatchObject([{ what: 'much', count: 41 }])
  })

  test('is told no more once stopped', () => {
    troubles.stop()
    ledger.emit('unit:refused', { device })
    expect(troubles.list()).toEqual([])
  })
})

describe('at the command line', () => {
  const trouble = (what: string, more: object = {}): string =>
    troubleText({
      network: 'a1'.repeat(16),
      person: 'b2'.repeat(16),
      name: 'Ana',
      you: false,
      device: 'abcd1234',
      what: what as never,
      count: 3,
      ...more,
    })

  test.each(TroubleKind.options)('%s is told with the name, what is safe, and what to do', (what) => {
    const text = trouble(what)
    expect(text).toContain('Ana')
    expect(text).toContain('abcd1234')
    expect(text.split(/(?<=[.:]) /u).length).toBeGreaterThanOrEqual(3)
    expect(trouble(what, { name: 'A\u001b[2Jna' })).not.toContain('\u001b')
    expect(trouble(what, { you: true })).toContain('A computer of yours (abcd1234)')
  })
})
