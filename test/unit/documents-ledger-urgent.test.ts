import { setImmediate as nextTurn } from 'node:timers/promises'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { InProcessHost } from '../helpers/in-process-host.ts'
import { change, deepIncident, KIND_SHAPES, Laptop, TestNetwork, testShapes } from '../helpers/ledger-rig.ts'

let network: TestNetwork
let ana: Laptop
let lee: Laptop
/** Ids in the order in which they were shown at Lee's. */
const shown: string[] = []

beforeEach(async () => {
  network = new TestNetwork()
  ana = await new Laptop(network).open()
  lee = await new Laptop(network, { shapes: { ...testShapes, kinds: ['incident', 'alert'] } }).open()
  shown.length = 0
  lee.ledger.events.on('record:changed', ({ id }) => shown.push(id))
})
afterEach(async () => {
  for (const laptop of [ana, lee]) await laptop.close()
})

/** What only Automerge can show: each waits for the documents process. */
async function backlog(of: number): Promise<string[]> {
  const { ids } = await ana.ledger.write(Array.from({ length: of }, (_, n) => deepIncident(`Flood ${n}`)))
  return [...ids]
}
async function oneMore(kind: 'alert' | 'incident'): Promise<string> {
  return (await ana.ledger.write([{ ...deepIncident('Lost child'), kind }])).ids[0]!
}

/** Lee gets the backlog, and while its first part is opened the last ones. */
async function hand(last: readonly string[]): Promise<void> {
  const { host } = lee
  if (!(host instanceof InProcessHost)) throw new Error('another host')
  const gate = Promise.withResolvers<void>()
  host.gate = gate.promise
  lee.ledger.acceptSessions(ana.sessions())
  const first = ana.ledger.items().map(({ document }) => Buffer.from(document).toString('hex'))
  for (const id of first) if (!last.includes(id)) await lee.ledger.accept(ana.units(id), 'peer')
  await nextTurn()
  for (const id of last) await lee.ledger.accept(ana.units(id), 'peer')
  host.gate = Promise.resolve()
  gate.resolve()
}

test('a call for help is shown before a backlog that came before it and one that came after', async () => {
  await backlog(96)
  const alert = await oneMore('alert')
  const after = await backlog(64)
  await hand([alert, ...after])
  await lee.ledger.settled()
  expect(shown).toHaveLength(161)
  expect(shown.indexOf(alert)).toBeLessThanOrEqual(32)
})

test('of other records those that came last are shown before a backlog', async () => {
  await backlog(96)
  const last = await oneMore('incident')
  await hand([last])
  await lee.ledger.settled()
  expect(shown.indexOf(last)).toBeLessThanOrEqual(64)
})

test('a record that somebody writes to is shown before a backlog', async () => {
  const [first] = await backlog(1)
  await backlog(128)
  await hand([])
  const written = lee.ledger.write([change(first!, 'state', 'closed')])
  await written
  expect(shown.length).toBeLessThan(100)
  expect(lee.ledger.get(first!)).toMatchObject({ record: { state: 'closed' } })
})

test('a backlog goes on while calls for help come without end', async () => {
  const others = await backlog(64)
  const calls: string[] = []
  for (let n = 0; n < 40; n += 1) calls.push(await oneMore('alert'))
  await hand(calls)
  await lee.ledger.settled()
  expect(shown).toHaveLength(104)
  expect(Math.max(...others.map((id) => shown.indexOf(id)))).toBeLessThan(90)
  expect(Math.max(...calls.slice(-8).map((id) => shown.indexOf(id)))).toBeLessThan(50)
})

test('what every kind starts from is asked for at the start, before the first of them comes', async () => {
  await lee.close()
  const host = new InProcessHost(KIND_SHAPES)
  lee = await new Laptop(network, { host, shapes: { ...testShapes, kinds: ['incident', 'alert', 'proposal'] } }).open()
  await nextTurn()
  expect(host.opened).toBe(3) // the test's host cannot make a proposal, and that does no harm
  await lee.reopen()
  await nextTurn()
  expect(host.opened).toBe(4)
  const { ids } = await ana.ledger.write([{ ...deepIncident('Lost child'), kind: 'alert' }])
  await ana.sendTo(lee)
  expect(lee.ledger.get(ids[0]!)).toMatchObject({ applied: true })
})
