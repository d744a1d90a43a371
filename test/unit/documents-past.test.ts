import { afterEach, describe, expect, test } from 'vitest'

import type { PastDocument } from '../../core/documents/ledger/past/past.ts'
import { inOrder } from '../../core/documents/ledger/past/timeline.ts'
import { FakeClock } from '../helpers/fake-clock.ts'
import { change, incident, Laptop, TestDevice, TestNetwork } from '../helpers/ledger-rig.ts'

const HOUR = 3_600_000
const open: Laptop[] = []
const laptop = async (network: TestNetwork, clock: FakeClock, device = new TestDevice()): Promise<Laptop> => {
  const made = await new Laptop(network, { clock, device }).open()
  open.push(made)
  return made
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

const past = async ({ ledger }: Laptop, at: number, keepLate = false): Promise<PastDocument[]> => {
  const all: PastDocument[] = []
  for await (const part of ledger.past.since({ at, keepLate, signal: new AbortController().signal })) all.push(...part)
  return all
}
const titles = (documents: readonly PastDocument[]): unknown[] => documents.map(({ was }) => (was as any)?.title)

describe('documents as they were', () => {
  test('a record changed since shows as it was; one that was not changed is not told', async () => {
    const clock = new FakeClock()
    const ana = await laptop(new TestNetwork(), clock)
    const { ids } = await ana.ledger.write([incident('Flood'), incident('Fire')])
    clock.advance(HOUR)
    const moment = clock.now()
    clock.advance(HOUR)
    await ana.ledger.write([change(ids[0]!, 'title', 'Lies')])
    await ana.ledger.write([change(ids[0]!, 'title', 'More lies')])
    const found = await past(ana, moment)
    expect(titles(found)).toEqual(['Flood'])
    expect(found[0]).toMatchObject({ id: ids[0], now: { title: 'More lies' }, readable: true, late: 0 })
    expect([...found[0]!.since.values()]).toEqual([2])
    expect(ana.ledger.past.basis(moment)).toBe('seen')
    expect(await past(ana, clock.now())).toEqual([])
  })

  test('what was made since was nothing then', async () => {
    const clock = new FakeClock()
    const ana = await laptop(new TestNetwork(), clock)
    await ana.ledger.write([incident('Flood')])
    clock.advance(HOUR)
    const moment = clock.now()
    clock.advance(HOUR)
    await ana.ledger.write([incident('Fake')])
    expect(await past(ana, moment)).toMatchObject([{ was: undefined, now: { title: 'Fake' }, readable: true }])
  })

  test('it is known after a restart', async () => {
    const clock = new FakeClock()
    const ana = await laptop(new TestNetwork(), clock)
    const { ids } = await ana.ledger.write([incident('Flood')])
    clock.advance(HOUR)
    const moment = clock.now()
    clock.advance(HOUR)
    await ana.ledger.write([change(ids[0]!, 'title', 'Lies')])
    await ana.reopen()
    expect(titles(await past(ana, moment))).toEqual(['Flood'])
  })

  test('a change that lies about its time is told by when it came; it can be kept by what it says', async () => {
    const network = new TestNetwork()
    const [clock, wrong] = [new FakeClock(), new FakeClock(Date.UTC(2026, 4, 1))]
    const [ana, eve] = [await laptop(network, clock), await laptop(network, wrong)]
    const { ids } = await ana.ledger.write([incident('Flood')])
    await ana.sendTo(eve)
    clock.advance(HOUR)
    const moment = clock.now()
    clock.advance(HOUR)
    await eve.ledger.write([change(ids[0]!, 'title', 'Lies')])
    await eve.sendTo(ana)
    expect(await past(ana, moment)).toMatchObject([{ was: { title: 'Flood' }, now: { title: 'Lies' }, late: 1 }])
    // What it builds on is of the right time, so it cannot have been made before that
    expect(await past(ana, moment, true)).toEqual([])
    expect(await past(ana, moment - 2 * HOUR, true)).toMatchObject([{ was: undefined }])
  })

  test('a laptop that was not there goes by what changes say, and by what they build on', async () => {
    const network = new TestNetwork()
    const [clock, wrong, late] = [
      new FakeClock(),
      new FakeClock(Date.UTC(2026, 4, 1)),
      new FakeClock(Date.UTC(2026, 6, 1)),
    ]
    const [ana, eve, ben] = [await laptop(network, clock), await laptop(network, wrong), await laptop(network, late)]
    const { ids } = await ana.ledger.write([incident('Flood'), incident('Fire')])
    clock.advance(HOUR)
    const moment = clock.now()
    clock.advance(HOUR)
    await ana.ledger.write([change(ids[0]!, 'title', 'Flood, later')])
    await ana.sendTo(eve)
    await eve.ledger.write([change(ids[0]!, 'title', 'Lies')])
    await eve.sendTo(ben)
    expect(ben.ledger.past.basis(moment)).toBe('claimed')
    const found = await past(ben, moment)
    expect(titles(found)).toEqual(['Flood'])
    expect([...found[0]!.since.values()]).toEqual([1, 1])
  })

  test('records that two wrote to at once are told too', async () => {
    const network = new TestNetwork()
    const clock = new FakeClock()
    const [ana, ben] = [await laptop(network, clock), await laptop(network, clock)]
    const { ids } = await ana.ledger.write([incident('Flood')])
    await ana.sendTo(ben)
    await ana.ledger.write([change(ids[0]!, 'severity', 'Severe')])
    await ben.ledger.write([change(ids[0]!, 'kind', 'flood')])
    await ben.sendTo(ana)
    clock.advance(HOUR)
    const moment = clock.now()
    clock.advance(HOUR)
    await ana.ledger.write([change(ids[0]!, 'title', 'Lies')])
    expect(await past(ana, moment)).toMatchObject([{ was: { title: 'Flood', severity: 'Severe', kind: 'flood' } }])
  })
})

describe('the order of times', () => {
  const times = (...all: number[]): number[] => inOrder(all.map((ms) => ({ ms }))).map(({ ms }) => ms)

  test('what a clock said while it was set wrong is passed over, ahead or behind', () => {
    expect(times(1, 2, 900, 901, 3, 4, 5)).toEqual([1, 2, 3, 4, 5])
    expect(times(9, 10, 11, 1, 2, 12, 13)).toEqual([9, 10, 11, 12, 13])
    expect(times()).toEqual([])
    expect(times(5, 5, 6)).toEqual([5, 5, 6])
  })

  test('a laptop whose clock was a year ahead for a while still knows what it had before', async () => {
    const network = new TestNetwork()
    const clock = new FakeClock()
    const device = new TestDevice()
    const ana = await laptop(network, clock, device)
    const { ids } = await ana.ledger.write([incident('Flood')])
    clock.advance(HOUR)
    const moment = clock.now()
    clock.jump(365 * 24 * HOUR)
    await ana.ledger.write([incident('While it was wrong')])
    clock.jump(HOUR - 365 * 24 * HOUR)
    await ana.ledger.write([change(ids[0]!, 'title', 'Lies')])
    clock.advance(HOUR)
    await ana.ledger.write([change(ids[0]!, 'title', 'More lies')])
    // What came while it was wrong came before the moment at which it was right again
    expect(titles(await past(ana, moment))).toEqual(['Flood'])
  })
})
