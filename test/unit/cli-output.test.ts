import fc from 'fast-check'
import { encode } from 'fast-png'
import { afterEach, expect, test, vi } from 'vitest'

import { address, isoTime, phoneNumber, seconds, wholeNumber } from '../../cli/input/values.ts'
import { statusText } from '../../cli/commands/status.ts'
import { attentionText } from '../../cli/output/attention-text.ts'
import { eventText } from '../../cli/output/event-text.ts'
import { recordTable, recordText } from '../../cli/output/record-text.ts'
import { safeLine, safeText } from '../../cli/output/safe-text.ts'
import { nameList, syncSentences } from '../../cli/output/sync-text.ts'
import { displayWidth, table } from '../../cli/output/table.ts'
import { ago, localTime } from '../../cli/output/times.ts'
import { drawForTerminal, drawPng, readPicture } from '../../cli/output/qr.ts'
import { NETWORK, PERSON, RECORD } from '../helpers/fake-engine.ts'

afterEach(() => vi.unstubAllGlobals())

const hostile = fc.string({ unit: 'binary', maxLength: 60 })
const DANGEROUS =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/u

test('nothing that others wrote can steer a terminal or turn a text round', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(safeText(text)).not.toMatch(DANGEROUS)
      expect(safeLine(text)).not.toContain('\n')
      expect(safeText(text).isWellFormed()).toBe(true)
    }),
  )
  expect(safeLine('a\u001b]0;title\u0007b\u202ec\u2066d\r\ne\tf')).toBe('a]0;titlebcd e f')
  expect(safeLine('👩‍🚒 نور می‌خواهم Zoë')).toBe('👩‍🚒 نور می‌خواهم Zoë')
  expect(safeText('first\r\nsecond\u2028third')).toBe('first\nsecond\nthird')
}, 60_000)

test('whatever is in the records, tables and records are harmless lines', () => {
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(hostile, fc.oneof(hostile, fc.jsonValue() as fc.Arbitrary<unknown>)), { maxLength: 4 }),
      fc.integer({ min: 10, max: 200 }),
      (bodies, columns) => {
        const records = bodies.map((body) => ({ ...body, id: RECORD }))
        for (const kind of ['contact', 'incident', 'plan'] as const) {
          const text = recordTable(kind, { total: records.length, records, offset: 0 }, columns)
          expect(text).not.toMatch(DANGEROUS)
          expect(text.split('\n')).toHaveLength(records.length + 1) // without any: "Nothing here."
        }
        for (const record of records) expect(recordText(record)).not.toMatch(DANGEROUS)
      },
    ),
  )
}, 60_000)

test('a table fits the terminal, lines up wide characters and leaves empty columns out', () => {
  const text = table(
    ['ID', 'NAME', 'NONE'],
    [
      ['1', '水水', ''],
      ['2', 'a much longer name that will not fit into the terminal at all', ''],
    ],
    40,
  )
  expect(text.split('\n')).toEqual(['ID  NAME', '1   水水', '2   a much longer name that will not fi…'])
  for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(40)
  expect(displayWidth('👩‍🚒')).toBe(2)
})

test('times are told in words', () => {
  const now = 10 * 86_400_000
  expect(
    [0, 59_000, 3 * 60_000, 5 * 3_600_000, 30 * 3_600_000, 4 * 86_400_000, -5000].map((passed) =>
      ago(now - passed, now),
    ),
  ).toEqual(['just now', 'just now', '3 min ago', '5 h ago', 'yesterday', '4 days ago', 'just now'])
  expect(localTime('when it rains')).toBe('when it rains')
})

test('a removed computer is told so in the status and by the event, with what is still here and what to do', () => {
  const status = { name: 'River Street', records: 3, people: [], sentence: {} }
  const text = (state: string, records = 3) =>
    statusText(
      {
        profile: { state: 'unlocked', pid: 1, version: '0.1.0', online: true },
        sync: { online: true, addresses: [], networks: [{ ...status, records, state, id: NETWORK }] } as never,
        troubles: [],
      },
      0,
    )
  expect(text('removed')).toContain('This computer was removed from this network.')
  expect(text('removed')).toContain('The 3 records here can still be read. Nothing new comes in')
  expect(text('removed')).toContain('muster network leave')
  expect(text('removed')).not.toMatch(/saved on this computer only|Nobody else/i)
  expect(text('left', 1)).toContain('has left this network.\n  The record here can still be read.')
  expect(text('pending', 0)).toContain('No record is here.')
  const event = (state: 'removed' | 'left' | 'pending') =>
    eventText('membership:ended', { network: NETWORK, state }, () => 'River Street')
  expect(event('removed')).toBe('This computer was removed from River Street.')
  expect(event('left')).toBe('This computer has left River Street.')
  expect(event('pending')).toContain('a coordinator decides')
})

test('who has what is told in the words of the product and never better than it is', () => {
  const network = (sentence: object): Parameters<typeof syncSentences>[0] => ({
    id: NETWORK,
    name: 'x',
    records: 1,
    state: 'current',
    people: [],
    sentence: { code: 'empty', names: [], onlyHere: 0, newer: [], ...sentence } as never,
  })
  expect(syncSentences(network({ code: 'this-computer-only', onlyHere: 3 }), 0)).toEqual([
    'Saved on this computer only.',
  ])
  expect(syncSentences(network({ code: 'some-have-it', names: ['Ana', 'Lee'] }), 0)).toEqual(['Ana and Lee have it.'])
  expect(
    syncSentences(
      network({ code: 'room-has-it', names: ['Ana'], lastExchange: { name: 'Ana', at: 0 }, newer: ['Lee'] }),
      180_000,
    ),
  ).toEqual(['Everyone in this room has it.', 'Last exchanged with Ana 3 min ago.', 'Lee has newer information.'])
  expect(nameList(['A', 'B', 'C', 'D', 'E'])).toBe('A, B, C and 2 others')
})

/** Type of what a value became; `refused` where it was, in words. */
function taken(parse: (text: string) => unknown, text: string): string {
  try {
    return typeof parse(text)
  } catch (error) {
    return (error as { code?: string }).code === 'commander.invalidArgument' ? 'refused' : String(error)
  }
}

test('values are taken in the forms people write them and refused in all others', () => {
  expect([
    phoneNumber('+34 600-000.001'),
    seconds('1.5'),
    isoTime('2026-12-01T18:00:00+02:00'),
    wholeNumber(1, 9)('7'),
    address('[::1]:80'),
  ]).toEqual(['+34600000001', 1500, '2026-12-01T16:00:00.000Z', 7, '[::1]:80'])
  expect(isoTime('2026-12-01T18:00')).toBe(new Date('2026-12-01T18:00').toISOString())
  expect(isoTime('2026-12-01')).toBe(new Date('2026-12-01T00:00').toISOString())
  for (const parse of [phoneNumber, seconds, isoTime, wholeNumber(1, 9), address]) {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.constantFrom('', ' ', '1e9', '0x10', '١', 'Infinity', '2024-02-30', '99999999999999', '+', 'NaN'),
        ),
        (text) => {
          expect(['string', 'number', 'refused']).toContain(taken(parse, text))
        },
      ),
    )
  }
}, 60_000)

test('a drawn code is read back without any network: smallest version, quiet zone 4, modules of at least 8 pixels', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no network here')))
  const code = `MUSTER:${'ABCDEFG234567'.repeat(11)}`
  const png = drawPng(code)
  const side = new DataView(png.buffer, png.byteOffset).getUint32(16)
  expect(side).toBe((41 + 2 * 4) * 12) // version 6 has 41 modules
  expect(await readPicture(png)).toBe(code)
  expect(drawForTerminal(code).split('\n').length).toBeGreaterThan(20)
})

test('a picture without a code, or no picture at all, is refused by name', async () => {
  const blank = encode({ width: 100, height: 100, data: new Uint8Array(10_000).fill(255), depth: 8, channels: 1 })
  const code = drawPng('MUSTER:ABC')
  for (const image of [
    blank,
    new Uint8Array(),
    new Uint8Array([1, 2, 3]),
    code.subarray(0, 60),
    Buffer.from('<svg/>'),
  ]) {
    await expect(readPicture(image)).rejects.toMatchObject({ code: 'identity/invite-unreadable-image' })
  }
  expect(await readPicture(drawPng('https://example.org'))).toBe('https://example.org') // refused later, as foreign
})

test('what asks for a person is one line each, with who and where, and says when nothing does', () => {
  const item = { network: NETWORK, id: RECORD, what: 'alert', level: 'full', since: 0, drill: false } as const
  const options = { nameOf: (id: string) => (id === NETWORK ? 'River Street' : 'B\u001b[31men'), columns: 140 }
  expect(attentionText([], options)).toBe('Nothing asks for you now.')
  const text = attentionText(
    [
      { ...item, from: PERSON },
      { ...item, what: 'over', drill: true },
      { ...item, level: 'silent', collapsed: 3, from: PERSON },
    ],
    options,
  )
  expect(text.split('\n')).toHaveLength(4)
  expect(text).toContain('a call for help that you have not answered')
  expect(text).toContain('EXERCISE: it is over')
  expect(text).toContain('(and 3 more)')
  expect(text).toContain('c3c3c3c3')
  expect(text).not.toContain('\u001b')
})
