import { expect, test } from 'vitest'

import { toHex } from '../../core/shared/bytes.ts'
import { decodeCbor } from '../../core/shared/cbor.ts'
import { id16 } from '../helpers/memory-replica.ts'
import { count, listen, pairOfLaptops, SyncLab, turns, type Laptop } from '../helpers/sync-lab.ts'

/** Gives both laptops the same documents, as if they had met long ago. */
async function share(laptops: readonly Laptop[], documents: number, size = 300): Promise<void> {
  const [first, ...others] = laptops
  const units = Array.from({ length: documents }, (_, n) => first!.replica.edit(id16(`doc ${n}`), size))
  for (const { replica } of others) {
    replica.acceptSessions([first!.replica.sessionRecord])
    await replica.accept(units, 'earlier')
  }
}

test('two laptops hold the same documents and log after they have met', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  for (let n = 0; n < 40; n += 1) ana.replica.edit(id16(`flood ${n}`))
  for (let n = 0; n < 50; n += 1) ben.replica.edit(id16(`heat ${n}`))
  ana.replica.addLog('genesis')
  ben.replica.addLog('admit')
  lab.connect(ana, ben)
  await lab.flow()
  expect(ben.replica.contents()).toBe(ana.replica.contents())
  await lab.pass(200)
  expect(ana.hub.status()).toMatchObject([{ state: 'settled', pendingOut: 0, pendingIn: 0 }])
  expect(ana.hub.hasEverything(ben.device)).toBe(true)
  expect(ben.hub.hasEverything(ana.device)).toBe(true)
})

test('two laptops with equal logs do not list them', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  for (const { replica } of [ana, ben]) replica.addLog('genesis')
  const { pair } = lab.connect(ana, ben)
  const said = listen(pair.toB)
  await lab.flow()
  expect(count(said, 'hello')).toBe(1)
  expect(count(said, 'log-ids')).toBe(0)
})

test('a long log is listed in several messages and only what lacks is sent', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  for (let n = 0; n < 9_000; n += 1) ana.replica.addLog(`record ${n}`)
  for (let n = 0; n < 8_990; n += 1) ben.replica.addLog(`record ${n}`)
  const { pair } = lab.connect(ana, ben)
  const said = listen(pair.toB)
  await lab.flow()
  expect(count(said, 'log-ids')).toBe(3)
  expect(said.flatMap((message) => (message.type === 'log-records' ? message.records : []))).toHaveLength(10)
  expect(ben.replica.contents()).toBe(ana.replica.contents())
})

test('a new log record goes from laptop to laptop at once, and back to nobody', async () => {
  const lab = new SyncLab()
  const laptops = ['Ana', 'Ben', 'Cleo'].map((name) => lab.laptop(name))
  const [ana, ben, cleo] = laptops as [Laptop, Laptop, Laptop]
  const first = lab.connect(ana, ben)
  lab.connect(ben, cleo)
  await lab.flow()
  const back = listen(first.pair.toA)
  ana.replica.addLog('remove')
  await lab.flow()
  expect(cleo.replica.log.size).toBe(1)
  expect(count(back, 'log-records')).toBe(0)
})

test('a change made here reaches laptops that are not connected to this one, and does not come back', async () => {
  const lab = new SyncLab()
  const [ana, ben, cleo] = ['Ana', 'Ben', 'Cleo'].map((name) => lab.laptop(name)) as [Laptop, Laptop, Laptop]
  const first = lab.connect(ana, ben)
  lab.connect(ben, cleo)
  await lab.flow()
  const back = listen(first.pair.toA)
  ana.replica.edit(id16('lost child'))
  await lab.flow()
  expect(cleo.replica.held()).toEqual(ana.replica.held())
  expect(count(back, 'units')).toBe(0)
  expect(ana.replica.offered).toBe(0)
})

test('changes of one turn travel in one batch, their session announced once before', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  const { pair } = lab.connect(ana, ben)
  await lab.flow()
  const said = listen(pair.toB)
  for (let n = 0; n < 20; n += 1) ana.replica.edit(id16(`doc ${n}`))
  await lab.flow()
  ana.replica.edit(id16('doc 3'))
  await lab.flow()
  expect(said.map(({ type }) => type)).toEqual(['sessions', 'units', 'units'])
  expect(said[1]).toMatchObject({ batch: 1, units: { length: 20 } })
})

test('nothing to do at 10,000 documents costs less than 1 kB', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  await share([ana, ben], 10_000)
  const { pair } = lab.connect(ana, ben)
  await lab.flow()
  expect(ana.hub.status()).toMatchObject([{ state: 'settled' }])
  expect(pair.bytes).toBeLessThan(1_000)
})

test('1 % of 10,000 documents missing costs at most 1.5 times the units and 80 kB', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  await share([ana, ben], 9_900)
  const units = Array.from({ length: 100 }, (_, n) => ana.replica.edit(id16(`new ${n}`), 700))
  const missing = units.reduce((sum, unit) => sum + unit.byteLength, 0)
  const { pair } = lab.connect(ana, ben)
  await lab.flow()
  expect(ben.replica.contents()).toBe(ana.replica.contents())
  expect(pair.bytes).toBeLessThanOrEqual(1.5 * missing + 80_000)
  expect(pair.bytes - missing).toBeLessThan(70_000)
})

test('1 % of 10,000 documents changed costs at most 1.5 times the units and 80 kB', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  await share([ana, ben], 10_000)
  const units = Array.from({ length: 100 }, (_, n) => ana.replica.edit(id16(`doc ${97 * n}`), 700))
  const missing = units.reduce((sum, unit) => sum + unit.byteLength, 0)
  const { pair } = lab.connect(ben, ana)
  await lab.flow()
  expect(ben.replica.contents()).toBe(ana.replica.contents())
  expect(pair.bytes).toBeLessThanOrEqual(1.5 * missing + 80_000)
  expect(ben.replica.offered).toBe(10_100)
})

test('a unit whose dependencies are missing is asked for with them', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  const { pair } = lab.connect(ana, ben)
  await lab.flow()
  const asked = listen(pair.toA)
  ana.replica.edit(id16('incident'))
  await lab.flow()
  ben.replica.lose(id16('incident')) // a disk that forgot
  ana.replica.edit(id16('incident'))
  await lab.flow()
  expect(count(asked, 'want')).toBe(1)
  expect(ben.replica.held()).toEqual(ana.replica.held())
})

test('an edit that overtakes what it follows comes again, with that', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  for (let edits = 0; edits < 4; edits++) ana.replica.edit(id16('incident'))
  const { pair } = lab.connect(ben, ana)
  // at whatever moment of the first exchange somebody writes
  while (ana.hub.status()[0]?.state !== 'streaming') {
    ana.replica.edit(id16('incident'))
    await turns(1)
    pair.deliverAll()
  }
  await lab.pass(1_000)
  expect(ben.replica.held()).toEqual(ana.replica.held())
  expect(ana.hub.hasEverything(ben.device)).toBe(true)
})

test.each(['forged', 'erased', 'missing-dependencies', 'out-of-sequence', 'not-a-member'] as const)(
  'a unit refused as %s does not go in circles',
  async (verdict) => {
    const { lab, ana, ben } = pairOfLaptops()
    const bad = id16('bad')
    ben.replica.refuse = ({ document }) => (document === toHex(bad) ? verdict : undefined)
    ana.replica.edit(bad)
    ana.replica.edit(bad)
    ana.replica.edit(id16('good'))
    lab.connect(ana, ben)
    await lab.pass(2_000)
    ana.replica.edit(bad)
    await lab.pass(240_000, 20_000)
    expect(ben.replica.held().size).toBe(1)
    // Each bad unit once, or twice where asking again could have helped.
    expect(ben.replica.offered).toBeLessThanOrEqual(1 + 3 * 2)
    expect(ana.hub.receipts.receipt(ben.device)?.revision ?? 0).toBe(0)
    expect(ana.hub.whoHas(id16('good'))).toEqual([ben.device])
    expect(ana.hub.whoHas(bad)).toEqual([])
  },
)

test('a unit refused for want of a log record is taken once the record is there', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  ben.replica.refuse = () => (ben.replica.log.size === 0 ? 'not-a-member' : undefined)
  ana.replica.edit(id16('first words'))
  lab.connect(ana, ben)
  await lab.pass(500)
  expect(ben.replica.held().size).toBe(0)
  ana.replica.addLog('admit')
  await lab.pass(5_000)
  expect(ben.replica.held()).toEqual(ana.replica.held())
  expect(ana.hub.hasEverything(ben.device)).toBe(true)
})

test('a laptop that has lost a document gets it again without reconnecting, and its receipt is taken back meanwhile', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  const lost = id16('lost')
  for (const name of ['lost', 'kept']) ana.replica.edit(id16(name))
  lab.connect(ana, ben)
  await lab.pass(500)
  expect(ana.hub.whoHas(lost)).toEqual([ben.device])
  let taken = false
  ana.hub.events.on('sync:receipt', ({ revision }) => (taken ||= revision === 0))
  ben.replica.lose(lost)
  // Something must happen for it to look: here somebody writes.
  ben.replica.edit(id16('other'))
  await lab.pass(3_000)
  expect(ben.replica.contents()).toBe(ana.replica.contents())
  expect(taken).toBe(true)
  expect(ana.hub.hasEverything(ben.device)).toBe(true)
})

test('laptops that stay different look again ever more rarely', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  ben.replica.refuse = () => 'erased'
  ana.replica.edit(id16('erased there'))
  const { pair } = lab.connect(ana, ben)
  const said = listen(pair.toB)
  await lab.pass(60_000, 500)
  // 1 + 2 + 4 + 8 + 16 s have passed, 32 s have not.
  const openings = said.filter((message) => message.type === 'digest' && message.round === 1).length
  expect(openings).toBeGreaterThanOrEqual(5)
  expect(openings).toBeLessThanOrEqual(7)
})

test('a quiet pair says nothing but signs of life', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  ana.replica.edit(id16('doc'))
  const { pair } = lab.connect(ana, ben)
  await lab.pass(1_000)
  const said = [...[pair.toA, pair.toB].map(listen)]
  await lab.pass(60_000, 1_000)
  expect(new Set(said.flat().map(({ type }) => type))).toEqual(new Set(['ping', 'pong']))
  expect(said.flat().length).toBeLessThanOrEqual(60)
  expect(ana.hub.status()).toMatchObject([{ state: 'settled' }])
})

test('a peer that falls silent counts as gone after 15 s, not before', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  const { pair, ends } = lab.connect(ana, ben)
  await lab.flow()
  pair.toA.mute = true
  await lab.pass(14_900)
  expect(ana.hub.status()).toHaveLength(1)
  await lab.pass(5_100)
  await expect(ends[0].done).resolves.toEqual({ reason: 'dead' })
  expect(ana.hub.status()).toEqual([])
})

test('a laptop that is slow to store is not taken for dead, and does not take the other for dead', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  const stored: (() => void)[] = []
  ben.replica.durable = () => new Promise((resolve) => stored.push(resolve))
  for (let n = 0; n < 400; n += 1) ana.replica.edit(id16(`doc ${n}`), 3_000)
  lab.connect(ana, ben)
  for (let waited = 0; waited < 40; waited += 1) {
    await lab.pass(1_000, 1_000)
    if (waited % 8 === 7) stored.shift()?.()
  }
  expect(ana.hub.status()).toHaveLength(1)
  expect(ben.hub.status()).toHaveLength(1)
})

test('the difference of clocks is told', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  lab.connect(ana, ben)
  await turns(3)
  lab.clock.jump(90_000)
  await lab.flow()
  expect(ana.told).toContainEqual({
    name: 'peer:greeted',
    event: expect.objectContaining({ device: ben.device, clockDifferenceMs: -90_000 }),
  })
  expect(ana.hub.status()).toMatchObject([{ clockDifferenceMs: -90_000 }])
})

test('laptops of different networks part without telling each other anything', async () => {
  const lab = new SyncLab()
  const [ana, eve] = [lab.laptop('Ana'), lab.laptop('Eve', { network: id16('elsewhere') })]
  ana.replica.edit(id16('doc'))
  const { ends } = lab.connect(ana, eve)
  await lab.flow()
  expect((await ends[0].done).reason).toBe('wrong-network')
  expect(eve.replica.offered).toBe(0)
})

test('a member who is removed meanwhile is told that and goodbye, and given nothing more', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  const { ends } = lab.connect(ana, ben)
  await lab.flow()
  lab.isMember = (device) => device !== ben.device
  ana.replica.addLog('epoch without Ben', 'remove Ben')
  ana.replica.edit(id16('secret from now on'))
  await lab.flow()
  await expect(ends[0].done).resolves.toMatchObject({ reason: 'not-a-member' })
  await expect(ends[1].done).resolves.toMatchObject({ reason: 'goodbye', error: { code: 'network/not-a-member' } })
  expect(ben.replica.offered).toBe(0)
  expect([...ben.replica.log.values()].map((record) => decodeCbor(record))).toEqual(['remove Ben'])
  const { ends: again } = lab.connect(ana, ben)
  await expect(again[0].done).resolves.toMatchObject({ reason: 'not-a-member' })
})

test('a full disk ends the conversation and is told as what it is', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  const full = new Error('disk full')
  ben.replica.durable = () => Promise.reject(full)
  ana.replica.edit(id16('doc'))
  const { ends } = lab.connect(ana, ben)
  await lab.flow()
  await expect(ends[1].done).resolves.toEqual({ reason: 'failed', error: full })
})

test('stopping says goodbye to everybody and waits for nobody', async () => {
  const lab = new SyncLab()
  const [ana, ben, cleo] = ['Ana', 'Ben', 'Cleo'].map((name) => lab.laptop(name)) as [Laptop, Laptop, Laptop]
  const links = [lab.connect(ana, ben), lab.connect(cleo, ana)]
  await lab.flow()
  await ana.hub.stop()
  await lab.flow()
  await expect(links[0]!.ends[1].done).resolves.toMatchObject({ reason: 'goodbye' })
  await expect(links[1]!.ends[0].done).resolves.toMatchObject({ reason: 'goodbye' })
  expect(ben.hub.status()).toEqual([])
})
