import { randomBytes } from 'node:crypto'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { networkDocumentId } from '../../core/documents/unit/document-id.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { InProcessHost } from '../helpers/in-process-host.ts'
import { change, digestOf, incident, KIND_SHAPES, Laptop, put, TestNetwork } from '../helpers/ledger-rig.ts'
import type { MemoryStore } from '../helpers/memory-store.ts'

const all = { sort: 'newest', offset: 0, limit: 50 } as const

let network: TestNetwork
let ana: Laptop
const open: Laptop[] = []
async function laptop(): Promise<Laptop> {
  const made = await new Laptop(network).open()
  open.push(made)
  return made
}
beforeEach(async () => {
  network = new TestNetwork()
  ana = await laptop()
})
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

describe('writing here', () => {
  test('a new record is listed, shown and searchable when the write resolves', async () => {
    const { ids, revision } = await ana.ledger.write([
      incident('Flood in the cellar', { created: 5, state: 'reported' }),
    ])
    expect(ana.ledger.list({ ...all, kind: 'incident', search: 'FLOOD' })).toMatchObject({
      total: 1,
      records: [{ id: ids[0], record: { title: 'Flood in the cellar' } }],
    })
    expect(ana.ledger.get(ids[0]!)).toMatchObject({
      kind: 'incident',
      applied: true,
      revision,
      createdBy: ana.session.id,
      authors: [ana.session.id],
      conflicts: [],
    })
    expect(ana.ledger.revisionOf(Buffer.from(ids[0]!, 'hex'))).toBe(revision)
  })

  test('records and their heads are the same after a reopening, and no document is opened for it', async () => {
    const { ids } = await ana.ledger.write([incident('Flood'), incident('Heat wave'), incident('Lost child')])
    await ana.ledger.write([change(ids[1]!, 'state', 'closed')])
    const before = ids.map((id) => ana.ledger.get(id))
    const digest = digestOf(ana)
    const revision = ana.ledger.revision()
    const host = ana.host as InProcessHost
    host.opened = 0
    await ana.reopen()
    expect(ids.map((id) => ana.ledger.get(id))).toEqual(before)
    expect(ana.ledger.list({ ...all, state: 'closed' }).records.map(({ id }) => id)).toEqual([ids[1]])
    expect(digestOf(ana)).toBe(digest)
    expect(ana.ledger.revision()).toBe(revision)
    expect(host.opened).toBe(0)
  })

  test('an edit sees the stored record and leaves one head', async () => {
    const { ids } = await ana.ledger.write([incident('Flood')])
    let seen: unknown
    await ana.ledger.write([
      { kind: 'incident', document: ids[0]!, writes: (stored) => ((seen = stored), [put('state', 'triaged')]) },
    ])
    expect(seen).toMatchObject({ title: 'Flood', log: {}, text: '' })
    expect(ana.ledger.get(ids[0]!)).toMatchObject({
      record: { title: 'Flood', state: 'triaged' },
      heads: [expect.any(String)],
    })
  })

  test('a command is all or nothing: one bad edit and none of the others is there', async () => {
    const { ids } = await ana.ledger.write([incident('Flood')])
    const digest = digestOf(ana)
    const bad = new MeshError('domain/not-allowed-now', 'no')
    const failing = () => {
      throw bad
    }
    await expect(
      ana.ledger.write([incident('Heat wave'), change(ids[0]!, 'state', 'x'), { kind: 'incident', writes: failing }]),
    ).rejects.toBe(bad)
    await expect(
      ana.ledger.write([incident('Heat wave'), change('00'.repeat(16), 'state', 'x')]),
    ).rejects.toMatchObject({ code: 'domain/not-found' })
    await expect(
      ana.ledger.write([
        incident('Heat wave'),
        { kind: 'incident', document: ids[0]!, writes: () => [{ op: 'put', path: ['no', 'such'], value: 1 }] },
      ]),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^d/) })
    expect(digestOf(ana)).toBe(digest)
    expect(ana.titles()).toEqual(['Flood'])
    await ana.ledger.write([incident('Heat wave')])
    expect(ana.units().length).toBe(2)
    expect(ana.ledger.lastSequences(ana.device.id)).toEqual([[ana.session.id, 2]])
  })

  test('a full disk refuses the write with its code, and nothing of it is seen; later it works', async () => {
    const rows = ana.rows as MemoryStore
    rows.failure = new MeshError('documents/disk-full', 'full')
    await expect(ana.ledger.write([incident('Flood'), incident('Heat wave')])).rejects.toMatchObject({
      code: 'documents/disk-full',
    })
    expect([ana.titles(), ana.ledger.items(), ana.ledger.revision()]).toEqual([[], [], 0])
    rows.failure = undefined
    await ana.ledger.write([incident('Flood')])
    expect(ana.titles()).toEqual(['Flood'])
    expect((await ana.reopen()).titles()).toEqual(['Flood'])
  })

  test('writes at once to one record all count, in one line of changes', async () => {
    const { ids } = await ana.ledger.write([incident('Flood')])
    await Promise.all(Array.from({ length: 20 }, (_, n) => ana.ledger.write([change(ids[0]!, `field${n}`, n)])))
    const shown = ana.ledger.get(ids[0]!)!
    expect(Object.keys(shown.record as object)).toHaveLength(23)
    expect(shown.heads).toHaveLength(1)
    expect(ana.ledger.vector(Buffer.from(ids[0]!, 'hex'))).toEqual([
      [new Uint8Array(Buffer.from(ana.session.id, 'hex')), 21],
    ])
  })

  test("the network's own record is made once and edited after that", async () => {
    const fixedId = networkDocumentId(network.id)
    const name = (title: string) =>
      ana.ledger.write([{ kind: 'network', fixedId, writes: () => [put('title', title)] }])
    await Promise.all([name('Circle'), name('Circle North')])
    expect(ana.ledger.get(fixedId)).toMatchObject({ kind: 'network', record: { title: 'Circle North' } })
    expect(ana.ledger.items()).toHaveLength(1)
  })

  test('a record with hundreds of edits is shown, continued and handed over after a snapshot', async () => {
    const { ids } = await ana.ledger.write([incident('Flood')])
    for (let n = 0; n < 300; n++) await ana.ledger.write([change(ids[0]!, 'state', `s${n}`)])
    const snapshots = () =>
      [...ana.rows.listSpace(6)].filter(({ item }) => item.at(-1) === 3 && item.byteLength === 8).length
    await expect.poll(snapshots).toBe(1)
    ana.host = new InProcessHost(KIND_SHAPES)
    await ana.reopen()
    await ana.ledger.write([change(ids[0]!, 'state', 'after')])
    expect(ana.ledger.get(ids[0]!)).toMatchObject({ record: { state: 'after' } })
    expect(await ana.ledger.history(ids[0]!)).toHaveLength(302)
    const lee = await laptop()
    await ana.sendTo(lee)
    expect(lee.ledger.get(ids[0]!)).toMatchObject({ record: { state: 'after' } })
    expect(digestOf(lee)).toBe(digestOf(ana))
  })
})

describe('taking in units', () => {
  test('what one laptop has shows on the other, with the same digest', async () => {
    const { ids } = await ana.ledger.write([incident('Flood'), incident('Heat wave'), incident('Lost child')])
    await ana.ledger.write([change(ids[0]!, 'state', 'closed')])
    const lee = await laptop()
    const events: unknown[] = []
    lee.ledger.events.on('unit:stored', ({ document, origin, before }) =>
      events.push([Buffer.from(document).toString('hex'), origin, before]),
    )
    expect(await ana.sendTo(lee)).toEqual(['stored', 'stored', 'stored', 'stored'])
    expect(lee.titles()).toEqual(ana.titles())
    expect(digestOf(lee)).toBe(digestOf(ana))
    expect(lee.ledger.get(ids[0]!)).toMatchObject({ record: { state: 'closed' }, createdBy: ana.session.id })
    expect(events.toSorted()).toEqual(ids.map((id) => [id, 'peer', []]).toSorted())
  })

  test('edits on both sides of a cut are on both sides after it', async () => {
    const lee = await laptop()
    const { ids } = await ana.ledger.write([incident('Flood')])
    await ana.sendTo(lee)
    await ana.ledger.write([change(ids[0]!, 'state', 'triaged')])
    await lee.ledger.write([change(ids[0]!, 'place', 'Mill Lane'), incident('Heat wave')])
    await ana.sendTo(lee)
    await lee.sendTo(ana)
    for (const each of [ana, lee])
      expect(each.ledger.get(ids[0]!)).toMatchObject({
        record: { title: 'Flood', state: 'triaged', place: 'Mill Lane' },
      })
    expect(digestOf(lee)).toBe(digestOf(ana))
    expect(ana.ledger.get(ids[0]!)!.heads).toHaveLength(2)
    await ana.ledger.write([change(ids[0]!, 'state', 'closed')])
    expect(ana.ledger.get(ids[0]!)!.heads).toHaveLength(1)
    await ana.sendTo(lee)
    expect(digestOf(lee)).toBe(digestOf(ana))
  })

  test('two values written apart are told as a conflict', async () => {
    const lee = await laptop()
    const { ids } = await ana.ledger.write([incident('Flood')])
    await ana.sendTo(lee)
    await ana.ledger.write([change(ids[0]!, 'title', 'Flood at the mill')])
    await lee.ledger.write([change(ids[0]!, 'title', 'Flood at the bridge')])
    await ana.sendTo(lee)
    expect(lee.ledger.get(ids[0]!)!.conflicts).toMatchObject([{ path: ['title'], values: [{}, {}] }])
  })

  test('the same units again are known, also in another order and after a reopening', async () => {
    const lee = await laptop()
    await ana.ledger.write([incident('Flood'), incident('Heat wave')])
    await ana.sendTo(lee)
    expect(await lee.ledger.accept(ana.units().toReversed(), 'peer')).toEqual(['known', 'known'])
    await lee.reopen()
    const revision = lee.ledger.revision()
    expect(await lee.ledger.accept([...ana.units(), ...ana.units()], 'peer')).toEqual([
      'known',
      'known',
      'known',
      'known',
    ])
    expect(lee.ledger.revision()).toBe(revision)
  })

  test('a later unit without the earlier one lacks its dependencies, and is stored once that has come', async () => {
    const lee = await laptop()
    const { ids } = await ana.ledger.write([incident('Flood')])
    await ana.ledger.write([change(ids[0]!, 'state', 'a')])
    await ana.ledger.write([change(ids[0]!, 'state', 'b')])
    const [first, second, third] = ana.units()
    expect(await lee.ledger.accept([first!], 'peer')).toEqual(['missing-dependencies'])
    lee.ledger.acceptSessions(ana.sessions())
    expect(await lee.ledger.accept([second!], 'peer')).toEqual(['missing-dependencies'])
    expect(await lee.ledger.accept([first!, third!], 'peer')).toEqual(['stored', 'out-of-sequence'])
    expect(await lee.ledger.accept([second!, third!], 'peer')).toEqual(['stored', 'stored'])
    await lee.ledger.settled()
    expect(digestOf(lee)).toBe(digestOf(ana))
  })

  test('a unit of a session not announced, of no member, beyond a removal, of an unknown epoch or network is refused', async () => {
    const lee = await laptop()
    await ana.ledger.write([incident('Flood')])
    const unit = ana.units()
    lee.ledger.acceptSessions([randomBytes(80), ana.session.record.with(60, 1), ana.session.record])
    network.strangers.add(ana.device.id)
    expect(await lee.ledger.accept(unit, 'peer')).toEqual(['not-a-member'])
    network.strangers.clear()
    network.removed.set(ana.device.id, new Map())
    expect(await lee.ledger.accept(unit, 'peer')).toEqual(['beyond-removal'])
    network.removed.clear()
    const epoch = network.epoch.id
    Object.assign(network.epoch, { id: 'ff'.repeat(16) })
    expect(await lee.ledger.accept(unit, 'peer')).toEqual(['unknown-epoch'])
    Object.assign(network.epoch, { id: epoch })
    network = new TestNetwork()
    const kim = await laptop()
    kim.ledger.acceptSessions([ana.session.record])
    expect(await kim.ledger.accept(unit, 'peer')).toEqual(['malformed'])
    expect(kim.ledger.items()).toEqual([])
    expect(await lee.ledger.accept(unit, 'peer')).toEqual(['stored'])
  })

  test('every changed byte of a unit is refused, and what is sound beside it is stored', async () => {
    const lee = await laptop()
    await ana.ledger.write([incident('Flood'), incident('Heat wave')])
    lee.ledger.acceptSessions(ana.sessions())
    const [first, second] = ana.units()
    const bad = Array.from(first!, (byte, at) => first!.with(at, byte ^ (1 << (at % 8))))
    const verdicts = await lee.ledger.accept([...bad, second!], 'peer')
    expect(verdicts.slice(0, -1).filter((verdict) => verdict === 'stored' || verdict === 'known')).toEqual([])
    expect(verdicts.at(-1)).toBe('stored')
    await lee.ledger.settled()
    expect(lee.ledger.items()).toHaveLength(1)
  })

  test('what is new, and edits that follow one another, show when they are acknowledged, without the documents process', async () => {
    const { ids } = await ana.ledger.write([incident('Flood'), incident('Heat wave')])
    await ana.ledger.write([change(ids[0]!, 'state', 'open')])
    const lee = await laptop()
    const host = lee.host as InProcessHost
    const told: string[] = []
    lee.ledger.events.on('unit:stored', () => told.push('stored'))
    lee.ledger.events.on('record:changed', () => told.push('changed'))
    lee.ledger.acceptSessions(ana.sessions())
    await lee.ledger.accept(ana.units(), 'peer')
    expect(lee.ledger.get(ids[0]!)).toMatchObject({ applied: true, record: { title: 'Flood', state: 'open' } })
    expect(told).toEqual(['stored', 'stored', 'changed', 'changed'])
    await ana.ledger.write([change(ids[1]!, 'state', 'closed')])
    const rows = lee.rows as MemoryStore
    rows.failure = new MeshError('documents/disk-full', 'full')
    await expect(lee.ledger.accept(ana.units(ids[1]), 'peer')).rejects.toMatchObject({ code: 'documents/disk-full' })
    rows.failure = undefined
    expect(lee.ledger.get(ids[1]!)).toMatchObject({ applied: true, record: { title: 'Heat wave' } })
    await ana.ledger.write([change(ids[1]!, 'state', 'reopened')])
    expect(await lee.ledger.accept(ana.units(ids[1]), 'peer')).toEqual(['known', 'stored', 'stored'])
    expect(lee.ledger.get(ids[1]!)).toMatchObject({ applied: true, record: { state: 'reopened' } })
    expect(host.opened).toBe(1) // for the first change of its kind
  })

  test('a full disk rejects, acknowledges nothing and keeps nothing', async () => {
    const lee = await laptop()
    await ana.ledger.write([incident('Flood')])
    lee.ledger.acceptSessions(ana.sessions())
    const rows = lee.rows as MemoryStore
    await lee.ledger.accept([], 'peer')
    rows.failure = new MeshError('documents/disk-full', 'full')
    await expect(lee.ledger.accept(ana.units(), 'peer')).rejects.toMatchObject({ code: 'documents/disk-full' })
    expect(lee.ledger.items()).toEqual([])
    rows.failure = undefined
    expect(await lee.ledger.accept(ana.units(), 'peer')).toEqual(['stored'])
  })
})
