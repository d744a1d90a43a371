import { setImmediate as nextTurn } from 'node:timers/promises'

import { fromHex } from '../../../shared/bytes.ts'
import { MeshError } from '../../../shared/errors.ts'
import type { Emitter } from '../../../shared/events.ts'
import type { ChangeHeader, OpenedChange } from '../../unit/change-header.ts'
import { creatorMatches } from '../../unit/document-id.ts'
import { openUnit, readUnit, type Unit, type UnitContent } from '../../unit/unit.ts'

import type { Applier } from '../applying/applier.ts'
import type { DocumentState, StoredUnit } from '../rows/document-state.ts'
import { firstState, grown } from '../rows/heads.ts'
import type { Holdings } from '../holdings.ts'
import type { LedgerTransaction } from '../ledger-transaction.ts'
import type { Authority, LedgerEvents, UnitVerdict } from '../ports.ts'
import { ChangeReading, goOn, type ReadChanges } from './changes.ts'
import { toVector } from '../rows/vector.ts'
import type { KnownSession } from '../rows/sessions.ts'
import { showAtOnce } from './showing.ts'
import { verifyUnits } from './signatures.ts'
import { tellOfUnits } from './telling.ts'

/** Units stored in one transaction: about 15 ms of this thread. */
const STORED_AT_ONCE = 48

interface Candidate {
  readonly unit: Unit
  readonly session: KnownSession
}
type Opened = Candidate & { readonly content: UnitContent; readonly read: ReadChanges | undefined }
/** A unit on its way: the verdict as soon as there is one. */
type Step<T> = UnitVerdict | T

export interface IntakeOptions {
  readonly holdings: Holdings
  readonly applier: Applier
  readonly authority: Authority
  readonly events: Emitter<LedgerEvents>
}

/**
 * Takes in units from others. All that can be told without Automerge is checked before a unit is stored and
 * acknowledged: form, session, membership, signature, numbers, dependencies, limits. Applying follows later.
 */
export class Intake {
  readonly #holdings: Holdings
  readonly #applier: Applier
  readonly #authority: Authority
  readonly #events: Emitter<LedgerEvents>
  readonly #reading = new ChangeReading()

  constructor(options: IntakeOptions) {
    this.#holdings = options.holdings
    this.#applier = options.applier
    this.#authority = options.authority
    this.#events = options.events
  }

  /** One verdict a unit, in order; what is `stored` is durable. @throws MeshError only for failures of the store */
  async accept(units: readonly Uint8Array[], origin: string): Promise<readonly UnitVerdict[]> {
    const verdicts: UnitVerdict[] = []
    for (let start = 0; start < units.length; start += STORED_AT_ONCE) {
      if (start > 0) await nextTurn()
      verdicts.push(...(await this.#acceptSome(units.slice(start, start + STORED_AT_ONCE), origin)))
    }
    return verdicts
  }

  async #acceptSome(units: readonly Uint8Array[], origin: string): Promise<readonly UnitVerdict[]> {
    const read = units.map((bytes) => this.#read(bytes))
    const candidates = read.filter((step) => typeof step !== 'string')
    const sound = await verifyUnits(
      candidates.map(({ unit, session }) => ({ unit, deviceKey: session.record.deviceKey })),
    )
    const forged = new Set(candidates.filter((_, index) => !sound[index]))
    const opened: Step<Opened>[] = []
    for (const step of read)
      opened.push(typeof step === 'string' ? step : forged.has(step) ? 'forged' : await this.#open(step))
    const verdicts = this.#store(opened, origin)
    tellOfUnits(this.#events, { units, steps: read, forged, verdicts, origin })
    return verdicts
  }

  #read(bytes: Uint8Array): Step<Candidate> {
    let unit: Unit
    try {
      unit = readUnit(bytes)
    } catch (error) {
      return refusalOf(error)
    }
    const { network, document, session: id, sequence } = unit.header
    if (!Buffer.from(network, 'hex').equals(this.#holdings.network)) return 'malformed'
    if (this.#authority.isErased(document)) return 'erased'
    if (this.#holdings.quarantine.has(unit.id)) return 'frozen' // not the fault of who passes it on
    if (this.#holdings.rows.recent.has(unit.id)) return 'known'
    const session = this.#holdings.sessions.get(id)
    if (session === undefined) return 'missing-dependencies'
    if (this.#isHeld(unit, session)) return 'known'
    if (session.frozen) return 'frozen'
    const may = this.#authority.mayAuthor(session.device, id, sequence)
    return may === 'yes' ? { unit, session } : may
  }

  async #open(candidate: Candidate): Promise<Step<Opened>> {
    const key = this.#authority.unitKey(candidate.unit.header.epoch)
    if (key === undefined) return 'unknown-epoch'
    let content: UnitContent
    try {
      content = openUnit(candidate.unit, key)
    } catch (error) {
      return refusalOf(error)
    }
    const known = await this.#holdings.first.get(content.kind, content.initialVersion)
    if (known === undefined) return 'malformed'
    return { ...candidate, content, read: await this.#reading.read(content) }
  }

  /** One turn of the event loop from looking to storing, so that nothing changes in between. */
  #store(steps: readonly Step<Opened>[], origin: string): readonly UnitVerdict[] {
    const tx = this.#holdings.begin()
    const before = new Map<string, DocumentState | undefined>()
    const authors = new Map<string, string>()
    const inBatch = new Map<string, string>()
    const taken: Unit[] = []
    const came = new Map<string, Uint8Array[]>()
    const opened = new Map<Uint8Array, OpenedChange>()
    const verdicts = steps.map((step) => {
      if (typeof step === 'string') return step
      const { document, session, sequence } = step.unit.header
      const held = this.#holdings.state(document)
      const verdict = this.#add(tx, step, inBatch)
      if (verdict !== 'stored') return verdict
      if (!before.has(document)) before.set(document, held)
      if (!authors.has(document)) authors.set(document, step.session.device)
      came.set(document, [...(came.get(document) ?? []), ...step.content.changes])
      for (const [at, one] of step.read?.opened?.entries() ?? []) opened.set(step.content.changes[at]!, one)
      inBatch.set(`${session}/${sequence}`, step.unit.id)
      taken.push(step.unit)
      return verdict
    })
    if (before.size === 0) return verdicts
    const shown = showAtOnce(tx, { holdings: this.#holdings, line: this.#applier.line, before, came, opened })
    const behind = [...before.keys()].filter((document) => !shown.has(document))
    for (const document of behind) {
      const state = tx.state(document)!
      const summary = this.#holdings.index.get(document)?.summary
      tx.setEntry(document, (revision) => this.#holdings.entry(document, { state, revision, dirty: true, summary }))
    }
    const revision = tx.commit()
    for (const unit of taken) this.#holdings.rows.recent.add(unit.id)
    for (const document of shown.keys()) this.#holdings.rows.noteApplied(document)
    for (const [document, held] of before) {
      const author = authors.get(document)!
      this.#events.emit('unit:stored', {
        document: fromHex(document),
        origin,
        author,
        revision,
        before: toVector(held),
      })
    }
    for (const [document, kind] of shown) this.#events.emit('record:changed', { kind, id: document, revision })
    this.#applier.grew([...shown.keys()])
    this.#applier.add(behind)
    return verdicts
  }

  #add(
    tx: LedgerTransaction,
    { unit, session, content, read }: Opened,
    inBatch: ReadonlyMap<string, string>,
  ): UnitVerdict {
    const { document, sequence } = unit.header
    if (this.#authority.isErased(document)) return 'erased' // meanwhile
    if (this.#holdings.sessions.get(session.id) !== session) return 'missing-dependencies' // forgotten meanwhile
    const twin = inBatch.get(`${session.id}/${sequence}`)
    if (twin === unit.id || (twin === undefined && this.#isHeld(unit, session))) return 'known'
    if (session.frozen) return 'frozen'
    const used = twin ?? this.#unitWith(unit)
    if (used !== undefined && used !== unit.id) return this.#fork(unit, session)
    const held = tx.state(document)
    const base = held ?? this.#begin(unit, content)
    if (typeof base === 'string') return base
    if (base.kind !== content.kind || base.initialVersion !== content.initialVersion) return 'malformed'
    const headers = read?.headers
    const place = { from: content.firstChangeNumber, session: session.id, maxOp: base.maxOp }
    if (headers === undefined || !goOn(headers, place)) return 'malformed'
    const expected = (base.vector.get(session.id) ?? 0) + 1
    if (content.firstChangeNumber > expected) return 'out-of-sequence'
    const hashes = headers.map(({ hash }) => hash)
    const stored = {
      id: unit.id,
      session: session.id,
      sequence,
      firstNumber: content.firstChangeNumber,
      hashes,
      bytes: unit.bytes,
    }
    if (content.firstChangeNumber < expected) {
      if (this.#hasNumbers(stored, document)) return this.#fork(unit, session)
      if (used === undefined) return 'out-of-sequence'
      tx.restoreUnit(document, stored) // the same as before, whose row the disk has lost
      return 'stored'
    }
    if (
      !hasDependencies(
        headers,
        (hash) => this.#isFirst(content, hash) || (held !== undefined && tx.holds(document, hash)),
      )
    )
      return 'missing-dependencies'
    const applied = this.#holdings.index.get(document)?.dirty === false
    const newTo = held === undefined ? 'nothing' : applied ? held.heads : 'unknown'
    tx.addUnit(document, stored, session)
    tx.after(() => this.#holdings.rows.noteChanges(document, content.changes, newTo))
    tx.setState(document, grown(base, session.id, headers))
    return 'stored'
  }

  /** The state before the first unit of a document that is not held: only its creator can have written that. */
  #begin(unit: Unit, content: UnitContent): Step<DocumentState> {
    const { kind } = content
    const fixed = kind === 'network' || kind === 'member'
    const allowed = fixed
      ? this.#authority.isFixedDocument(kind, unit.header.document)
      : creatorMatches(unit.header, kind)
    // Somebody else's change to what is not held builds on what is not held, unless it lies
    if (!allowed) return 'missing-dependencies'
    return firstState(content, { creator: unit.header.session, first: this.#holdings.first }) ?? 'malformed'
  }

  #isFirst({ kind, initialVersion }: UnitContent, hash: string): boolean {
    return this.#holdings.first.known(kind, initialVersion)!.heads.includes(hash)
  }

  /** Whether this very unit is stored. */
  #isHeld(unit: Unit, session: KnownSession): boolean {
    const { document, sequence } = unit.header
    if (!this.#holdings.sessions.sequences(session).has(sequence) || this.#holdings.index.get(document) === undefined)
      return false
    for (const stored of this.#holdings.rows.units(document)) if (stored.id === unit.id) return true
    return false
  }

  /** Id of the unit that was stored with this one's session and number. */
  #unitWith({ header }: Unit): string | undefined {
    const session = this.#holdings.sessions.get(header.session)!
    if (!this.#holdings.sessions.sequences(session).has(header.sequence)) return undefined
    for (const use of this.#holdings.sessions.uses(header.session))
      if (use.sequence === header.sequence) return use.unit
    return undefined
  }

  /** Whether another unit of the session with some of the same change numbers is held. */
  #hasNumbers(unit: Omit<StoredUnit, 'order'>, document: string): boolean {
    for (const held of this.#holdings.rows.units(document)) {
      const last = held.firstNumber + held.hashes.length - 1
      if (
        held.session === unit.session &&
        held.id !== unit.id &&
        last >= unit.firstNumber &&
        held.firstNumber < unit.firstNumber + unit.hashes.length
      )
        return true
    }
    return false
  }

  /** Its device signed two different things with one number. The first stays where it is, the second is kept as proof. */
  #fork(unit: Unit, session: KnownSession): UnitVerdict {
    const { quarantine, sessions, store, log } = this.#holdings
    const batch = store.batch()
    const done = quarantine.add(batch, { id: unit.id, bytes: unit.bytes, reason: 'forked' })
    sessions.save(batch, session, true)
    store.commit(batch)
    done()
    session.frozen = true
    session.stored = true
    log.note('session:forked')
    this.#events.emit('session:forked', { session: session.id, device: session.device })
    return 'frozen'
  }
}

/** What a newer Muster wrote is no fault, and taken once this one is as new. */
function refusalOf(error: unknown): UnitVerdict {
  return error instanceof MeshError && error.code === 'documents/written-by-newer-version' ? 'frozen' : 'malformed'
}

function hasDependencies(headers: readonly ChangeHeader[], holds: (hash: string) => boolean): boolean {
  const own = new Set<string>()
  return headers.every(({ hash, dependencies }) => {
    const all = dependencies.length > 0 && dependencies.every((dependency) => own.has(dependency) || holds(dependency))
    own.add(hash)
    return all
  })
}
