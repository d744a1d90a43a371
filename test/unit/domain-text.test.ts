import { describe, expect, test } from 'vitest'

import { checkText } from '../../core/domain/text-check.ts'
import { cleanLabel, cleanText, cutText, foldText } from '../../core/domain/text/clean.ts'

describe('a cleaned label', () => {
  test.each([
    ['direction overrides', 'Ana\u202Etxt.exe', 'Anatxt.exe'],
    ['direction isolates and marks', '\u2066Ana\u2069\u200F', 'Ana'],
    ['zero-width and soft hyphen', 'A\u200Bn\u00ADa\uFEFF', 'Ana'],
    ['control characters', 'A\u0000n\u001Ba\u009B', 'Ana'],
    ['line breaks and runs of spaces', ' Ana\r\n\t Lee\u2028X\u00A0Y ', 'Ana Lee X Y'],
    ['invisible letters', 'Ana\u3164\u2800\u{E0041}', 'Ana'],
    ['half a surrogate pair', 'Ana\uD83D', 'Ana\uFFFD'],
    ['decomposed accents', 'Mari\u0301a', 'María'],
    ['joiner after a stray selector', '\uFE0F\u200D👩', '👩'],
    ['stray joiners', 'A\u200Dn\u200Ca', 'Ana'],
  ])('has no %s', (_what, dirty, clean) => {
    expect(cleanLabel(dirty)).toBe(clean)
  })
  test.each(['👨‍👩‍👧‍👦 family', '❤️ care', 'می‌خواهم', 'क्‍ष', 'السلام عليكم', '日本語', '👍🏽'])('leaves %s alone', (text) => {
    expect(cleanLabel(text)).toBe(text)
  })
})

test('cleaned text keeps lines, isolates and marks, and loses overrides and controls', () => {
  expect(cleanText('one\r\ntwo\u2028three\u202E\u0007 \u2066x\u2069 ')).toBe('one\ntwo\nthree \u2066x\u2069')
})

test('cutting does not split a surrogate pair', () => {
  expect(cutText('a😀b', 2)).toBe('a')
  expect(cutText('a😀b', 3)).toBe('a😀')
})

test('folding makes case and accents equal, in every script', () => {
  expect(foldText('ÁRBOL Straße ﬁ')).toBe(foldText('arbol straße fi'))
  expect(foldText('مُحَمَّد')).toBe(foldText('محمد'))
})

describe('the check of a text', () => {
  const found = (text: string): string[] =>
    checkText(text).map(({ what, start, end }) => `${what}:${text.slice(start, end)}`)

  test.each([
    ['call 030 1234567 now', 'telephone:030 1234567'],
    ['call +49 (170) 123-4567', 'telephone:+49 (170) 123-4567'],
    ['٠١٢٣٤٥٦٧٨٩', 'telephone:٠١٢٣٤٥٦٧٨٩'],
    ['mail ana.b@example.org.', 'email:ana.b@example.org'],
    ['see @mill_lane please', 'handle:@mill_lane'],
    ['posted on https://example.org/u/1', 'link:https://example.org/u/1'],
    ['car B-AB 1234 parked', 'plate:B-AB 1234'],
    ['car 1234 BCD parked', 'plate:1234 BCD'],
    ['lives at 12 Mill Lane', 'address:12 Mill Lane'],
    ['(Hauptstraße 12)', 'address:Hauptstraße 12'],
    ['vive en Calle Mayor 5', 'address:Calle Mayor 5'],
    ['يسكن في شارع الملك 15', 'address:شارع الملك 15'],
  ])('finds in "%s" what could identify somebody', (text, expected) => {
    expect(found(text)).toEqual([expected])
  })
  test.each([
    'Water 30 cm deep, 200 people, 15 boats',
    'On 2026-06-01 at 18:00, 12:30-13:45',
    'Bus 100 to room 101, line U2',
    'Heat wave: 41 degrees, worst since 2003 - 2019',
    'طفل ضائع قرب النهر',
    'La calle está cortada',
  ])('finds nothing in "%s"', (text) => {
    expect(found(text)).toEqual([])
  })
  test('gives spans in order that do not overlap', () => {
    const spans = checkText('ana@example.org, 030 1234567, @ana, B-AB 1234, ana@example.org')
    expect(spans.map((span) => span.what)).toEqual(['email', 'telephone', 'handle', 'plate', 'email'])
    expect(checkText('https://example.org/@mill').map((span) => span.what)).toEqual(['link'])
    for (const [at, span] of spans.entries()) expect(span.start).toBeGreaterThanOrEqual(spans[at - 1]?.end ?? 0)
  })
})
