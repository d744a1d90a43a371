import { copyFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { afterEach, expect, test } from 'vitest'

import type { EngineAccess } from '../../core/engine/access.ts'
import { eraseRecords } from '../../core/engine/erasure/erase-records.ts'
import { erasureHandlers } from '../../core/engine/erasure/erasure-handlers.ts'
import { listErasures } from '../../core/engine/erasure/list-erasures.ts'
import { fromHex } from '../../core/shared/bytes.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { allBytes, type EngineLaptop, laptopsOf, meet, sentBy } from '../helpers/lab/engine-laptop.ts'
import { figure } from '../helpers/ordeal.ts'

/** Words that are nowhere else. */
const CANARIES = ['zottelquarz', 'brumselkiesel', 'wibbeltopas']
let laptops: EngineLaptop[] = []

afterEach(async () => {
  for (const laptop of laptops) await laptop.dispose()
  laptops = []
})

async function anaAndBen(): Promise<[EngineLaptop, EngineLaptop]> {
  laptops = await laptopsOf(['Ana', 'Ben'])
  return laptops as [EngineLaptop, EngineLaptop]
}

const confirmed = (laptop: EngineLaptop): number =>
  listErasures(laptop.runtime, { offset: 0, limit: 1 }).erasures[0]!.confirmed

/** A record with an edit at both, so that there are units of two people, a conflict and words in the search index. */
async function secretAtBoth(ana: EngineLaptop, ben: EngineLaptop): Promise<string> {
  const [id] = (await ana.report(`Harassment on the bus ${CANARIES[0]}`)) as [string]
  await ana.report('Heat wave', 'Lost child')
  await meet(ana, ben)
  await ana.writer().edit('incident', id, { name: 'edit', input: { what: `On the night bus ${CANARIES[1]}` } })
  await ben.writer().edit('incident', id, { name: 'edit', input: { what: `On the tram ${CANARIES[2]}` } })
  await meet(ana, ben)
  for (const one of [ana, ben]) await one.runtime.ledger.settled()
  return id
}

/** Values of all rows as they lie on the disk, sealed. */
function rows(laptop: EngineLaptop): Map<string, Buffer> {
  // The running store holds the file alone: a copy, with its log, is read
  const file = path.join(laptop.copy(), 'store.sqlite')
  const database = new DatabaseSync(file)
  try {
    const all = database.prepare("SELECT space || ' ' || hex(grp) || ' ' || hex(item) AS place, value FROM rows").all()
    return new Map(all.map((row) => [String(row['place']), Buffer.from(row['value'] as Uint8Array)]))
  } finally {
    database.close()
  }
}

/** What was in the store before and is not any more. */
function goneFrom(before: Map<string, Buffer>, laptop: EngineLaptop): [place: string, value: Buffer][] {
  const after = rows(laptop)
  return [...before].filter(([place, value]) => after.get(place)?.equals(value) !== true)
}

/** How many of the canaries, as they might be written, and of the sealed values are anywhere in the bytes. */
function hits(bytes: Buffer, values: readonly Buffer[]): number {
  const words = CANARIES.flatMap((word) => [
    Buffer.from(word),
    Buffer.from(word, 'utf16le'),
    Buffer.from(Buffer.from(word).toString('base64').replaceAll('=', '')),
    Buffer.from(Buffer.from(word).toString('hex')),
  ])
  // A part of each is enough to know it by; the first 24 bytes are its nonce
  const parts = values.flatMap((value) => [value.subarray(0, 24), value.subarray(24, 56)])
  return [...words, ...parts].filter((one) => one.length > 0 && bytes.includes(one)).length
}

test('leaves nothing in any file of a laptop that has heard of it: no word, and nothing that was sealed', async () => {
  const [ana, ben] = await anaAndBen()
  const id = await secretAtBoth(ana, ben)
  const before = new Map([ana, ben].map((one) => [one, rows(one)]))
  // As `doctor` keeps what was damaged, and what it makes anew when it is killed meanwhile
  for (const [part, name] of [
    ['', 'damaged-20260601T083000'],
    ['-wal', 'damaged-20260601T083000-wal'],
    ['', 'rebuilt'],
    ['-wal', 'rebuilt-journal'],
  ])
    copyFileSync(path.join(ben.copy(), `store.sqlite${part}`), path.join(ben.folder, `store.sqlite.${name}`))
  ana.runtime.hub.receipts.hold(ben.id, fromHex(id), Number.MAX_SAFE_INTEGER)
  await eraseRecords(ana.runtime, [id])
  await meet(ana, ben)
  expect(JSON.stringify(ana.runtime.hub.receipts.snapshot())).not.toContain(id)
  let found = 0
  for (const one of [ana, ben]) {
    const gone = goneFrom(before.get(one)!, one).filter(([place]) => /^(?:4|5|6|7) /.test(place))
    // its key, three units, its state and its record, and the blocks of the index that named it
    const spaces = gone.map(([place]) => place.slice(0, 1))
    expect(spaces.filter((space) => space !== '7').toSorted()).toEqual(['4', '5', '5', '5', '6', '6'])
    expect(spaces).toContain('7')
    found += hits(
      one.bytes(),
      gone.map(([, value]) => value),
    )
    expect(one.incidents()).toEqual(['Heat wave', 'Lost child'])
  }
  figure('canaries and sealed values of an erased record on two informed laptops', `${found} hits`, '0')
  expect(found).toBe(0)
})

test('is finished by the next start when the plug is pulled after the tombstone was stored', async () => {
  const [ana, ben] = await anaAndBen()
  const id = await secretAtBoth(ana, ben)
  const before = rows(ben)
  // The disk as it is between the two: what a kill would leave
  let between: string | undefined
  const look = ben.runtime.erasure.look.bind(ben.runtime.erasure)
  Object.assign(ben.runtime.erasure, {
    look: () => {
      if (ben.runtime.membership.state.erasures.size > 0) between ??= ben.copy()
      look()
    },
  })
  await eraseRecords(ana.runtime, [id])
  await meet(ana, ben)
  const gone = goneFrom(before, ben)
  expect(
    hits(
      allBytes(between!),
      gone.map(([, value]) => value),
    ),
  ).toBeGreaterThan(0)
  await ben.reopen(between)
  expect(ben.holds(id)).toBe(false)
  const found = hits(
    ben.bytes(),
    gone.map(([, value]) => value),
  )
  figure('killed between tombstone and drop, started again', `${found} hits`, '0')
  expect(found).toBe(0)
  await meet(ana, ben)
  expect(confirmed(ana)).toBe(2)
})

test('is not confirmed before the bytes are overwritten, and tried again until they are', async () => {
  const [ana, ben] = await anaAndBen()
  const id = await secretAtBoth(ana, ben)
  const before = rows(ben)
  const { sealed } = ben.profile
  const scrub = sealed.scrub.bind(sealed)
  let refusals = 0
  Object.assign(sealed, {
    scrub: () => {
      refusals++
      throw new MeshError('documents/disk-full', 'No space left')
    },
  })
  await eraseRecords(ana.runtime, [id])
  await meet(ana, ben)
  ben.clock.advance(30_000)
  await meet(ana, ben)
  expect(refusals).toBeGreaterThan(3)
  expect([confirmed(ana), confirmed(ben)]).toEqual([1, 1])
  expect(listErasures(ben.runtime, { offset: 0, limit: 1 }).doneHere).toBe(false)
  Object.assign(sealed, { scrub })
  ben.clock.advance(60_000)
  expect(listErasures(ben.runtime, { offset: 0, limit: 1 }).doneHere).toBe(true)
  expect(
    hits(
      ben.bytes(),
      goneFrom(before, ben).map(([, value]) => value),
    ),
  ).toBe(0)
  await meet(ana, ben)
  expect([confirmed(ana), confirmed(ben)]).toEqual([2, 2])
})

test.each([
  ['commit', 1],
  ['scrub', 0],
] as const)(
  'is not said to be done to who erases while the disk refuses, and is a moment later (%s)',
  async (refused, tombstones) => {
    const [ana, ben] = await anaAndBen()
    const id = await secretAtBoth(ana, ben)
    const { sealed } = ana.profile
    const work = sealed[refused].bind(sealed) as (...args: unknown[]) => void
    let fits: number = tombstones
    Object.assign(sealed, {
      [refused]: (...args: unknown[]) => {
        if (fits-- <= 0) throw new MeshError('documents/disk-full', 'No space left')
        work(...args)
      },
    })
    const handlers = erasureHandlers({ unlocked: { network: () => ana.runtime } } as unknown as EngineAccess)
    const asked = { network: ana.runtime.id, ids: [id] }
    const { signal } = new AbortController()
    expect(await handlers['record:erase'](asked, { signal })).toMatchObject({ doneHere: false, confirmed: 0 })
    Object.assign(sealed, { [refused]: work })
    ana.clock.advance(1_000)
    expect(listErasures(ana.runtime, { offset: 0, limit: 1 }).doneHere).toBe(true)
    const [other] = (await ana.report('Lost dog')) as [string]
    expect(await handlers['record:erase']({ ...asked, ids: [other] }, { signal })).toMatchObject({
      doneHere: true,
      confirmed: 1,
    })
  },
)

test('is not confirmed before the record is dropped, and it is not passed on meanwhile', async () => {
  const [ana, ben] = await anaAndBen()
  const id = await secretAtBoth(ana, ben)
  const { sealed } = ben.profile
  const commit = sealed.commit.bind(sealed)
  await eraseRecords(ana.runtime, [id])
  // the log is stored, and then the disk is full
  let stored = false
  Object.assign(sealed, {
    commit: (...args: Parameters<typeof commit>) => {
      if (stored) throw new MeshError('documents/disk-full', 'No space left')
      commit(...args)
      stored ||= ben.runtime.membership.state.erasures.size > 0
    },
  })
  await meet(ana, ben)
  expect(ben.holds(id)).toBe(true)
  expect(await sentBy(ben, () => meet(ben, ana))).toEqual(new Set())
  expect(confirmed(ana)).toBe(1)
  expect(ana.runtime.troubles.list()).toEqual([])
  Object.assign(sealed, { commit })
  ben.clock.advance(60_000)
  expect(ben.holds(id)).toBe(false)
  await meet(ana, ben)
  expect(confirmed(ana)).toBe(2)
})

test('that comes back to the disk some other way goes again with the next start', async () => {
  const [ana, ben] = await anaAndBen()
  const id = await secretAtBoth(ana, ben)
  const units = Array.from(ana.runtime.ledger.unitsBeyond(fromHex(id), []), ({ bytes }) => bytes)
  await eraseRecords(ana.runtime, [id])
  await meet(ana, ben)
  expect(await ben.runtime.ledger.accept(units, ana.id)).toEqual(units.map(() => 'erased'))
  Object.assign(ben.runtime.membership.authority, { isErased: () => false })
  await ben.runtime.ledger.accept(units, ana.id)
  expect(ben.holds(id)).toBe(true)
  const before = rows(ben)
  await ben.reopen()
  expect(ben.holds(id)).toBe(false)
  expect(
    hits(
      ben.bytes(),
      goneFrom(before, ben).map(([, value]) => value),
    ),
  ).toBe(0)
})

test('takes units of it along that were in quarantine, or cut off by a removal', async () => {
  const [ana, ben] = await anaAndBen()
  const [id] = (await ana.report(`Harassment on the bus ${CANARIES[0]}`)) as [string]
  await meet(ana, ben)
  // What a removal cuts off is kept, as a proof is, and goes with its document
  await ben.writer().edit('incident', id, { name: 'edit', input: { what: `On the tram ${CANARIES[2]}` } })
  await meet(ana, ben)
  ana.runtime.duties.remove([ben.id], [])
  await ana.runtime.ledger.settled()
  const kept = (): number => [...rows(ana).keys()].filter((place) => place.startsWith('10 ')).length
  await expect.poll(kept).toBe(1)
  const { ledger } = ana.runtime
  const proofs = [...ledger.setAside()].map((one) => ({ ...one, reason: 'unsound' }))
  ledger.keepAside(proofs, [])
  expect(kept()).toBe(3)
  const aside = [...ledger.setAside()].map((one) => ({ ...one, unit: one.unit.with(0, one.unit[0]! ^ 1) }))
  const before = rows(ana)
  await eraseRecords(ana.runtime, [id])
  expect(kept()).toBe(1) // the unit's id stays known, its bytes do not
  // nor do they come back out of a backup
  await ana.reopen()
  ana.runtime.ledger.keepAside(aside, [])
  expect(kept()).toBe(2) // two ids
  expect(
    hits(
      ana.bytes(),
      goneFrom(before, ana).map(([, value]) => value),
    ),
  ).toBe(0)
})
