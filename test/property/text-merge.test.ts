import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { mergeTexts } from '../../core/domain/text/merge.ts'

/** Words, spaces, emoji with joiners and Arabic: where cutting in the wrong place shows. */
const piece = fc.constantFrom('water', ' ', '\n', 'الماء', '👩‍🚒', '🌊', 'a', '.', 'é', 'rises', '1')
const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''))

describe('two people change one text at once', () => {
  test('who changed nothing takes over what the other wrote', () => {
    fc.assert(
      fc.property(text, text, (base, other) => {
        expect(mergeTexts(base, base, other)).toBe(other)
        expect(mergeTexts(base, other, base)).toBe(other)
      }),
    )
  }, 180_000)

  test('both insertions are kept, and the text around them', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (base, a, b) => {
        const points = [...base]
        const put = (at: number, word: string): string => {
          const where = at % (points.length + 1)
          return [...points.slice(0, where), word, ...points.slice(where)].join('')
        }
        const merged = mergeTexts(base, put(a, '<mine>'), put(b, '<theirs>'))
        expect(merged).toContain('<mine>')
        expect(merged).toContain('<theirs>')
        expect(merged.replace('<mine>', '').replace('<theirs>', '')).toBe(base)
      }),
    )
  }, 180_000)

  test('no emoji is cut in two', () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        expect(mergeTexts(base, mine, theirs).isWellFormed()).toBe(true)
      }),
    )
  }, 180_000)

  test.each([
    ['The water rises', 'The water rises fast', 'The dirty water rises', 'The dirty water rises fast'],
    ['one big house', 'one house', 'one big boat', 'one boat'],
    ['one', 'one!', 'one!', 'one!'],
    ['', 'mine', 'theirs', 'theirsmine'],
    ['Water here.', 'Big Water here.', 'Big Water here. Now', 'Big Water here. Now'],
    ['a b c', 'a c', 'a b c d', 'a c d'],
  ])('%j, %j and %j give %j', (base, mine, theirs, merged) => {
    expect(mergeTexts(base, mine, theirs)).toBe(merged)
  })
})
