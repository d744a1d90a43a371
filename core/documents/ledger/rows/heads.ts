import type { ChangeHeader } from '../../unit/change-header.ts'

import type { DocumentRows } from './document-rows.ts'
import type { DocumentState, StoredUnit } from './document-state.ts'
import type { FirstChanges } from './first-changes.ts'

/**
 * A document's state once a unit of `session` with these changes is added. The heads follow from the headers: a new
 * change is a head until another builds on it, and nothing held builds on it yet.
 */
export function grown(
  before: DocumentState,
  session: string,
  changes: readonly Pick<ChangeHeader, 'hash' | 'dependencies' | 'number' | 'lastOp'>[],
): DocumentState {
  const heads = new Set(before.heads)
  let maxOp = before.maxOp
  for (const { hash, dependencies, lastOp } of changes) {
    for (const dependency of dependencies) heads.delete(dependency)
    heads.add(hash)
    maxOp = Math.max(maxOp, lastOp)
  }
  const vector = new Map(before.vector).set(session, changes.at(-1)!.number)
  return { ...before, heads: [...heads].toSorted(), vector, maxOp }
}

/** Units sorted by whether they still fit together. */
export interface Fitting {
  readonly state: DocumentState
  readonly fitting: readonly StoredUnit[]
  /** Those that build on something that is not there any more. */
  readonly loose: readonly StoredUnit[]
}

/** The state of a document from its readable units, or from the given ones. Undefined when not one fits. */
export function stateOf(
  { rows, first }: { readonly rows: Pick<DocumentRows, 'units' | 'content' | 'headers'>; readonly first: FirstChanges },
  document: string,
  units: Iterable<StoredUnit> = rows.units(document),
): Fitting | undefined {
  const fitting: StoredUnit[] = []
  const loose: StoredUnit[] = []
  const held = new Set<string>()
  let state: DocumentState | undefined
  for (const unit of units) {
    const headers = rows.headers(unit)
    const base: DocumentState | undefined = state ?? firstState(rows.content(unit), { creator: unit.session, first })
    if (base === undefined) return undefined
    for (const head of state === undefined ? base.heads : []) held.add(head)
    if (fits(unit, { headers, base, held })) {
      for (const { hash } of headers) held.add(hash)
      state = grown(base, unit.session, headers)
      fitting.push(unit)
    } else loose.push(unit)
  }
  return state === undefined ? undefined : { state, fitting, loose }
}

/** What every document of a kind starts from; undefined when this laptop has never made that first change. */
export function firstState(
  { kind, initialVersion }: Pick<DocumentState, 'kind' | 'initialVersion'>,
  { creator, first }: { readonly creator: string; readonly first: FirstChanges },
): DocumentState | undefined {
  const change = first.known(kind, initialVersion)
  return change && { kind, initialVersion, creator, heads: change.heads, vector: new Map(), maxOp: change.maxOp }
}

function fits(
  unit: StoredUnit,
  { headers, base, held }: { headers: readonly ChangeHeader[]; base: DocumentState; held: ReadonlySet<string> },
): boolean {
  if (unit.firstNumber !== (base.vector.get(unit.session) ?? 0) + 1) return false
  const own = new Set<string>()
  for (const { hash, dependencies } of headers) {
    if (!dependencies.every((dependency) => held.has(dependency) || own.has(dependency))) return false
    own.add(hash)
  }
  return true
}
