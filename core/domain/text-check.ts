/** What a text seems to hold that could identify a person. */
export const IDENTIFYING = ['telephone', 'email', 'handle', 'link', 'plate', 'address'] as const
export type Identifying = (typeof IDENTIFYING)[number]

/** Where it stands, in UTF-16 units from `start` up to but not including `end`. */
export interface TextSpan {
  readonly what: Identifying
  readonly start: number
  readonly end: number
}

/** Longest text that is looked at, in UTF-16 units: longer ones are cut off at the limits of the records anyway. */
const MAX_CHECKED = 20_000

const STREET_AFTER =
  'street|st|road|rd|avenue|ave|lane|drive|court|close|crescent|square|terrace|way|boulevard|blvd|straße|strasse|str|weg|gasse|allee|platz|ufer'
const STREET_BEFORE =
  'calle|c/|avenida|avda|av|paseo|plaza|camino|carretera|rue|avenue|boulevard|via|viale|piazza|rua|ulica|ul|شارع|طريق|حي|ميدان'

/**
 * Each errs on the side of asking: the answer is a notice that people read, not a verdict. All are bounded and linear in the
 * length of the text. Order decides which of two overlapping finds is told.
 */
const FINDERS: readonly {
  readonly what: Identifying
  readonly pattern: RegExp
  readonly sure?: (found: string) => boolean
}[] = [
  { what: 'email', pattern: /(?<![\w.%+-])[\w.%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/gu },
  {
    what: 'link',
    pattern:
      /(?<![\p{L}\p{N}])(?:https?:\/\/|www\.|(?:t|wa)\.me\/|(?:instagram|facebook|tiktok|twitter|x|youtube|linkedin)\.com\/)[^\s<>"]{1,200}/giu,
  },
  { what: 'handle', pattern: /(?<![\p{L}\p{N}_@.])@[\p{L}\p{N}_][\p{L}\p{N}_.]{1,30}/gu },
  {
    what: 'address',
    pattern: new RegExp(
      `(?<![\\p{L}\\p{N}])\\p{N}{1,4}[a-z]?,? (?:[\\p{L}'’-]{2,30} ){1,3}(?:${STREET_AFTER})(?![\\p{L}])` +
        `|(?<![\\p{L}])(?:[\\p{L}'’-]{2,30} ){0,2}[\\p{L}'’-]{0,30}(?:straße|strasse|str\\.|weg|gasse|allee|platz|ufer) \\p{N}{1,4}[a-z]?(?![\\p{L}\\p{N}])` +
        `|(?<![\\p{L}])(?:${STREET_BEFORE})\\.? (?:[\\p{L}'’.-]{1,30} ){1,5}?(?:n[º°o]\\.? ?)?\\p{N}{1,4}(?![\\p{L}\\p{N}])`,
      'giu',
    ),
  },
  {
    what: 'telephone',
    pattern: /(?<![\p{L}\p{N}])(?:\+|00)?\(?\p{Nd}(?:[\s()./-]{0,2}\p{Nd}){6,14}(?![\p{L}\p{N}])/gu,
    sure: isLikeTelephone,
  },
  {
    what: 'plate',
    pattern:
      /(?<![\p{L}\p{N}-])(?=[\p{Lu}\p{Nd} -]{5,11}(?![\p{L}\p{N}]))(?:\p{Lu}{1,3}[ -]?\p{Lu}{0,2}[ -]?\p{Nd}{1,4}(?:[ -]?\p{Lu}{1,3})?|\p{Nd}{1,4}[ -]?\p{Lu}{2,3}(?:[ -]?\p{Nd}{1,4})?)(?![\p{L}\p{N}])/gu,
    sure: isLikePlate,
  },
]

/**
 * Looks through a text for what could identify a person: telephone numbers, e-mail addresses, handles, links to accounts, number
 * plates, street addresses. Local, without a word list of people. It misses things and it is wrong at times; what it finds is shown
 * calmly and stands in the way of alerts, exports and shares until removed or confirmed by a second member.
 *
 * @returns spans in order, not overlapping
 */
export function checkText(text: string): TextSpan[] {
  const looked = text.slice(0, MAX_CHECKED)
  const spans: TextSpan[] = []
  for (const { what, pattern, sure } of FINDERS) {
    for (const match of looked.matchAll(pattern)) {
      const span = { what, start: match.index, end: match.index + match[0].length }
      const taken = spans.some((other) => span.start < other.end && other.start < span.end)
      if (!taken && (sure === undefined || sure(match[0]))) spans.push(span)
    }
  }
  return spans.toSorted((a, b) => a.start - b.start)
}

/** Not a date, a time of day, or two years. */
function isLikeTelephone(found: string): boolean {
  const text = found.trim()
  if (/^\d{4}[-./]\d{1,2}[-./]\d{1,2}/.test(text) || /^\d{1,2}[-./]\d{1,2}[-./]\d{4}/.test(text)) return false
  return !/^\d{4} ?- ?\d{4}$/.test(text)
}

/** Letters and digits both, and not a common measure or code such as `COVID 19` or `A 4`. */
function isLikePlate(found: string): boolean {
  const letters = found.replace(/[^\p{Lu}]/gu, '').length
  const digits = found.replace(/[^\p{Nd}]/gu, '').length
  return letters >= 2 && digits >= 2 && letters + digits >= 5
}
