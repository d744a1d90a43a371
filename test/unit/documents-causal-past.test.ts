import { randomBytes } from 'node:crypto'

import { encodeChange } from '@automerge/automerge'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { type ChangeHeader, readChange } from '../../core/documents/unit/change-header.ts'
import { openUnit, readUnit, sealUnit } from '../../core/documents/unit/unit.ts'
import { change, incident, Laptop, put, TestNetwork } from '../helpers/ledger-rig.ts'

/** What Ana writes, and what Mallory does to the first operation of it, the operations before left alone. */
const WAYS = [
  {
    what: 'replaces',
    writes: [put('state', 'verified')],
    operation: (named: string) => ({ obj: '_root', key: 'state', value: 'closed', pred: [named] }),
  },
  {
    what: 'writes in',
    writes: [put('place', { label: 'Mill lane' })],
    operation: (named: string) => ({ obj: named, key: 'label', value: 'Nowhere', pred: [] }),
  },
  {
    what: 'writes after',
    writes: [{ op: 'splice', path: ['text'], index: 0, remove: 0, insert: 'Water' }] as const,
    operation: (named: string) => ({ obj: TEXT, elemId: named, insert: true, value: '!', pred: [] }),
  },
]
/** Of the first change: the map of the log comes before it. */
const TEXT = `2@${'00'.repeat(16)}`

describe.each(WAYS)('a change that $what what lies outside of its past', ({ writes, operation }) => {
  let network: TestNetwork
  let ana: Laptop
  let ben: Laptop
  let mallory: Laptop
  let record: string
  let honest: Uint8Array
  let hostile: Uint8Array
  /** Sessions whose units Ana, and Ben, took out. */
  let takenOut: string[][]

  beforeEach(async () => {
    network = new TestNetwork()
    const laptops = [1, 2, 3].map(() => new Laptop(network))
    for (const laptop of laptops) await laptop.open()
    for (const laptop of laptops) for (const other of laptops) laptop.ledger.acceptSessions([other.session.record])
    ;[ana, ben, mallory] = laptops as [Laptop, Laptop, Laptop]
    record = (await ana.ledger.write([incident('Flood', { state: 'reported' })])).ids[0]!
    await ana.sendTo(ben)
    await ana.ledger.write([{ kind: 'incident', document: record, writes: () => writes }])
    const [first, second] = ana.units() as [Uint8Array, Uint8Array]
    honest = second
    hostile = naming(second, first)
    takenOut = [ana, ben].map(({ ledger }) => {
      const sessions: string[] = []
      ledger.events.on('unit:quarantined', ({ session }) => sessions.push(session))
      return sessions
    })
  })
  afterEach(async () => {
    for (const laptop of [ana, ben, mallory]) await laptop.close()
  })

  const headerOf = (unit: Uint8Array): ChangeHeader =>
    readChange(openUnit(readUnit(unit), network.epoch.unitKey).changes[0]!, {
      maxStartOp: Number.MAX_SAFE_INTEGER,
    })

  /** A unit of Mallory's that names the first operation of `unit`, but says that it knows only what `known` knows. */
  function naming(unit: Uint8Array, known: Uint8Array): Uint8Array {
    const { lastOp, hash } = headerOf(known)
    const { startOp, actor } = headerOf(unit)
    const change = encodeChange({
      actor: mallory.session.id,
      seq: 1,
      startOp: lastOp + 1,
      time: 0,
      message: null,
      deps: [hash],
      ops: [
        { action: 'set', obj: '_root', key: 'note', value: 'x', pred: [] }, // to be numbered after what the next one names
        { action: 'set', ...operation(`${startOp}@${actor}`) },
      ],
    } as never)
    const { id: session, sign } = mallory.session
    const header = { network: network.id, epoch: network.epoch.id, document: record, session, sequence: 1, group: '' }
    return sealUnit(
      { ...header, kind: 'incident', initialVersion: 1, firstChangeNumber: 1, changes: [change] },
      { unitKey: network.epoch.unitKey, sign, randomBytes },
    ).bytes
  }

  /** One after the other. */
  async function give(laptop: Laptop, ...units: readonly Uint8Array[]): Promise<void> {
    for (const unit of units) {
      expect(await laptop.ledger.accept([unit], 'mallory')).toEqual(['stored'])
      await laptop.ledger.settled()
    }
  }
  const shown = (laptop: Laptop): unknown => laptop.ledger.get(record)?.record

  test('is taken out on every laptop, in whatever order it comes', async () => {
    const before = shown(ana)
    await give(ana, hostile)
    await give(ben, hostile, honest)
    expect([ana, ben].map(shown)).toEqual([before, before])
    expect(takenOut).toEqual([[mallory.session.id], [mallory.session.id]])
  })

  test('keeps nobody from what others write to that record afterwards', async () => {
    await give(ana, hostile)
    await give(ben, hostile, honest)
    await ana.ledger.write([change(record, 'state', 'all clear')])
    await give(ben, ana.units().at(-1)!)
    expect(shown(ben)).toMatchObject({ state: 'all clear' })
  })
})
