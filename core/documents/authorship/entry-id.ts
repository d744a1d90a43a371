import { readTime } from '../../domain/shape/scalars.ts'
import type { Json, Path, Write } from '../../domain/write.ts'
import { sha256 } from '../unit/sha256.ts'
import type { LogPlace, Place } from './places.ts'

const CONTEXT = 'muster/entry/1'
const PREFIX = 9
const BOUND = /^[0-9a-z]{9}:[0-9A-Za-z_-]{22}$/

type Bag = { readonly [key: string]: Json }

/** Whether the id of a log's entry says what the entry says: see {@link boundId}. */
export function isBound(id: string): boolean {
  return BOUND.test(id)
}

/**
 * The id of a log's entry that can hold this content and no other: 9 characters to sort by, a colon, and 128 bits of a hash of
 * both, base64url. Nobody, its writer included, can ever put something else under it.
 * @param content without what others write into it
 */
export function boundId(prefix: string, content: Json): string {
  const hash = sha256(Buffer.from(`${CONTEXT}\n${prefix}\n${canonical(content)}`))
  return `${prefix}:${Buffer.from(hash.subarray(0, 16)).toString('base64url')}`
}

/** Whether an entry with this content, its writer's alone, may stand in a log under `id`: it is what the id says, and can be read. */
export function mayStand({ shared }: LogPlace, id: string, content: Json): boolean {
  if (!isBag(content) || readTime(Object.hasOwn(content, 'at') ? content['at'] : undefined) === undefined) return false
  if (isBound(id)) return boundId(id.slice(0, PREFIX), content) === id
  const says = Object.hasOwn(shared, id) ? shared[id]! : {}
  return Object.entries(says).every(([name, value]) => Object.hasOwn(content, name) && content[name] === value)
}

/**
 * Gives the new entries of logs among `writes` the ids that bind them, where their id is one made for them (9 characters to sort by,
 * then anything random), and the new ids to all that names them.
 * @param isFresh whether an id was made for these writes
 */
export function bindEntries(
  place: Place | undefined,
  writes: readonly Write[],
  isFresh: (id: string) => boolean,
): Write[] {
  const renamed = new Map<string, string>()
  return writes.map((write) => {
    const path = write.path.map((key) => renamed.get(key) ?? key)
    if (write.op !== 'put') return { ...write, path }
    const value = rename(write.value, renamed)
    const id = path.at(-1)
    const log = placeAt(place, path.slice(0, -1))
    if (id === undefined || log?.is !== 'log' || !isFresh(id)) return { ...write, path, value }
    const bound = boundId(id.slice(0, PREFIX).padStart(PREFIX, '0'), withoutOwn(value, log.own))
    renamed.set(id, bound)
    return { ...write, path: [...path.slice(0, -1), bound], value }
  })
}

/** An entry's content without the fields that are not its writer's. */
export function withoutOwn(content: Json, own: readonly string[]): Json {
  if (own.length === 0 || !isBag(content)) return content
  return Object.fromEntries(Object.entries(content).filter(([name]) => !own.includes(name)))
}

function placeAt(place: Place | undefined, path: Path): Place | undefined {
  let at = place
  for (const key of path) {
    if (at?.is === 'fields') at = Object.hasOwn(at.of, key) ? at.of[key] : undefined
    else if (at?.is === 'entries') at = at.of
    else return undefined
  }
  return at
}

function rename(value: Json, renamed: ReadonlyMap<string, string>): Json {
  if (renamed.size === 0) return value
  if (typeof value === 'string') return renamed.get(value) ?? value
  if (Array.isArray(value)) return value.map((item: Json) => rename(item, renamed))
  if (!isBag(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rename(item, renamed)]))
}

/** JSON with keys in order and nothing between; text as records store it. */
function canonical(value: Json): string {
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed())
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonical(item)).join()}]`
  if (!isBag(value)) return JSON.stringify(value)
  const keys = Object.keys(value).toSorted()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key]!)}`).join()}}`
}

function isBag(value: Json): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
