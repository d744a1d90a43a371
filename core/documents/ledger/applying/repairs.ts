import { fromHex } from '../../../shared/bytes.ts'
import type { Emitter } from '../../../shared/events.ts'
import type { DocumentsHost, MaterialiseResult } from '../../ports.ts'

import type { DocumentState, StoredUnit } from '../rows/document-state.ts'
import { stateOf } from '../rows/heads.ts'
import type { Holdings } from '../holdings.ts'
import type { LedgerEvents, QuarantineReason } from '../ports.ts'

/** Makes documents whole again: from which a unit is to be taken out, or of which the disk lost some. */
export class Repairs {
  readonly #holdings: Holdings
  readonly #host: DocumentsHost
  readonly #events: Emitter<LedgerEvents>

  constructor(options: { holdings: Holdings; host: DocumentsHost; events: Emitter<LedgerEvents> }) {
    this.#holdings = options.holdings
    this.#host = options.host
    this.#events = options.events
  }

  /**
   * Looks for what is wrong with a document that did not apply and takes that out; the document is to be applied again
   * afterwards (it stays dirty).
   */
  async repair(
    document: string,
    { result, signal }: { result: MaterialiseResult; signal: AbortSignal },
  ): Promise<void> {
    if (!(await this.#holdings.canJudge(document))) return // it would count as lost
    const units = [...this.#holdings.rows.units(document)]
    const held = this.#holdings.state(document)
    const found = stateOf(this.#holdings, document, units)
    if (held === undefined) return
    if (found === undefined || found.loose.length > 0 || found.state.heads.join() !== held.heads.join()) {
      // Not a bad unit: rows are missing. What is left is applied; others send the rest again
      this.#holdings.log.note('documents:units-missing')
      return this.#keep(document, { state: found?.state, dropped: found?.loose ?? units })
    }
    const culprit = await this.#findCulprit(document, { units, held, signal })
    if (signal.aborted) return
    if (culprit === undefined) return this.#dropSnapshot(document) // it was only slow, or its snapshot is bad
    this.#takeOut(document, { units, isOut: (unit) => unit === culprit, reason: result.ok ? 'unsound' : result.reason })
  }

  /**
   * Takes units out that a removal does not let count, with those that build on them, and sets the document to what is left:
   * as into quarantine, but they may come back.
   */
  cutOff(
    document: string,
    { units, isOut }: { units: readonly StoredUnit[]; isOut: (unit: StoredUnit) => boolean },
  ): void {
    this.#takeOut(document, { units, isOut, reason: 'beyond-removal' })
  }

  /** Takes units into quarantine, with those that build on them, and sets the document to what is left. */
  #takeOut(
    document: string,
    {
      units,
      isOut,
      reason,
    }: { units: readonly StoredUnit[]; isOut: (unit: StoredUnit) => boolean; reason: QuarantineReason },
  ): void {
    const out = units.filter(isOut)
    const rest = units.filter((unit) => !isOut(unit))
    const left = stateOf(this.#holdings, document, rest)
    const loose = left === undefined ? rest : left.loose
    this.#keep(document, {
      state: left?.state,
      taken: [
        ...out.map((unit) => ({ unit, reason })),
        ...loose.map((unit) => ({ unit, reason: 'missing-dependencies' as const })),
      ],
      mayComeBack: reason === 'beyond-removal',
    })
  }

  #keep(
    document: string,
    {
      state,
      dropped = [],
      taken = [],
      mayComeBack = false,
    }: {
      state: DocumentState | undefined
      dropped?: readonly StoredUnit[]
      taken?: readonly { unit: StoredUnit; reason: QuarantineReason }[]
      mayComeBack?: boolean
    },
  ): void {
    const entry = this.#holdings.index.get(document)
    if (entry === undefined) return
    const tx = this.#holdings.begin()
    for (const { unit, reason } of taken)
      if (mayComeBack) tx.cutOff(document, [unit])
      else tx.quarantine(document, [unit], reason)
    tx.drop(document, dropped)
    if (state === undefined) tx.forget(document)
    else {
      tx.setState(document, state)
      tx.setEntry(document, () =>
        this.#holdings.entry(document, { state, revision: entry.revision, dirty: true, summary: entry.summary }),
      )
    }
    tx.commit()
    for (const { unit, reason } of taken) this.#tell(document, unit, reason)
    this.#events.emit('item:changed', { document: fromHex(document) })
    if (state === undefined) this.#events.emit('record:gone', { kind: entry.kind, id: document })
  }

  #dropSnapshot(document: string): void {
    const batch = this.#holdings.store.batch()
    this.#holdings.rows.deleteSnapshot(batch, document)
    this.#holdings.store.commit(batch)
  }

  #tell(document: string, unit: StoredUnit, reason: QuarantineReason): void {
    const device = this.#holdings.sessions.get(unit.session)?.device ?? ''
    this.#holdings.log.note('unit:quarantined', { reason })
    this.#events.emit('unit:quarantined', { document, session: unit.session, device, reason })
  }

  /** The first unit with which the document does not apply: all units before it do. By halving, so a few attempts. */
  async #findCulprit(
    document: string,
    { units, held, signal }: { units: readonly StoredUnit[]; held: DocumentState; signal: AbortSignal },
  ): Promise<StoredUnit | undefined> {
    const applies = async (count: number): Promise<boolean> => {
      const part = units.slice(0, count)
      const expected = stateOf(this.#holdings, document, part)?.state.heads
      const [result] = await this.#host.materialise([this.#holdings.rows.source(document, held, part)], { signal })
      return result?.ok === true && result.heads.join() === expected?.join()
    }
    if (await applies(units.length)) return undefined
    let good = 0
    let bad = units.length
    while (bad - good > 1 && !signal.aborted) {
      const middle = Math.floor((good + bad) / 2)
      if (await applies(middle)) good = middle
      else bad = middle
    }
    return units[bad - 1]
  }
}
