import type { ChangeHeader } from '../../unit/change-header.ts'
import type { UnitContent } from '../../unit/unit.ts'
import { readChange } from '../../unit/change-header.ts'

import type { DocumentRows } from '../rows/document-rows.ts'
import type { StoredUnit } from '../rows/document-state.ts'

/** Stored units, each opened once however often it is asked for. */
export class OpenedUnits implements Pick<DocumentRows, 'units' | 'content' | 'headers'> {
  readonly #rows: DocumentRows
  readonly #contents = new WeakMap<object, UnitContent>()
  readonly #headers = new WeakMap<object, readonly ChangeHeader[]>()

  constructor(rows: DocumentRows) {
    this.#rows = rows
  }

  units(document: string): Generator<StoredUnit> {
    return this.#rows.units(document)
  }

  content(unit: Pick<StoredUnit, 'bytes'>): UnitContent {
    return known(this.#contents, unit, () => this.#rows.content(unit))
  }

  headers(unit: StoredUnit): readonly ChangeHeader[] {
    return known(this.#headers, unit, () =>
      this.content(unit).changes.map((change) => readChange(change, { maxStartOp: Number.MAX_SAFE_INTEGER })),
    )
  }
}

function known<T>(map: WeakMap<object, T>, key: object, make: () => T): T {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}
