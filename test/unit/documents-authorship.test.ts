import { createHash } from 'node:crypto'

import { describe, expect, test } from 'vitest'

import { emptyHandle } from '../../core/documents/automerge/handle.ts'
import { InitialDocuments } from '../../core/documents/automerge/initial.ts'
import { OpenDocuments } from '../../core/documents/automerge/open-documents.ts'
import { bindEntries, boundId, isBound, mayStand } from '../../core/documents/authorship/entry-id.ts'
import type { LogPlace, Place } from '../../core/documents/authorship/places.ts'
import { LinearDocument } from '../../core/documents/linear/linear-document.ts'
import { inflateChange } from '../../core/documents/unit/change-header.ts'
import { initialRecord, RECORD_KINDS } from '../../core/domain/kinds.ts'
import type { Json, Write } from '../../core/domain/write.ts'
import { HOST_SHAPES, shapeOf } from '../../core/engine/records/domain-shapes.ts'
import { hexId, orderOf, sourceOf } from '../helpers/document-shapes.ts'

const LOG: LogPlace = { is: 'log', shared: { 'step-1': { step: 'repeat' } }, own: ['decisions'], max: 2_000 }
const content = { by: 'ana', at: 5, after: ['b', 'a'], text: 'Süd "1"\n', need: { b: 1, a: null } }

describe('the id of an entry', () => {
  test('is 9 characters and a hash of them and of what the entry says, as PROTOCOL section 11 has it', () => {
    const json = '{"after":["b","a"],"at":5,"by":"ana","need":{"a":null,"b":1},"text":"Süd \\"1\\"\\n"}'
    const hash = createHash('sha256').update(`muster/entry/1\n0mf3k2j1a\n${json}`).digest()
    const id = boundId('0mf3k2j1a', content)
    expect(id).toBe(`0mf3k2j1a:${hash.subarray(0, 16).toString('base64url')}`)
    expect(id).toBe('0mf3k2j1a:M6xxdOIGVT0y4TT5SSur3w')
    expect(isBound(id)).toBe(true)
    expect(id).toMatch(/^[0-9A-Za-z_.:-]{1,64}$/)
  })

  test('allows that content only, in whatever order its keys come', () => {
    const id = boundId('0mf3k2j1a', content)
    const { by, ...rest } = content
    expect(mayStand(LOG, id, { ...rest, by })).toBe(true)
    for (const other of [{ ...content, by: 'lee' }, { ...content, at: 6 }, { ...content, more: 1 }, rest])
      expect(mayStand(LOG, id, other)).toBe(false)
    expect(mayStand(LOG, id.replace('0mf', '1mf'), content)).toBe(false)
  })

  test('that binds nothing allows anything that can be read; one that several choose, what it says', () => {
    expect(mayStand(LOG, 'x1', content)).toBe(true)
    for (const at of ['noon', -1, 1.5, null, 1e15]) expect(mayStand(LOG, 'x1', { ...content, at })).toBe(false)
    expect(mayStand(LOG, 'step-1', { ...content, step: 'repeat' })).toBe(true)
    expect(mayStand(LOG, 'step-1', { ...content, step: 'stop' })).toBe(false)
    expect(mayStand(LOG, 'step-1', content)).toBe(false)
    expect(mayStand(LOG, 'constructor', content)).toBe(true)
  })

  test('is given to new entries of logs alone, and to all that names them', () => {
    const places: Place = {
      is: 'fields',
      of: { log: LOG, needs: { is: 'entries', of: { is: 'fields', of: { log: LOG } } } },
    }
    const put = (path: string[], value: Json): Write => ({ op: 'put', path, value })
    const [first, second, decision, need, inner, step] = bindEntries(
      places,
      [
        put(['log', '0mf3k2j1anew1'], { ...content, decisions: {} }),
        put(['log', '0mf3k2j1anew2'], { ...content, after: ['0mf3k2j1anew1'] }),
        put(['log', '0mf3k2j1anew1', 'decisions', 'ana/keep'], true),
        put(['needs', '0mf3k2j1anew3'], { what: 'a', log: {} }),
        put(['needs', '0mf3k2j1anew3', 'log', '0mf3k2j1anew4'], content),
        put(['log', 'step-1'], content),
      ],
      (id) => id.includes('new'),
    )
    const id = boundId('0mf3k2j1a', content)
    expect(first!.path).toEqual(['log', id])
    expect(second).toEqual(put(['log', boundId('0mf3k2j1a', { ...content, after: [id] })], { ...content, after: [id] }))
    expect(decision!.path).toEqual(['log', id, 'decisions', 'ana/keep'])
    expect(need!.path).toEqual(['needs', '0mf3k2j1anew3'])
    expect(inner!.path).toEqual(['needs', '0mf3k2j1anew3', 'log', id])
    expect(step!.path).toEqual(['log', 'step-1'])
  })
})

test("every log of every kind is a place where it matters who wrote, and so are the values that are one's own", () => {
  const found: string[] = []
  const collect = (path: string, place: Place | undefined): void => {
    if (place?.is === 'fields') for (const name of Object.keys(place.of)) collect(`${path}.${name}`, place.of[name])
    else if (place?.is === 'entries') collect(`${path}.*`, place.of)
    else if (place !== undefined)
      found.push(place.is === 'log' ? [path, ...place.own].join(' with ') : `${path} (${place.is})`)
  }
  for (const kind of RECORD_KINDS) collect(kind, shapeOf(kind).places)
  expect(found.filter((name) => !name.endsWith('.flags with decisions'))).toMatchInlineSnapshot(`
    [
      "network.duty",
      "network.holds",
      "member.journeys (own)",
      "contact.createdAt (given)",
      "contact.createdBy (given)",
      "contact.consentLog",
      "incident.createdAt (given)",
      "incident.createdBy (given)",
      "incident.lifecycle",
      "incident.verificationLog",
      "incident.needs.*.log",
      "incident.peopleAffected.*.consentLog",
      "incident.responderLog",
      "incident.timeline",
      "incident.servicesCalled",
      "alert.createdAt (given)",
      "alert.createdBy (given)",
      "alert.about (given)",
      "alert.references (given)",
      "alert.versions",
      "alert.confirmations",
      "alert.sendings",
      "alert.acks (own)",
      "alert.course",
      "alert.escalationLog",
      "alert.moves",
      "alert.pairs",
      "alert.debriefs",
      "plan.createdAt (given)",
      "plan.createdBy (given)",
      "plan.statusLog",
      "plan.tasks.*.log",
      "plan.coSponsors.*.log",
      "plan.demands.*.log",
      "proposal.createdAt (given)",
      "proposal.createdBy (given)",
      "proposal.ballots (own)",
      "proposal.stateLog",
      "note.createdAt (given)",
      "note.createdBy (given)",
    ]
  `)
  expect(found.filter((name) => name.endsWith('.flags with decisions'))).toHaveLength(RECORD_KINDS.length)
})

describe('an entry under an id that does not say what it is', () => {
  const places = shapeOf('alert').places
  const D = hexId(9)
  const persons: Readonly<Record<string, string>> = {
    [hexId(1, 'a')]: 'ana',
    [hexId(2, 'a')]: 'ana',
    [hexId(3, 'a')]: 'lee',
  }
  const blind = (): OpenDocuments =>
    new OpenDocuments({ shapes: HOST_SHAPES.map((shape) => ({ ...shape, places: undefined })), capacity: 2 })
  const begun = new InitialDocuments(HOST_SHAPES).first('alert', 1)!
  const first = { heads: begun.heads, maxOp: begun.maxOp, record: initialRecord('alert'), places }
  const entry = (by: string, step: string, id = 'step-1'): Write => {
    return { op: 'put', path: ['escalationLog', id], value: { by, at: 1, step, to: [by, step] } }
  }
  const order = (session: number, write: Write) => ({
    ...orderOf(D, [write], { session: hexId(session, 'a') }),
    kind: 'alert',
  })
  const read = (changes: readonly Uint8Array[]): Json => {
    const shown = new OpenDocuments({ shapes: HOST_SHAPES, capacity: 2 }).materialise({
      ...sourceOf(D, changes),
      kind: 'alert',
      authors: { creator: '', persons },
    })
    return (shown.record as { escalationLog: Json }).escalationLog
  }

  test('is what it was at first, though its own writer puts another there', () => {
    const documents = blind()
    const made = documents.edit(order(1, entry('ana', 'repeat', 'x')), undefined)
    const again = documents.edit({ ...order(1, entry('ana', 'stop', 'x')), heads: made.heads }, undefined)
    expect(read([...made.changes, ...again.changes])).toEqual({
      x: { by: 'ana', at: 1, step: 'repeat', to: ['ana', 'repeat'] },
    })
  })

  test('is the lowest of those that did not know of each other where several may choose it, else none', () => {
    const byAna = blind().edit(order(1, entry('ana', 'repeat')), undefined).changes
    const byLee = blind().edit(order(3, entry('lee', 'repeat')), undefined).changes
    for (const changes of [
      [...byAna, ...byLee],
      [...byLee, ...byAna],
    ])
      expect(read(changes)).toMatchObject({ 'step-1': { by: 'ana' } })
    const one = blind().edit(order(1, entry('ana', 'repeat', 'x')), undefined).changes
    const two = blind().edit(order(2, entry('ana', 'stop', 'x')), undefined).changes
    expect(read([...one, ...two])).toEqual({})
  })

  test('is left to Automerge to judge where it is not the word of its writer, or is written to again', () => {
    const begin = () => LinearDocument.begin(first, { creator: '', personOf: (session) => persons[session] })!
    const documents = blind()
    const made = documents.edit(order(1, entry('ana', 'repeat')), undefined)
    const inside: Write = { op: 'put', path: ['escalationLog', 'step-1', 'step'], value: 'stop' }
    const inList: Write = { op: 'put', path: ['escalationLog', 'step-1', 'to'], value: [] }
    const over: Write = entry('lee', 'repeat')
    const gone: Write = { op: 'put', path: ['escalationLog'], value: {} }
    for (const [session, write] of [
      [1, inside],
      [3, inList],
      [3, over],
      [1, gone],
    ] as const) {
      const line = begin()
      expect(line.apply(made.changes[0]!)).toBe(true)
      const next = blind()
      next.materialise({ ...sourceOf(D, made.changes), kind: 'alert' })
      const more = next.edit({ ...order(session, write), heads: made.heads }, undefined)
      expect(line.apply(more.changes[0]!)).toBe(false)
    }
    for (const write of [entry('lee', 'repeat'), entry('ana', 'stop')])
      expect(begin().apply(blind().edit(order(1, write), undefined).changes[0]!)).toBe(false)
    const own = (session: number): Write => ({ op: 'put', path: ['acks', 'lee/seenAt'], value: session })
    expect(begin().apply(blind().edit(order(1, own(1)), undefined).changes[0]!)).toBe(false)
    expect(begin().apply(blind().edit(order(3, own(3)), undefined).changes[0]!)).toBe(true)
  })

  test('is not changed by what others insert into its lists, in whatever way it comes', () => {
    const made = blind().edit(order(1, entry('ana', 'repeat')), undefined)
    const handle = emptyHandle(hexId(3, 'a'))
    handle.applyChanges([...begun.handle.getChanges([]), ...made.changes])
    const log = handle.getWithType('_root', 'escalationLog')!
    const step = handle.getWithType(String(log[1]), 'step-1')!
    const to = handle.getWithType(String(step[1]), 'to')!
    handle.insert(String(to[1]), 0, 'zoe', 'str')
    handle.commit(null, 1)
    const insert = inflateChange(handle.getLastLocalChange()!)
    expect(read([...made.changes, insert])).toEqual(read(made.changes))
    const line = LinearDocument.begin(first, { creator: '', personOf: (session) => persons[session] })!
    expect(line.apply(made.changes[0]!)).toBe(true)
    expect(line.apply(insert)).toBe(false)
  })

  test('and what a record is made with is put by the first change of who makes it', () => {
    const put = (session: number, number = 1): boolean => {
      const documents = blind()
      const writes: Write[] = [{ op: 'put', path: ['references'], value: 'x1' }]
      let heads: readonly string[] = []
      const line = LinearDocument.begin(first, { creator: hexId(1, 'a'), personOf: (one) => persons[one] })!
      for (let at = 1; at < number; at++) {
        const before = documents.edit(order(session, { op: 'put', path: ['updatedAt'], value: at }), undefined)
        heads = before.heads
        expect(line.apply(before.changes[0]!)).toBe(true)
      }
      return line.apply(documents.edit({ ...order(session, writes[0]!), heads }, undefined).changes[0]!)
    }
    expect([put(1), put(2), put(1, 2)]).toEqual([true, false, false])
  })
})
