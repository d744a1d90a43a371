import { randomBytes } from 'node:crypto'

import { encodeChange } from '@automerge/automerge'
import { describe, expect, test } from 'vitest'

import { MAX_DEPENDENCIES, readChange, type ChangeHeader } from '../../core/documents/unit/change-header.ts'
import { openUnit, readUnit, sealUnit } from '../../core/documents/unit/unit.ts'
import { hexId, newOpenDocuments, orderOf, sourceOf } from '../helpers/document-shapes.ts'
import { change, incident, Laptop, put, TestDevice, TestNetwork } from '../helpers/ledger-rig.ts'

const DEVICES = 500
const SESSIONS = 5_000
const D = hexId(9)
const ANA = hexId(1, 'a')
const OTHERS = [2, 3, 4, 5, 6, 7, 8, 9].map((n) => hexId(n, 'a'))

const headerOf = (bytes: Uint8Array): ChangeHeader => readChange(bytes, { maxStartOp: Number.MAX_SAFE_INTEGER })

/** A session's first change, which puts one value and knows only one other change. */
function putBeside(known: ChangeHeader, session: string, key: string): Uint8Array {
  return encodeChange({
    actor: session,
    seq: 1,
    startOp: known.lastOp + 1,
    time: 0,
    message: null,
    deps: [known.hash],
    ops: [{ action: 'set', obj: '_root', key, value: session, pred: [] }],
  } as never)
}

describe('a record to which hundreds wrote at once', () => {
  test('can still be written to, and others take what is written', async () => {
    const network = new TestNetwork()
    const ana = await new Laptop(network).open()
    const ben = await new Laptop(network).open()
    const document = (await ana.ledger.write([incident('Everybody out')])).ids[0]!
    const first = headerOf(openUnit(readUnit(ana.units()[0]!), network.epoch.unitKey).changes[0]!)
    const answers = Array.from({ length: DEVICES }, () => {
      const { id, record, sign } = new TestDevice().session(network)
      const header = { network: network.id, epoch: network.epoch.id, document, session: id, sequence: 1, group: '' }
      const changes = [putBeside(first, id, `reached-${id}`)]
      const unit = sealUnit(
        { ...header, kind: 'incident', initialVersion: 1, firstChangeNumber: 1, changes },
        { unitKey: network.epoch.unitKey, sign, randomBytes },
      )
      return { record, bytes: unit.bytes }
    })
    ana.ledger.acceptSessions(answers.map(({ record }) => record))
    await ana.ledger.accept(
      answers.map(({ bytes }) => bytes),
      'peer',
    )
    await ana.ledger.settled()
    expect(ana.ledger.get(document)?.heads).toHaveLength(DEVICES)

    await ana.ledger.write([change(document, 'state', 'all clear')])
    expect(new Set(await ana.sendTo(ben))).toEqual(new Set(['stored']))
    expect(ben.ledger.get(document)).toMatchObject({ applied: true, record: { state: 'all clear' } })
    expect(
      Object.keys(ben.ledger.get(document)!.record as object).filter((key) => key.startsWith('reached')),
    ).toHaveLength(DEVICES)
    for (const laptop of [ana, ben]) await laptop.close()
  }, 60_000)
})

describe('a member who writes to a record from thousands of sessions at once', () => {
  const documents = newOpenDocuments()
  const made = documents.edit(orderOf(D, [put('what', 'Flood')]), undefined)
  const first = headerOf(made.changes[0]!)
  const sessions = Array.from({ length: SESSIONS }, (_, n) => hexId(n + (1 << 20), 'b'))
  const persons = {
    ...Object.fromEntries([ANA, ...OTHERS].map((session) => [session, `person of ${session}`])),
    ...Object.fromEntries(sessions.map((session) => [session, 'mallory'])),
  }
  const authors = { creator: ANA, persons }
  const ownLater = documents.edit(orderOf(D, [put('what', 'Fire')], { heads: made.heads, authors }), undefined)
  const answers = OTHERS.map((session) =>
    newOpenDocuments().edit(
      orderOf(D, [put('answer', { by: session })], { heads: made.heads, session, authors }),
      sourceOf(D, made.changes),
    ),
  )
  const honest = [made, ownLater, ...answers].flatMap(({ changes }) => changes)

  test('keeps nobody from writing, and pushes nobody else’s words aside', () => {
    // one of them builds on Ana's last words, and is among the last in order
    const onHers = Array.from({ length: 5_000 }, (_, n) =>
      putBeside(headerOf(ownLater.changes[0]!), sessions[0]!, `on-hers-${n}`),
    ).find((change) => headerOf(change).hash.startsWith('ff'))!
    const all = [...honest, onHers, ...sessions.slice(1).map((session) => putBeside(first, session, session))]
    const { heads } = documents.materialise({ ...sourceOf(D, all), authors })
    expect(heads).toHaveLength(SESSIONS + OTHERS.length)
    const words = orderOf(D, [put('what', 'All clear'), put('answer', { by: 'ana' })], { heads, authors })
    const edited = documents.edit(words, undefined)
    const { dependencies } = headerOf(edited.changes[0]!)
    expect(dependencies).toHaveLength(MAX_DEPENDENCIES)
    expect(dependencies).toEqual(expect.arrayContaining([ownLater, ...answers].flatMap(({ heads: [last] }) => last)))
    expect(edited.record).toMatchObject({ what: 'All clear', answer: { by: 'ana' } })

    const other = newOpenDocuments()
    const shown = other.materialise({ ...sourceOf(D, [...all, ...edited.changes]), authors })
    expect([shown.heads, shown.record]).toEqual([edited.heads, edited.record])
    const later = orderOf(D, [put('what', 'Over')], { heads: shown.heads, session: OTHERS[0]!, authors })
    expect(other.edit(later, undefined).heads).toHaveLength(1)
  }, 60_000)

  test('keeps nobody from putting something where all of those put something', () => {
    const all = [...honest, ...sessions.map((session) => putBeside(first, session, 'state'))]
    let { heads } = documents.materialise({ ...sourceOf(D, all), authors })
    for (const what of ['once', 'twice']) {
      const made = documents.edit(orderOf(D, [put('what', what)], { heads, authors }), undefined)
      all.push(...made.changes)
      heads = made.heads
    }
    expect(heads).toHaveLength(1)
    const settled = documents.edit(orderOf(D, [put('state', 'closed')], { heads, authors }), undefined)
    expect(newOpenDocuments().materialise(sourceOf(D, [...all, ...settled.changes]))).toMatchObject({
      record: { state: 'closed' },
      conflicts: [],
    })
  }, 60_000)
})
