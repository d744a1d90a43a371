import { decode, encode } from 'cborg'

import type { Target } from './target.ts'

type Random = (below: number) => number

/** What parsers stumble over. */
const NUMBERS = [0, 1, -1, 23, 24, 255, 256, 65_535, 65_536, 2 ** 31, 2 ** 32, 2 ** 53 - 1, -(2 ** 53 - 1), 0.5, 1e300]
const TEXTS = [
  '',
  '__proto__',
  'constructor',
  'then',
  '\u0000',
  '\u202e',
  '\ud800',
  'a'.repeat(300),
  '9'.repeat(400),
  '🧑‍🚒'.repeat(40),
  '../../x',
  '=1+1',
  'ل'.repeat(70),
  'https://example.org/',
  '2026-13-45T99:99:99Z',
]
const MOST_BYTES = 64 << 10

/** Bends one sample, as its form allows; at most 64 KiB come out. */
export function mutate(target: Target, random: Random): Uint8Array {
  const pool = target.samples
  const base = pool[random(pool.length)]!
  const inTree = target.form !== 'bytes' && random(4) > 0
  const bent = inTree ? bendTree(target, base, pool, random) : bendBytes(base, pool, random)
  return bent.subarray(0, MOST_BYTES)
}

function bendBytes(base: Uint8Array, pool: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes = Buffer.from(base)
  for (let steps = 1 + random(4); steps > 0; steps--) {
    const at = random(bytes.length + 1)
    switch (random(8)) {
      case 0:
        if (bytes.length > 0) bytes[at % bytes.length]! ^= 1 << random(8)
        break
      case 1:
        if (bytes.length > 0) bytes[at % bytes.length] = [0, 1, 0x7f, 0x80, 0xff, 0x9b, 0x5b, 0x1b][random(8)]!
        break
      case 2:
        bytes = bytes.subarray(0, at)
        break
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(8))])
        break
      case 4: {
        const piece = bytes.subarray(at, at + 1 + random(64))
        const times = random(20) === 0 ? 1 + random(2_000) : 1 + random(4)
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          ...Array.from({ length: times }, () => piece),
          bytes.subarray(at),
        ])
        break
      }
      case 5: {
        const other = pool[random(pool.length)]!
        bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(random(other.length + 1))])
        break
      }
      case 6:
        bytes = Buffer.concat([bytes.subarray(0, at), noise(1 + random(16), random), bytes.subarray(at)])
        break
      default:
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          Buffer.alloc(8, [0, 0xff, 0x7f, 0x80][random(4)]),
          bytes.subarray(at + 8),
        ])
    }
  }
  return bytes
}

/** Replaces, drops, repeats and swaps parts of what the sample says, and writes it down again in a sound form. */
function bendTree(target: Target, base: Uint8Array, pool: readonly Uint8Array[], random: Random): Uint8Array {
  const { read, write } = FORMS[target.form as keyof typeof FORMS]
  try {
    let tree = read(base)
    for (let steps = 1 + random(3); steps > 0; steps--) {
      const other = read(pool[random(pool.length)]!)
      const bent = bend(tree, { random, other: partOf(other, random) })
      if (weigh(bent, MOST_BYTES) < 0) break // copies of copies: more than would be kept, and long in the writing
      tree = bent
    }
    return write(tree)
  } catch {
    return bendBytes(base, pool, random)
  }
}

const FORMS = {
  cbor: {
    read: (bytes: Uint8Array): unknown => decode(bytes),
    write: (tree: unknown): Uint8Array => encode(tree),
  },
  json: {
    read: (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString()),
    write: (tree: unknown): Uint8Array => Buffer.from(JSON.stringify(tree) ?? 'null'),
  },
  text: {
    read: (bytes: Uint8Array): unknown => Buffer.from(bytes).toString(),
    write: (tree: unknown): Uint8Array => Buffer.from(String(tree)),
  },
}

interface Bending {
  readonly random: Random
  /** A part of another sample. */
  readonly other: unknown
}

function bend(value: unknown, bending: Bending): unknown {
  const { random } = bending
  const isBytes = value instanceof Uint8Array
  const isTree = typeof value === 'object' && value !== null && !isBytes
  // mostly further down, where fewer have been
  if (isTree && random(3) > 0) return bendInside(value, bending)
  switch (random(7)) {
    case 0:
      return NUMBERS[random(NUMBERS.length)]
    case 1:
      return TEXTS[random(TEXTS.length)]
    case 2:
      return [null, null, true, [], {}, new Uint8Array(0)][random(6)]
    case 3:
      return bending.other
    case 4:
      return deep(random(40) === 0 ? 3_000 : 1 + random(40), random)
    case 5:
      return isBytes ? noise(value.byteLength, random) : Array.from({ length: random(60) }, () => value)
    default:
      if (isBytes) return bendBytes(value, [value], random)
      if (typeof value === 'string') return bendText(value, random)
      return typeof value === 'number' ? value + [-1, 1, 1_000, -1_000][random(4)]! : value
  }
}

function bendInside(value: object, bending: Bending): unknown {
  const { random } = bending
  if (Array.isArray(value)) {
    const at = random(value.length + 1)
    const copy: unknown[] = [...value]
    switch (random(5)) {
      case 0:
        copy.splice(at, 1)
        break
      case 1:
        copy.splice(at, 0, bending.other)
        break
      case 2:
        if (copy.length > 0)
          copy.push(...Array.from({ length: 1 + random(random(30) === 0 ? 3_000 : 5) }, () => copy[at % copy.length]))
        break
      default:
        if (at < copy.length) copy[at] = bend(copy[at], bending)
    }
    return copy
  }
  const entries = Object.entries(value as Record<string, unknown>)
  const at = random(entries.length + 1)
  const [key, inner] = entries[at] ?? [TEXTS[random(TEXTS.length)]!, bending.other]
  switch (random(5)) {
    case 0:
      return Object.fromEntries(entries.filter(([name]) => name !== key))
    case 1:
      return Object.fromEntries([...entries, [TEXTS[random(TEXTS.length)]!, inner]])
    default:
      return Object.fromEntries([...entries.filter(([name]) => name !== key), [key, bend(inner, bending)]])
  }
}

function bendText(text: string, random: Random): string {
  const at = random(text.length + 1)
  const piece = random(3) === 0 ? TEXTS[random(TEXTS.length)]! : text.slice(at, at + 1 + random(9))
  return random(2) === 0
    ? text.slice(0, at) + piece + text.slice(at)
    : text.slice(0, at) + text.slice(at + 1 + random(5))
}

function partOf(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || random(3) === 0) return value
  const values = Object.values(value)
  return values.length === 0 ? value : partOf(values[random(values.length)], random)
}

/** @returns what is left of a budget of about bytes; below 0 where it does not do */
function weigh(value: unknown, budget: number): number {
  if (typeof value === 'string') return budget - value.length - 1
  if (typeof value !== 'object' || value === null) return budget - 1
  if (value instanceof Uint8Array) return budget - value.byteLength - 1
  let left = budget - 1
  for (const [key, inner] of Object.entries(value)) {
    left = weigh(inner, left - (Array.isArray(value) ? 0 : key.length))
    if (left < 0) break
  }
  return left
}

function deep(depth: number, random: Random): unknown {
  const inMaps = random(2) === 0
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = inMaps ? { k: value } : [value]
  return value
}

function noise(size: number, random: Random): Uint8Array {
  return Uint8Array.from({ length: size }, () => random(256))
}
