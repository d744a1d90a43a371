import { randomBytes, randomInt } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const PLUS_DIGITS = '23456789CFGHJMPQRVWX'

/** A needle as it may lie in a haystack, and what is told when it does. */
interface Needle {
  readonly purpose: string
  readonly encoding: string
  readonly bytes: Buffer
  /** To be found in the haystack as it is, or in the haystack with its ASCII letters in lower case. */
  readonly exact: boolean
}

/** Unique words that stand in every field of the records of a test, and a search for them wherever they must not be. */
export class Canaries {
  readonly #purposes: string[] = []
  readonly #needles: Needle[] = []

  get size(): number {
    return this.#purposes.length
  }

  /** A new word of 12 letters, found again in whatever case. */
  word(purpose: string): string {
    return this.#keep(purpose, Array.from({ length: 12 }, () => String.fromCodePoint(97 + randomInt(26))).join(''))
  }

  /** At most 8 letters: part of a language tag. */
  shortWord(purpose: string): string {
    return this.#keep(purpose, Array.from({ length: 8 }, () => String.fromCodePoint(97 + randomInt(26))).join(''))
  }

  /** Digits, for numbers people call. */
  digits(purpose: string, length = 9): string {
    return this.#keep(purpose, Array.from({ length }, (_, at) => randomInt(at === 0 ? 1 : 0, 10)).join(''))
  }

  plusCode(purpose: string): string {
    const digits = (count: number): string => Array.from({ length: count }, () => PLUS_DIGITS[randomInt(20)]).join('')
    return this.#keep(purpose, `8F${digits(6)}+${digits(7)}`)
  }

  /** 64 hexadecimal digits, looked for as text and as the bytes they stand for. */
  hash(purpose: string): string {
    const hash = randomBytes(32).toString('hex')
    this.id(purpose, hash)
    return hash
  }

  /** An id in hexadecimal, looked for as text and as bytes, in every encoding. */
  id(purpose: string, hex: string): void {
    this.#keep(purpose, hex)
    const bytes = Buffer.from(hex, 'hex')
    this.#needles.push({ purpose, encoding: 'bytes', bytes, exact: true }, ...base64Of(purpose, bytes))
  }

  /** What of it lies in these bytes, as `purpose (encoding)`. */
  search(haystack: Buffer): string[] {
    const lower = lowerCase(haystack)
    return this.#needles
      .filter(({ bytes, exact }) => (exact ? haystack : lower).includes(bytes))
      .map(({ purpose, encoding }) => `${purpose} (${encoding})`)
  }

  /** The same for every file under a folder, and for the names of the files: `where: purpose (encoding)`. */
  searchFolder(folder: string): string[] {
    return filesBelow(folder).flatMap((file) => {
      const name = path.relative(folder, file)
      const named = this.search(Buffer.from(name)).map((hit) => `name of ${name}: ${hit}`)
      const readable = lstatSync(file, { throwIfNoEntry: false })?.isFile() === true
      return [...named, ...(readable ? this.search(readFileSync(file)).map((hit) => `${name}: ${hit}`) : [])]
    })
  }

  #keep(purpose: string, text: string): string {
    this.#purposes.push(purpose)
    const bytes = Buffer.from(text)
    const lower = text.toLowerCase()
    this.#needles.push(
      { purpose, encoding: 'utf-8', bytes: Buffer.from(lower), exact: false },
      { purpose, encoding: 'utf-16', bytes: Buffer.from(lower, 'utf16le'), exact: false },
      { purpose, encoding: 'hex', bytes: Buffer.from(bytes.toString('hex')), exact: false },
      ...base64Of(purpose, bytes),
      ...(lower === text ? [] : base64Of(purpose, Buffer.from(lower))),
    )
    return text
  }
}

/** Every file, socket and link below a folder; what goes away meanwhile is passed over. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name))
}

/** The middle of its base64 at each of the three places a text can have in a longer one, in both alphabets. */
function base64Of(purpose: string, bytes: Buffer): Needle[] {
  return [0, 1, 2].flatMap((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/u, '')
    // letters that also depend on what stands before and after are left away
    const sure = whole.slice(Math.ceil((shift * 4) / 3), Math.floor(((shift + bytes.length) * 8) / 6))
    const forms = new Set([sure, sure.replaceAll('+', '-').replaceAll('/', '_')])
    return [...forms].map((form) => ({ purpose, encoding: 'base64', bytes: Buffer.from(form), exact: true }))
  })
}

function lowerCase(bytes: Buffer): Buffer {
  const lower = Buffer.from(bytes)
  for (let at = 0; at < lower.length; at++) if (lower[at]! >= 65 && lower[at]! <= 90) lower[at]! |= 32
  return lower
}
