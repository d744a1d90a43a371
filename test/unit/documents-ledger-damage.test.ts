import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { InProcessHost } from '../helpers/in-process-host.ts'
import { change, deepIncident, digestOf, incident, KIND_SHAPES, Laptop, TestNetwork } from '../helpers/ledger-rig.ts'
import type { MemoryStore } from '../helpers/memory-store.ts'

let network: TestNetwork
let ana: Laptop
let lee: Laptop
const open: Laptop[] = []
async function laptop(): Promise<Laptop> {
  const made = await new Laptop(network).open()
  open.push(made)
  return made
}
beforeEach(async () => {
  network = new TestNetwork()
  ana = await laptop()
  lee = await laptop()
})
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

describe('after a crash or damage', () => {
  test('what was acknowledged and not yet applied is applied at the next start', async () => {
    await ana.ledger.write([deepIncident('Flood'), deepIncident('Heat wave')])
    lee.ledger.acceptSessions(ana.sessions())
    const host = lee.host as InProcessHost
    const crash = lee.rows as MemoryStore
    await lee.ledger.accept(ana.units().slice(0, 1), 'peer')
    await lee.ledger.settled()
    host.gate = new Promise(() => undefined)
    expect(await lee.ledger.accept(ana.units().slice(1), 'peer')).toEqual(['stored'])
    expect(lee.titles()).toHaveLength(1)
    expect(digestOf(lee)).toBe(digestOf(ana))
    const restarted = await new Laptop(network, { rows: crash, masterKey: lee.masterKey, device: lee.device }).open()
    expect(digestOf(restarted)).toBe(digestOf(ana))
    await restarted.ledger.settled()
    expect(restarted.titles()).toEqual(['Flood', 'Heat wave'])
    open.splice(open.indexOf(lee), 1) // it hangs in its last call, as a crashed one would
  })

  test.each([
    ['the index', 7, undefined],
    ['the counters', 1, undefined],
    ['a damaged index', 7, (value: Uint8Array) => value.with(40, value[40]! ^ 1)],
    ['all derived rows and the index', 6, undefined],
    ['everything but the units', 0, undefined],
  ])('without %s the same lists come back', async (_, space, how) => {
    const { ids } = await ana.ledger.write([
      incident('Flood', { created: 3 }),
      incident('Heat wave', { created: 9, archived: true }),
      incident('Lost child', { state: 'closed', created: 1 }),
    ])
    await ana.sendTo(lee)
    await lee.ledger.write([change(ids[0]!, 'place', 'Mill Lane')])
    const lists = () =>
      [ana, lee].map((each) => [
        each.titles(),
        each.ledger.list({ sort: 'newest', offset: 0, limit: 9, archived: true }),
        ids.map((id) => each.ledger.get(id)?.record),
        digestOf(each),
      ])
    const before = lists()
    for (const each of [ana, lee]) {
      const revision = each.ledger.revision()
      await each.ledger.settled()
      const rows = each.rows as MemoryStore
      const damaged = space === 6 ? [6, 7] : space === 0 ? [1, 6, 7] : [space]
      for (const each of damaged) expect(rows.damage(each, ({ value }) => how?.(value))).toBeGreaterThan(0)
      await each.reopen()
      await each.ledger.settled()
      expect(each.ledger.revision()).toBeGreaterThan(revision)
    }
    const strip = (value: unknown) =>
      JSON.parse(JSON.stringify(value, (key, field) => (key === 'revision' ? undefined : field))) as unknown
    expect(strip(lists())).toEqual(strip(before))
    await ana.ledger.write([change(ids[0]!, 'state', 'goes on')])
    await ana.sendTo(lee)
    await lee.sendTo(ana)
    expect(digestOf(lee)).toBe(digestOf(ana))
    expect(lee.ledger.get(ids[0]!)).toMatchObject({ record: { state: 'goes on', place: 'Mill Lane' } })
  })

  test('a damaged record or state is made anew from the units when it is asked for', async () => {
    const { ids } = await ana.ledger.write([incident('Flood'), incident('Heat wave')])
    await ana.reopen()
    const rows = ana.rows as MemoryStore
    rows.damage(6, ({ value }) => value.with(30, value[30]! ^ 1))
    expect(ana.ledger.get(ids[0]!)).toBeUndefined()
    await ana.ledger.settled()
    expect(ana.ledger.get(ids[0]!)).toMatchObject({ record: { title: 'Flood' } })
    await ana.ledger.write([change(ids[0]!, 'state', 'closed')])
    expect(ana.ledger.get(ids[0]!)).toMatchObject({ record: { state: 'closed' } })
  })

  test('a damaged unit costs what builds on it until somebody sends it again; other records are not touched', async () => {
    const { ids } = await ana.ledger.write([incident('Flood'), incident('Heat wave')])
    await ana.ledger.write([change(ids[0]!, 'state', 'a')])
    await ana.ledger.write([change(ids[0]!, 'state', 'b')])
    await ana.sendTo(lee)
    const rows = lee.rows as MemoryStore
    let seen = 0
    const second = [...lee.ledger.unitsBeyond(Buffer.from(ids[0]!, 'hex'), [])][1]!.bytes.byteLength
    rows.damage(5, ({ value }) => (value.byteLength > second && seen++ === 2 ? value.with(99, value[99]! ^ 1) : value))
    rows.damage(6, () => undefined)
    rows.damage(7, () => undefined)
    await lee.reopen()
    await lee.ledger.settled()
    expect(lee.titles()).toHaveLength(2)
    await ana.sendTo(lee)
    expect(digestOf(lee)).toBe(digestOf(ana))
    expect(lee.ledger.get(ids[0]!)).toMatchObject({ record: { state: 'b' } })
  })

  test('a unit that the disk lost is put back when it comes again, and nobody is blamed', async () => {
    const { ids } = await ana.ledger.write([incident('Flood')])
    await ana.ledger.write([change(ids[0]!, 'state', 'a')])
    await ana.ledger.write([change(ids[0]!, 'state', 'b')])
    await ana.sendTo(lee)
    for (const lost of [0, 1, 2]) {
      let seen = 0
      ;(lee.rows as MemoryStore).damage(5, ({ value }) => (seen++ === lost ? value.with(70, value[70]! ^ 1) : value))
      lee.host = new InProcessHost(KIND_SHAPES)
      await lee.reopen()
      const verdicts = await lee.ledger.accept(ana.units(), 'peer')
      expect(verdicts.filter((verdict) => verdict !== 'known')).toEqual(['stored'])
      expect(lee.units()).toEqual(ana.units())
      await lee.ledger.write([change(ids[0]!, 'place', `Mill Lane ${lost}`)])
      await lee.sendTo(ana)
      expect(digestOf(lee)).toBe(digestOf(ana))
    }
    expect(lee.log.lines().filter(({ code }) => code === 'session:forked')).toEqual([])
  })

  test('a lost unit that somebody asks for is noticed: the digest tells that it is missing', async () => {
    const { ids } = await ana.ledger.write([incident('Flood')])
    await ana.ledger.write([change(ids[0]!, 'state', 'a')])
    await ana.sendTo(lee)
    let seen = 0
    ;(lee.rows as MemoryStore).damage(5, ({ value }) => (seen++ === 1 ? value.with(70, value[70]! ^ 1) : value))
    await lee.reopen()
    expect(lee.units()).toHaveLength(1)
    await lee.ledger.settled()
    expect(digestOf(lee)).not.toBe(digestOf(ana))
    await ana.sendTo(lee)
    expect(digestOf(lee)).toBe(digestOf(ana))
    expect(lee.units()).toEqual(ana.units())
  })

  test('a number used in this session is not used again after its change was taken out', async () => {
    const { ids } = await ana.ledger.write([incident('Flood')])
    await ana.sendTo(lee)
    await ana.ledger.write([change(ids[0]!, 'state', 'poison')])
    await ana.sendTo(lee)
    await lee.ledger.write([change(ids[0]!, 'place', 'on the poison')])
    network.remove(ana.device.id, [[ana.session.id, 1]])
    await lee.ledger.applyCuts(new Set([ana.device.id]))
    await lee.ledger.settled()
    await expect(lee.ledger.write([change(ids[0]!, 'place', 'again')])).rejects.toMatchObject({
      code: 'documents/unsound',
    })
    await lee.reopen()
    await lee.ledger.write([change(ids[0]!, 'place', 'again')])
    expect(lee.ledger.get(ids[0]!)).toMatchObject({ record: { place: 'again' } })
  })

  describe('while it is not known what records of its kind start from', () => {
    const FIRST_CHANGES = 1
    let id: string
    beforeEach(async () => {
      ;[id] = (await ana.ledger.write([deepIncident('Flood')])).ids as [string]
      await ana.sendTo(lee)
      await ana.ledger.write([change(id, 'state', 'closed')])
      await ana.sendTo(lee)
      ;(lee.rows as MemoryStore).damage(FIRST_CHANGES, () => undefined)
      lee.host = new InProcessHost(KIND_SHAPES)
      await lee.reopen()
    })

    test('a record that could not be opened once is kept', async () => {
      let times = 0
      ;(lee.host as InProcessHost).fails = ({ document }) => (document === id && times++ === 0 ? 'too-slow' : undefined)
      lee.ledger.peopleChanged(new Set([ana.device.id])) // so it is opened
      await lee.ledger.settled()
      expect(times).toBeGreaterThan(1)
      expect(lee.ledger.get(id)).toMatchObject({ applied: true, record: { state: 'closed' } })
    })

    test('what somebody removed wrote before that stays', async () => {
      network.remove(ana.device.id, [[ana.session.id, 1]])
      await lee.ledger.applyCuts(new Set([ana.device.id]))
      await lee.ledger.settled()
      expect(lee.ledger.get(id)).toMatchObject({ record: { title: 'Flood' } })
      expect(lee.ledger.get(id)).not.toHaveProperty('record.state')
    })
  })

  test('a record of which nothing can be read is taken in again from somebody else', async () => {
    await ana.ledger.write([incident('Flood'), incident('Heat wave')])
    await ana.sendTo(lee)
    const rows = lee.rows as MemoryStore
    for (const space of [5, 6]) {
      let seen = 0
      rows.damage(space, ({ value }) => (seen++ < (space === 5 ? 1 : 9) ? value.with(50, value[50]! ^ 1) : value))
    }
    rows.damage(7, () => undefined)
    await lee.reopen()
    await lee.ledger.settled()
    expect(lee.titles()).toHaveLength(1)
    await ana.sendTo(lee)
    expect(lee.titles()).toEqual(['Flood', 'Heat wave'])
    expect(digestOf(await lee.reopen())).toBe(digestOf(ana))
  })

  test.each([
    ['written without Automerge', incident, false],
    ['open', deepIncident, false],
    ['not open', deepIncident, true],
  ])(
    'writing while units of others for the same record come in shows both when it resolves: %s',
    async (_, made, fresh) => {
      const { ids } = await ana.ledger.write([made('Flood')])
      await ana.sendTo(lee)
      await ana.ledger.write([change(ids[0]!, 'state', 'triaged')])
      const host = new InProcessHost(KIND_SHAPES)
      if (fresh) {
        lee.host = host
        await lee.reopen()
      }
      let go = () => {}
      ;(lee.host as InProcessHost).gate = new Promise((resolve) => (go = resolve))
      const writing = lee.ledger.write([change(ids[0]!, 'place', 'Mill Lane')])
      const taking = lee.ledger.accept(ana.units(), 'peer')
      expect(await taking).toEqual(['known', 'stored'])
      // who asks after an event sees what it tells of
      const seen: unknown[] = []
      lee.ledger.events.on('record:changed', ({ id }) => seen.push(lee.ledger.get(id)!.record))
      go()
      await writing
      expect(lee.ledger.get(ids[0]!)).toMatchObject({ applied: true, record: { state: 'triaged', place: 'Mill Lane' } })
      expect(seen.at(-1)).toMatchObject({ state: 'triaged', place: 'Mill Lane' })
      expect(seen.filter((record) => (record as { state?: string }).state !== 'triaged')).toEqual([])
      await lee.sendTo(ana)
      expect(digestOf(lee)).toBe(digestOf(ana))
    },
  )
})
