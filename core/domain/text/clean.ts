/** Letters of scripts in which the zero-width joiner and non-joiner change what is written. */
const JOINING =
  '\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mongolian}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}' +
  '\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Khmer}\\p{Script=Myanmar}'

/** Joiners that do something (inside emoji and between letters of joining scripts) and the emoji selector after an emoji. */
const KEPT =
  `(?<=[${JOINING}])[\\u200C\\u200D](?=[${JOINING}])` +
  '|(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}]|\\p{Emoji}\\uFE0F)\\u200D(?=\\p{Extended_Pictographic})' +
  '|(?<=\\p{Emoji})\\uFE0F'

const INVISIBLE =
  '[\\p{Default_Ignorable_Code_Point}\\p{Bidi_Control}\\p{Noncharacter_Code_Point}\\p{Co}\\u2800\\uFFF9-\\uFFFB]'
const LABEL = new RegExp(`(${KEPT})|${INVISIBLE}|(?![\\t\\n\\v\\f\\r\\u0085])\\p{Cc}`, 'gu')
const BIDI_OVERRIDES = '\\u202A-\\u202E'
const TEXT = new RegExp(
  `[${BIDI_OVERRIDES}\\uFEFF\\uFFF9-\\uFFFB\\p{Noncharacter_Code_Point}\\u{E0000}-\\u{E0FFF}]|(?![\\t\\n])\\p{Cc}`,
  'gu',
)
/** Something that can be seen. */
const SEEN = /[^\s\p{Default_Ignorable_Code_Point}\u2800]/u
const SPACES = /[\s\u0085]+/gu
const PLAIN = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/

/**
 * A single-line label made safe to show beside others: one line, no control characters, no direction overrides, nothing
 * invisible except joiners where a script or an emoji needs them, single spaces, NFC, well-formed UTF-16. May come out empty.
 * Cleaning twice changes nothing more.
 */
export function cleanLabel(text: string): string {
  if (PLAIN.test(text)) return text
  return text.toWellFormed().normalize('NFC').replace(LABEL, '$1').replace(SPACES, ' ').trim().normalize('NFC')
}

/**
 * Text of several lines made safe to keep: line ends become `\n`, control characters and direction overrides go (isolates and
 * marks, which right-to-left writing uses, stay), well-formed UTF-16; empty where nothing could be seen. Inner spaces and empty lines are the writer's business.
 */
export function cleanText(text: string): string {
  const clean = text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(TEXT, '')
    .trim()
  return SEEN.test(clean) ? clean : ''
}

/** At most `max` UTF-16 units, never cutting a surrogate pair in two. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text
  const end = isHighSurrogate(text.charCodeAt(max - 1)) ? max - 1 : max
  return text.slice(0, end)
}

/** The form in which texts are compared and searched: no case, no accents, no compatibility variants. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
}

export function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

export function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
