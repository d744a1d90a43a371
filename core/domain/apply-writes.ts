import type { Json, Write } from './write.ts'

type Mutable = { [key: string]: Json }

/**
 * The record as it will look once the writes are applied, without touching the one given. For tests and for showing an
 * edit before the documents process has done it; merging is Automerge's business.
 *
 * @throws Error when a path does not exist, a key is `__proto__` or a splice lies outside the text: an edit that does so is broken
 */
export function applyWrites(record: Json, writes: readonly Write[]): Json {
  const result = structuredClone(record)
  for (const write of writes) applyWrite(result, write)
  return result
}

function applyWrite(root: Json, write: Write): void {
  const key = write.path.at(-1)
  if (key === undefined || write.path.includes('__proto__')) throw new Error('A write needs a path of safe keys')
  const parent = write.path.slice(0, -1).reduce<Json>((at, name) => child(at, name), root)
  const target = bag(parent)
  if (write.op === 'put') target[key] = safeCopy(write.value)
  else if (write.op === 'add') target[key] = numberAt(target, key) + write.by
  else target[key] = spliced(target, key, write)
}

function child(parent: Json, name: string): Json {
  const target = bag(parent)
  if (!Object.hasOwn(target, name)) throw new Error('A write leads through a map that does not exist')
  return target[name]!
}

function bag(value: Json): Mutable {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('A write leads through something that is no map')
  return value as Mutable
}

/** A counter begins at zero with its first addition. */
function numberAt(target: Mutable, key: string): number {
  const value = Object.hasOwn(target, key) ? target[key] : 0
  if (typeof value !== 'number') throw new Error('Only numbers can be added to')
  return value
}

function spliced(target: Mutable, key: string, { index, remove, insert }: Extract<Write, { op: 'splice' }>): string {
  const text = Object.hasOwn(target, key) ? target[key] : undefined
  if (typeof text !== 'string') throw new Error('Only text can be spliced')
  if (index < 0 || remove < 0 || index + remove > text.length) throw new Error('A splice lies outside the text')
  return text.slice(0, index) + insert + text.slice(index + remove)
}

function safeCopy(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(safeCopy)
  const entries = Object.entries(value as { [key: string]: Json })
  if (entries.some(([key]) => key === '__proto__')) throw new Error('A write needs a path of safe keys')
  return Object.fromEntries(entries.map(([key, item]) => [key, safeCopy(item)]))
}
