import { toHex } from '../../../shared/bytes.ts'
import { type LogRecord, isOfType, networkIdOf } from './record.ts'

/** A record in its place: its number here and everything it has seen. */
export interface Entry {
  /** Order of arrival on this laptop, from 0; differs between laptops. */
  readonly index: number
  readonly record: LogRecord
  /** Bit n: the entry with index n is an ancestor. */
  readonly ancestors: Uint32Array
}

/** Whether `a` is an ancestor of `b`. An entry is not its own ancestor. */
export function isBefore(a: Entry, b: Entry): boolean {
  return a.index < b.index && ((b.ancestors[a.index >>> 5] ?? 0) & (1 << (a.index & 31))) !== 0
}

/** Whether neither has seen the other. */
export function areConcurrent(a: Entry, b: Entry): boolean {
  return a !== b && !isBefore(a, b) && !isBefore(b, a)
}

/**
 * The records and who has seen what. Only grows, ancestors first. Knows form and ancestry, nothing of what records mean.
 * Ancestry is a bit per pair: n*n/16 bytes (6 MB for 10,000 records).
 */
export class RecordGraph {
  readonly entries: Entry[] = []
  readonly #byId = new Map<string, Entry>()
  readonly #heads = new Set<Entry>()
  readonly #byAuthor = new Map<string, Entry[]>()
  /** Device (hex) -> admits of it, whatever they are worth. */
  readonly #admits = new Map<string, Entry[]>()
  /** Epoch id (hex) -> records that announce it. */
  readonly #epochs = new Map<string, Entry[]>()
  /** Invite record id (hex) -> admits under it. */
  readonly #admitsUnder = new Map<string, Entry[]>()

  get(hex: string): Entry | undefined {
    return this.#byId.get(hex)
  }

  /** Records that no other has seen. */
  heads(): readonly Entry[] {
    return [...this.#heads]
  }

  byAuthor(device: string): readonly Entry[] {
    return this.#byAuthor.get(device) ?? []
  }

  admitsOf(device: string): readonly Entry[] {
    return this.#admits.get(device) ?? []
  }

  admitsUnder(invite: string): readonly Entry[] {
    return this.#admitsUnder.get(invite) ?? []
  }

  epochsWithId(epoch: string): readonly Entry[] {
    return this.#epochs.get(epoch) ?? []
  }

  /** Whether the record sees every head, so that nothing here is concurrent with it. */
  seesAll(record: LogRecord): boolean {
    if (this.#heads.size > record.previous.length) return false
    const previous = new Set(record.previous)
    return [...this.#heads].every((head) => previous.has(head.record.hex))
  }

  /** Ids (hex) of predecessors that are not here. */
  missing(record: LogRecord): string[] {
    return record.previous.filter((hex) => !this.#byId.has(hex))
  }

  /** An entry as it would stand here, not yet added. All predecessors must be here. */
  place(record: LogRecord): Entry {
    const index = this.entries.length
    const ancestors = new Uint32Array((index + 31) >>> 5)
    for (const hex of record.previous) {
      const previous = this.#byId.get(hex)!
      for (let word = 0; word < previous.ancestors.length; word++) ancestors[word]! |= previous.ancestors[word]!
      ancestors[previous.index >>> 5]! |= 1 << (previous.index & 31)
    }
    return { index, record, ancestors }
  }

  /** Adds what {@link place} gave last. */
  add(entry: Entry): void {
    const { record } = entry
    this.entries.push(entry)
    this.#byId.set(record.hex, entry)
    for (const hex of record.previous) this.#heads.delete(this.#byId.get(hex)!)
    this.#heads.add(entry)
    push(this.#byAuthor, record.authorHex, entry)
    if (isOfType(record, 'admit')) {
      push(this.#admits, toHex(record.content.body.device), entry)
      push(this.#admitsUnder, toHex(record.content.body.invite), entry)
    }
    if (isOfType(record, 'epoch')) push(this.#epochs, toHex(record.content.body.id), entry)
  }

  /** The first record's entry; undefined while empty. */
  genesis(): Entry | undefined {
    return this.entries[0]
  }

  /** Network id, by the first record. */
  networkId(): Uint8Array | undefined {
    const first = this.entries[0]
    return first === undefined ? undefined : networkIdOf(first.record)
  }
}

function push(map: Map<string, Entry[]>, key: string, entry: Entry): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [entry])
  else list.push(entry)
}
