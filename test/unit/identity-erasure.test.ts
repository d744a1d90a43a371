import { beforeEach, describe, expect, test } from 'vitest'

import { Draft } from '../../core/identity/author/draft.ts'
import { draftErasure, type ErasableDocument } from '../../core/identity/author/erase.ts'
import { documentMadeBy, networkDocumentOf, memberDocumentOf } from '../../core/identity/hashes.ts'
import { parseContent } from '../../core/identity/log/record/bodies.ts'
import { MembershipLog } from '../../core/identity/log/membership-log.ts'
import { readSession } from '../../core/identity/log/record/session-proof.ts'
import { SeenBook } from '../../core/identity/seen/seen-book.ts'
import { readSeen, type SeenStatement, signSeen } from '../../core/identity/seen/seen-statement.ts'
import { documentIdOf, memberDocumentId, networkDocumentId } from '../../core/documents/unit/document-id.ts'
import { KIND_BYTES } from '../../core/documents/unit/kind-bytes.ts'
import { makeSession } from '../../core/documents/unit/session.ts'
import { fromHex, toHex } from '../../core/shared/bytes.ts'
import { encodeCbor } from '../../core/shared/cbor.ts'
import { Laptop, meet, meetAll, networkOf, plain, welcome } from '../helpers/membership-lab.ts'

const DOCUMENT = 'ab'.repeat(16)
const INCIDENT = KIND_BYTES.incident

const id = (number: number): Uint8Array => new Uint8Array(16).fill(number)

function sessionOf(laptop: Laptop): Uint8Array {
  const fields = { network: toHex(laptop.log.networkId), deviceKey: laptop.device.publicKey, started: 1 }
  return makeSession(fields, { sign: (message) => laptop.device.sign(message), randomBytes: laptop.random }).bytes
}

/** A document that this laptop made, by its unit of this number. */
function madeBy(laptop: Laptop, sequence: number): ErasableDocument {
  const session = sessionOf(laptop)
  const document = toHex(documentMadeBy(readSession(session)!, [sequence, INCIDENT]))
  return { id: document, made: { session, person: laptop.person, sequence, kind: INCIDENT } }
}

function erase(laptop: Laptop, ...documents: ErasableDocument[]): void {
  laptop.take(draftErasure(documents, laptop))
}

/** With another last byte: that of a signature. */
const damaged = (bytes: Uint8Array): Uint8Array => bytes.with(bytes.length - 1, bytes.at(-1)! ^ 1)

/** A network of their own. */
function founded(name: string): Laptop {
  const laptop = new Laptop(name)
  laptop.found()
  return laptop
}

const erased = (laptop: Laptop): string[] => [...laptop.state.erasures.keys()].toSorted()
const any: ErasableDocument = { id: DOCUMENT, made: undefined }

let ana: Laptop
let ben: Laptop
let cleo: Laptop

beforeEach(() => {
  ;[ana, ben, cleo] = networkOf(2) as [Laptop, Laptop, Laptop]
})

describe('an erasure in the log', () => {
  test('counts by a coordinator for anything, with who and when', () => {
    erase(ana, any)
    meetAll([ana, ben, cleo])
    for (const one of [ana, ben, cleo])
      expect(one.state.erasures.get(DOCUMENT)).toEqual({
        records: [one.log.heads()[0]!.hex],
        by: ana.person,
        at: ana.clock.now(),
      })
  })

  test('counts by a member for what a computer of theirs has made, and for nothing else', () => {
    const own = madeBy(ben, 7)
    erase(ben, own)
    expect(erased(ben)).toEqual([own.id])
    expect(() => draftErasure([own, madeBy(cleo, 7)], ben)).toThrow(
      expect.objectContaining({ code: 'identity/not-a-coordinator' }),
    )
    expect(() => draftErasure([any], ben)).toThrow(expect.objectContaining({ code: 'identity/not-a-coordinator' }))
  })

  test('names documents by the same ids as units do', () => {
    const session = readSession(sessionOf(ben))!
    const network = toHex(ben.log.networkId)
    for (const sequence of [1, 255, 2 ** 40])
      expect(toHex(documentMadeBy(session, [sequence, INCIDENT]))).toBe(
        documentIdOf({ network, session: toHex(session.id), sequence, kind: 'incident' }),
      )
    expect(toHex(networkDocumentOf(ben.log.networkId))).toBe(networkDocumentId(network))
    expect(toHex(memberDocumentOf(ben.log.networkId, fromHex(ben.person)))).toBe(memberDocumentId(network, ben.person))
  })

  test('holds at most 1,000 documents a record; more make several', () => {
    const documents = Array.from({ length: 1_001 }, (_, number) => ({
      id: toHex(Uint8Array.from({ length: 16 }, (__, at) => (number >> at) & 255)),
      made: undefined,
    }))
    const size = ana.log.size
    erase(ana, ...documents)
    expect(ana.log.size).toBe(size + 2)
    const ids = Array.from({ length: 1_001 }, () => id(1))
    expect(parseContent('erase', { ids: ids.slice(1), made: [] })).toBeDefined()
    expect(parseContent('erase', { ids, made: [] })).toBeUndefined()
    const units = Array.from({ length: 501 }, (_, number): [number, number] => [number + 1, INCIDENT])
    expect(parseContent('erase', { ids: ids.slice(0, 500), made: [[sessionOf(ben), units]] })).toBeUndefined()
  })

  test.each([
    ['nothing', { ids: [], made: [] }],
    ['a short id', { ids: [id(1).subarray(1)], made: [] }],
    ['a field more', { ids: [id(1)], made: [], why: 'x' }],
    ['number 0', { ids: [], made: [[new Uint8Array(9), [[0, 4]]]] }],
    ['a fraction', { ids: [], made: [[new Uint8Array(9), [[1.5, 4]]]] }],
    ['a session without units', { ids: [id(1)], made: [[new Uint8Array(9), []]] }],
    ['a huge session', { ids: [], made: [[new Uint8Array(513), [[1, 4]]]] }],
  ])('with %s is not kept', (_, body) => {
    expect(parseContent('erase', body)).toBeUndefined()
  })

  test.each([
    ['that is none', () => new Uint8Array(100)],
    ['of another network', (other: Laptop) => sessionOf(other)],
    ['with another’s signature', (_: Laptop, own: Uint8Array) => damaged(own)],
  ])('with a session %s is not kept', (_, session) => {
    const other = founded('other')
    const draft = new Draft({ log: ben.log, author: ben.device, clock: ben.clock })
    draft.append('erase', { ids: [], made: [[session(other, sessionOf(ben)), [[1, INCIDENT]]]] })
    expect(ana.log.add(draft.bytes()).ignored).toHaveLength(1)
    expect(erased(ana)).toEqual([])
  })

  test('is void when its author was removed meanwhile, and counts when that removal is void in turn', () => {
    ana.take(ana.act.promote(ben.person))
    meetAll([ana, ben, cleo])
    erase(ben, any)
    ana.take(ana.act.remove([ben.hex], []))
    cleo.take(ben.log.records())
    expect(erased(cleo)).toEqual([DOCUMENT])
    meetAll([ana, cleo])
    expect([erased(ana), erased(cleo)]).toEqual([[], []])
  })

  test('of one who was removed before counts as it did; after it, not', () => {
    ana.take(ana.act.promote(ben.person))
    meetAll([ana, ben, cleo])
    erase(ben, any)
    meet(ana, ben)
    ana.take(ana.act.remove([ben.hex], []))
    expect(erased(ana)).toEqual([DOCUMENT])
    meet(ana, ben)
    const draft = new Draft({ log: ben.log, author: ben.device, clock: ben.clock })
    draft.append('erase', { ids: [id(9)], made: [] })
    ana.take(draft.bytes())
    expect(erased(ana)).toEqual([DOCUMENT])
  })

  test('of a person’s record counts only while that person is in no more', () => {
    const own = { id: memberDocumentId(toHex(ana.log.networkId), ben.person), made: undefined }
    erase(ana, own, any)
    expect(erased(ana)).toEqual([DOCUMENT])
    ana.take(ana.act.remove([ben.hex], []))
    expect(erased(ana)).toEqual([DOCUMENT, own.id].toSorted())
  })

  test('gives the same state record by record as all at once', () => {
    erase(ana, any)
    meet(ana, ben)
    erase(ben, madeBy(ben, 3))
    welcome(ana, new Laptop('dee'))
    meet(ana, ben)
    const anew = new MembershipLog(ana.log.networkId)
    anew.add(ana.log.records().toReversed())
    expect(plain(anew.state())).toEqual(plain(ana.state))
    expect(anew.state().erasures.size).toBe(2)
  })
})

describe('what a computer says is gone from its disk', () => {
  const bookOf = (laptop: Laptop): SeenBook => new SeenBook({ log: () => laptop.log, clock: laptop.clock })
  const say = (laptop: Laptop, at = laptop.clock.now(), leftOut: Uint8Array[] = []): SeenStatement => {
    const { networkId } = laptop.log
    return signSeen({ networkId, at, heads: laptop.log.heads().map((head) => head.id), leftOut }, laptop.device)
  }
  const hear = (book: SeenBook, bytes: Uint8Array): boolean => {
    const statement = book.accepts(bytes)
    if (statement !== undefined) book.put(statement)
    return statement !== undefined
  }
  const confirms = (book: SeenBook, by: Laptop): boolean => book.confirms(by.hex, ana.state.erasures.get(DOCUMENT)!)

  test('confirms what is before its heads, not what came after', () => {
    const before = say(ben)
    erase(ana, any)
    meet(ana, ben)
    const book = bookOf(ana)
    expect(hear(book, before.bytes)).toBe(true)
    expect(confirms(book, ben)).toBe(false)
    ben.clock.advance(1)
    expect(hear(book, say(ben).bytes)).toBe(true)
    expect(confirms(book, ben)).toBe(true)
  })

  test('does not confirm what it left out, as that did not count there', () => {
    erase(ana, any)
    meet(ana, ben)
    const book = bookOf(ana)
    hear(book, say(ben, 5, [fromHex(ana.state.erasures.get(DOCUMENT)!.records[0]!)]).bytes)
    expect(confirms(book, ben)).toBe(false)
    hear(book, say(ben, 6, [cleo.device.publicKey]).bytes)
    expect(confirms(book, ben)).toBe(true)
    hear(book, say(ben, 7, [ana.device.publicKey]).bytes) // all of hers
    expect(confirms(book, ben)).toBe(false)
  })

  test('is taken from current computers only, in their own name, and the newest counts', () => {
    erase(ana, any)
    meetAll([ana, ben, cleo])
    const book = bookOf(ana)
    const good = say(ben, 50)
    expect(hear(book, damaged(good.bytes))).toBe(false) // forged
    const stranger = founded('stranger')
    expect(hear(book, say(stranger).bytes)).toBe(false)
    const heads = ben.log.heads().map((head) => head.id)
    const elsewhere = signSeen({ networkId: stranger.log.networkId, at: 60, heads, leftOut: [] }, ben.device)
    expect(hear(book, elsewhere.bytes)).toBe(false) // of another network
    expect(hear(book, good.bytes)).toBe(true)
    expect(hear(book, good.bytes)).toBe(false) // replayed
    expect(hear(book, say(ben, 40).bytes)).toBe(false) // older
    expect(hear(book, say(cleo).bytes)).toBe(true)
    ana.take(ana.act.remove([cleo.hex], []))
    expect(hear(book, say(cleo, 2 ** 50).bytes)).toBe(false) // removed
    expect(book.current().map(({ device }) => device)).toEqual([ben.hex])
  })

  test('is one and the same everywhere, whatever came first', () => {
    const [one, other] = [say(ben, 5), say(ben, 5, [new Uint8Array(32)])]
    const [books, orders] = [
      [bookOf(ana), bookOf(ana)],
      [
        [one, other],
        [other, one],
      ],
    ]
    for (const [at, book] of books.entries()) for (const { bytes } of orders[at]!) hear(book, bytes)
    expect(books[0]!.digest()).toEqual(books[1]!.digest())
  })

  test('may be renewed a little at a time; forgeries use up nobody’s share', () => {
    const book = bookOf(ana)
    const forged = damaged(say(ben, 1).bytes)
    for (let time = 0; time < 100; time++) hear(book, forged)
    const taken = Array.from({ length: 30 }, (_, time) => hear(book, say(ben, 100 + time).bytes))
    expect(taken.filter(Boolean)).toHaveLength(20)
    ana.clock.advance(10_000)
    expect(hear(book, say(ben, 1_000).bytes)).toBe(true)
  })

  test('of another form is not read', () => {
    const fields = [new Uint8Array(16), ben.device.publicKey, 5, [new Uint8Array(32)], []] as const
    const sealed = (signed: unknown[]): Uint8Array => {
      const bytes = encodeCbor(signed as never)
      return encodeCbor([bytes, ben.device.sign(bytes)])
    }
    expect(readSeen(sealed(['muster/seen/1', ...fields]))).toBeDefined()
    const [network, device, at, heads] = fields
    for (const wrong of [
      ['muster/seen/2', ...fields],
      ['muster/seen/1', network, device, at, heads],
      ['muster/seen/1', network, device, -1, heads, []],
      ['muster/seen/1', network, device, at, [], []],
      ['muster/seen/1', network, device, at, [new Uint8Array(32), new Uint8Array(32)], []],
      ['muster/seen/1', network, device, at, Array.from({ length: 33 }, (_, n) => new Uint8Array(32).fill(n)), []],
      ['muster/seen/1', network, device, at, heads, Array.from({ length: 65 }, (_, n) => new Uint8Array(32).fill(n))],
    ])
      expect(readSeen(sealed(wrong)), JSON.stringify(wrong.length)).toBeUndefined()
    for (const bytes of [new Uint8Array(0), new Uint8Array(5_000), encodeCbor([1, 2])])
      expect(readSeen(bytes)).toBeUndefined()
  })
})
