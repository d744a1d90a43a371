import { loudness } from '../../domain/attention/loudness.ts'
import { ATTENTION_LEVELS, type AttentionItem, type AttentionLevel } from '../../domain/attention/attention.ts'
import { encodeCbor } from '../../shared/cbor.ts'

/** Most that is remembered in one network: what is older rings once more at worst. */
const MAX_KEPT = 1_000

/** Where a network keeps a small row of its own. */
export interface AttentionRows {
  /** Decoded; undefined when there is none that can be read. */
  attention(network: Uint8Array): unknown
  saveAttention(network: Uint8Array, bytes: Uint8Array): void
}

/**
 * When each call came to this laptop, and what has rung on it: kept over restarts, so that nobody is called twice for the same. What
 * becomes louder (an incident is verified, quiet hours end) rings again, once.
 */
export class Rung {
  readonly #network: Uint8Array
  readonly #rows: AttentionRows
  /** Oldest first. */
  readonly #cameAt: Map<string, number>
  readonly #levels: Map<string, AttentionLevel>
  #changed = false

  constructor(options: { network: Uint8Array; rows: AttentionRows }) {
    this.#network = options.network
    this.#rows = options.rows
    const { cameAt, levels } = readRow(options.rows.attention(options.network))
    this.#cameAt = new Map(cameAt)
    this.#levels = new Map(levels)
  }

  /** When a call came first; undefined for one that is new here. */
  cameAt(id: string): number | undefined {
    return this.#cameAt.get(id)
  }

  came(id: string, at: number): void {
    this.#cameAt.set(id, at)
    this.#changed = true
  }

  /** Nothing is kept that names a call which is erased. */
  forget(id: string): void {
    this.#changed = this.#cameAt.delete(id) || this.#changed
    for (const key of this.#levels.keys()) if (key.startsWith(`${id} `)) this.#changed = this.#levels.delete(key)
  }

  /** Whether it is to ring now, which is noted. */
  isNew(item: AttentionItem): boolean {
    const key = keyOf(item)
    const before = this.#levels.get(key)
    if (before !== undefined && loudness(before) >= loudness(item.level)) return false
    this.#levels.delete(key)
    this.#levels.set(key, item.level)
    this.#changed = true
    return true
  }

  /** Durable when it returns, where anything is new. @throws MeshError `documents/disk-full`, `documents/read-only` */
  save(): void {
    if (!this.#changed) return
    for (const kept of [this.#cameAt, this.#levels])
      for (const key of kept.keys()) {
        if (kept.size <= MAX_KEPT) break
        kept.delete(key)
      }
    const levels = [...this.#levels].map(([key, level]) => [key, loudness(level)])
    this.#rows.saveAttention(this.#network, encodeCbor([1, [...this.#cameAt], levels]))
    this.#changed = false
  }
}

function keyOf({ id, what, round }: AttentionItem): string {
  return `${id} ${what} ${round}`
}

function readRow(row: unknown): {
  cameAt: readonly (readonly [string, number])[]
  levels: readonly (readonly [string, AttentionLevel])[]
} {
  if (!Array.isArray(row) || row.length !== 3 || row[0] !== 1) return { cameAt: [], levels: [] }
  const [, cameAt, levels] = row as unknown[]
  return {
    cameAt: pairsOf(cameAt),
    levels: pairsOf(levels).flatMap(([key, at]) => {
      const level = ATTENTION_LEVELS[at]
      return level === undefined ? [] : [[key, level] as const]
    }),
  }
}

function pairsOf(value: unknown): (readonly [string, number])[] {
  if (!Array.isArray(value)) return []
  return (value as unknown[]).flatMap((pair) => {
    const [key, number] = Array.isArray(pair) ? (pair as unknown[]) : []
    return typeof key === 'string' && typeof number === 'number' ? [[key, number] as const] : []
  })
}
