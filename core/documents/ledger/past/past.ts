import { setImmediate as nextTurn } from 'node:timers/promises'

import type { Json } from '../../../domain/write.ts'
import type { DocumentsHost, DocumentSource } from '../../ports.ts'
import type { UnitKind } from '../../unit/kind-bytes.ts'

import { Line } from '../applying/line.ts'
import type { Holdings } from '../holdings.ts'
import type { DocumentState, StoredUnit } from '../rows/document-state.ts'
import { stateOf } from '../rows/heads.ts'
import { OpenedUnits } from './opened-units.ts'
import type { Cut } from './timeline.ts'

/** Documents read between two turns of the event loop: about 10 ms. */
const READ_AT_ONCE = 8

/** What a document that has changed since a moment was then. */
export interface PastDocument {
  /** Hex. */
  readonly id: string
  readonly kind: UnitKind
  /** Its stored shape then; undefined where it was made since. */
  readonly was: Json | undefined
  /** As it is stored now. */
  readonly now: Json
  /** False: what it was cannot be told, as a change of then proves unsound now. */
  readonly readable: boolean
  /** Session (hex) -> how many changes since. */
  readonly since: ReadonlyMap<string, number>
  /** Of those changes: how many say that they were made by then, though they came later. */
  readonly late: number
}

export interface PastOptions {
  readonly holdings: Holdings
  readonly host: DocumentsHost
}

interface Asked {
  /** Milliseconds. */
  readonly at: number
  /** Changes that came later, but say that they were made by then, count as of then. */
  readonly keepLate: boolean
  readonly signal: AbortSignal
}

/** What is found out of a document before it is shown. */
interface Found {
  readonly id: string
  readonly state: DocumentState
  readonly units: readonly StoredUnit[]
  readonly since: ReadonlyMap<string, number>
  readonly late: number
  readonly opened: OpenedUnits
}

/** Documents as they were. Which changes were here at a moment is what this laptop noted as they came, not what they say (ADR 0014). */
export class Past {
  readonly #holdings: Holdings
  readonly #host: DocumentsHost

  constructor(options: PastOptions) {
    this.#holdings = options.holdings
    this.#host = options.host
  }

  /** `seen`: this laptop was there, and goes by what had come to it; `claimed`: it goes by the times that changes say. */
  basis(at: number): 'seen' | 'claimed' {
    return this.#holdings.timeline.cut(at) === undefined ? 'claimed' : 'seen'
  }

  /**
   * All documents with changes since a moment, a part at a time; others run in between. What is erased is in none.
   * @throws MeshError `documents/*`, `shared/aborted`
   */
  async *since(asked: Asked): AsyncGenerator<readonly PastDocument[]> {
    const cut = this.#holdings.timeline.cut(asked.at)
    const line = new Line(this.#holdings)
    const ids = Array.from(this.#holdings.index.entries(), ({ id }) => id)
    let found: Found[] = []
    for (const [count, id] of ids.entries()) {
      if (count % READ_AT_ONCE === READ_AT_ONCE - 1) await nextTurn()
      asked.signal.throwIfAborted()
      const one = this.#find(id, cut, asked)
      if (one === undefined) continue
      found.push(one)
      if (found.length < READ_AT_ONCE) continue
      yield await this.#show(found, line, asked.signal)
      found = []
    }
    if (found.length > 0) yield await this.#show(found, line, asked.signal)
  }

  #find(id: string, cut: Cut | undefined, { at, keepLate }: Asked): Found | undefined {
    const entry = this.#holdings.index.get(id)
    if (entry === undefined || (cut !== undefined && entry.revision <= cut.revision)) return undefined
    const all = [...this.#holdings.rows.units(id)]
    if (cut !== undefined && all.every(({ order }) => order < cut.order)) return undefined
    const state = this.#holdings.state(id)
    if (state === undefined) return undefined
    const opened = new OpenedUnits(this.#holdings.rows)
    const claims = claimsOf(all, { cut, opened })
    const came = (unit: StoredUnit): boolean => cut !== undefined && unit.order < cut.order
    const saysSo = (unit: StoredUnit): boolean => unit.hashes.every((hash) => claims.get(hash)! <= at)
    const units = all.filter((unit) => came(unit) || ((cut === undefined || keepLate) && saysSo(unit)))
    if (units.length === all.length) return undefined
    const was = new Set(units)
    const since = new Map<string, number>()
    let late = 0
    for (const unit of all) {
      if (was.has(unit)) continue
      since.set(unit.session, (since.get(unit.session) ?? 0) + unit.hashes.length)
      if (saysSo(unit)) late += unit.hashes.length
    }
    return { id, state, units, since, late, opened }
  }

  async #show(found: readonly Found[], line: Line, signal: AbortSignal): Promise<PastDocument[]> {
    const shown = new Map<string, Json>()
    const left: DocumentSource[] = []
    for (const { id, state, units, opened } of found) {
      const { first, rows } = this.#holdings
      const fitting = units.length === 0 ? undefined : stateOf({ rows: opened, first }, id, units)
      if (fitting === undefined) continue
      const was = { ...fitting.state, creator: state.creator }
      const source = (): DocumentSource => ({
        document: id,
        kind: was.kind,
        initialVersion: was.initialVersion,
        snapshot: undefined,
        changes: fitting.fitting.flatMap((unit) => opened.content(unit).changes),
        authors: rows.authors(was),
      })
      const record = line.follow(id, { state: was, step: undefined, source })?.record
      if (record === undefined) left.push(source())
      else shown.set(id, record)
    }
    const results = left.length === 0 ? [] : await this.#host.materialise(left, { signal })
    for (const result of results) if (result.ok) shown.set(result.document, result.record)
    return found.flatMap(({ id, state, units, since, late }) => {
      const now = this.#holdings.rows.record(id)?.record
      if (now === undefined) return []
      const was = shown.get(id)
      return { id, kind: state.kind, was, now, readable: units.length === 0 || was !== undefined, since, late }
    })
  }
}

/** When changes were made at the earliest, by what they and all that they build on say; what was here then says nothing against. */
function claimsOf(
  units: readonly StoredUnit[],
  { cut, opened }: { readonly cut: Cut | undefined; readonly opened: OpenedUnits },
): ReadonlyMap<string, number> {
  const claims = new Map<string, number>()
  for (const unit of units) {
    if (cut !== undefined && unit.order < cut.order) continue
    for (const { hash, at, dependencies } of opened.headers(unit))
      claims.set(hash, Math.max(at, ...dependencies.map((dependency) => claims.get(dependency) ?? 0)))
  }
  return claims
}
