const MARKS = /\p{M}+/gu
const PLAIN = /^[\x00-\x7f]*$/
const SPACES = /\s+/u

/** What neither NFKD nor lower case brings together: letters that people type for one another, and other digits. */
const ALIKE: ReadonlyMap<string, string> = new Map([
  ...Object.entries({ ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ı: 'i' }),
  ...Object.entries({
    ٱ: 'ا',
    ى: 'ي',
    ی: 'ي',
    ې: 'ي',
    ک: 'ك',
    ة: 'ه',
    ہ: 'ه',
    ھ: 'ه',
    ء: '',
    ـ: '',
    '\u200c': '',
    '\u200d': '',
  }),
  ...digits(0x660),
  ...digits(0x6f0),
])
const UNLIKE = new RegExp(`[${[...ALIKE.keys()].join('')}]`, 'gu')

/** Longest text of one record that is searched, in UTF-16 code units, after folding. */
const MAX_SEARCHED = 8000

/** Text as it is compared in a search: without case, accents, Arabic vowel marks, tatweel or kinds of alef and yeh. */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(UNLIKE, (letter) => ALIKE.get(letter) ?? letter)
}

/** The folded text of one record. It begins with the title and a line end, so sorting by it sorts by title. */
export function searchTextOf(title: string, rest: string): string {
  return `${fold(title.slice(0, 300)).replaceAll('\n', ' ')}\n${fold(rest.slice(0, MAX_SEARCHED))}`.slice(
    0,
    MAX_SEARCHED,
  )
}

/** The terms of a search, folded; empty for a search of nothing but spaces. */
export function termsOf(search: string): readonly string[] {
  return fold(search)
    .split(SPACES)
    .filter((term) => term !== '')
}

function digits(zero: number): [string, string][] {
  return Array.from({ length: 10 }, (_, digit) => [String.fromCodePoint(zero + digit), String(digit)])
}
