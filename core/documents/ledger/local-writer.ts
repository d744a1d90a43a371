import { setImmediate as nextTurn } from 'node:timers/promises'

import { fromHex, toHex } from '../../shared/bytes.ts'
import type { Clock, RandomBytes } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import type { Emitter } from '../../shared/events.ts'
import type { Json, Write } from '../../domain/write.ts'
import type { Summary } from '../index/record-index.ts'
import type { DocumentsHost, MadeChange } from '../ports.ts'
import { readChange, type ChangeHeader } from '../unit/change-header.ts'
import { documentIdOf } from '../unit/document-id.ts'
import type { UnitKind } from '../unit/kind-bytes.ts'
import { sealUnit } from '../unit/unit.ts'

import type { Applier } from './applying/applier.ts'
import type { DocumentState } from './rows/document-state.ts'
import { firstState, grown } from './rows/heads.ts'
import type { Holdings } from './holdings.ts'
import type { LedgerTransaction } from './ledger-transaction.ts'
import type { Authority, LedgerEvents, LedgerSession, Shapes } from './ports.ts'
import type { KnownSession } from './rows/sessions.ts'
import { toVector } from './rows/vector.ts'

/** Documents edited in one call, and sealed in one turn of the event loop: about 15 ms. */
const EDITED_AT_ONCE = 32
const MAX_ATTEMPTS = 3

/** What to do to one record. */
export interface LedgerEdit {
  readonly kind: UnitKind
  /** Id (hex) of a record that is held. Without it, and without `fixedId`, a new one is made. */
  readonly document?: string | undefined
  /** Id of the network's or a person's own record: it is made when it is not held. */
  readonly fixedId?: string | undefined
  /** The steps, from the record as it is stored; none for nothing to do. May throw, then nothing at all is written. */
  readonly writes: (stored: Json) => readonly Write[]
}

interface Planned {
  readonly document: string
  readonly kind: UnitKind
  readonly version: number
  readonly sequence: number
  /** Undefined for a record that is not held yet. */
  readonly base: DocumentState | undefined
  readonly writes: readonly Write[]
}
interface Done extends Planned {
  readonly heads: readonly string[]
  /** Only for a record that was held; that of a new one is sealed already, and a command may make 10,000. */
  readonly made: MadeChange | undefined
  readonly summary: Summary
  readonly headers: readonly ChangeHeader[]
}
interface Written {
  readonly ids: readonly string[]
  readonly revision: number
  /** Documents to which units of others came while they were edited: neither change shows yet. */
  readonly behind: readonly string[]
}

export interface LocalWriterOptions {
  readonly holdings: Holdings
  readonly applier: Applier
  readonly host: DocumentsHost
  readonly authority: Authority
  readonly shapes: Shapes
  readonly session: LedgerSession
  readonly events: Emitter<LedgerEvents>
  readonly clock: Clock
  readonly randomBytes: RandomBytes
}

/** What was looked at changed while the edit was made: it is made once more. */
class Stale extends Error {}

/** Writes of this laptop's own session, one command after the other, each all or nothing. */
export class LocalWriter {
  readonly #options: LocalWriterOptions
  /** Document -> last change number used in this session. A number is never used twice, even for what was taken out. */
  readonly #numbers = new Map<string, number>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: LocalWriterOptions) {
    this.#options = options
  }

  /**
   * Durable when resolved, and what was written shows in the records, with what others' units brought meanwhile. `ids` in the
   * order of the edits.
   * @param group of the units (hex, 16 bytes), for a command that takes several writes; else one of their own where they are several
   * @throws MeshError `domain/not-found`, `identity/not-a-member`, `identity/removed`, what the edits throw, and what
   *   {@link DocumentsHost.edit} and the store throw; nothing is written then
   */
  async write(
    edits: readonly LedgerEdit[],
    group?: string,
  ): Promise<{ readonly ids: readonly string[]; readonly revision: number }> {
    const turn = this.#last.then(async () => await this.#tryWrite(edits, group))
    this.#last = turn.catch(() => undefined)
    const { ids, revision, behind } = await turn
    await this.#options.applier.settled(behind)
    return { ids, revision }
  }

  /** Resolves when no write is under way. */
  async idle(): Promise<void> {
    await this.#last
  }

  async #tryWrite(edits: readonly LedgerEdit[], group?: string): Promise<Written> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#writeAll(edits, group)
      } catch (error) {
        if (!(error instanceof Stale)) throw error
        if (attempt === MAX_ATTEMPTS)
          throw new MeshError('documents/busy', 'The record keeps changing', { cause: error })
      }
    }
  }

  async #writeAll(edits: readonly LedgerEdit[], given?: string): Promise<Written> {
    const session = this.#ownSession()
    const { ids, planned } = await this.#plan(edits, session)
    if (planned.length === 0) return { ids, revision: this.#options.holdings.revision, behind: [] }
    const tx = this.#options.holdings.begin()
    const group = given ?? (planned.length > 1 ? toHex(this.#options.randomBytes(16)) : '')
    const done: Done[] = []
    for (let start = 0; start < planned.length; start += EDITED_AT_ONCE) {
      if (start > 0) await nextTurn()
      done.push(...(await this.#edit(tx, planned.slice(start, start + EDITED_AT_ONCE), { session, group })))
    }
    return { ids, ...this.#commit(tx, done) }
  }

  #ownSession(): KnownSession {
    const { holdings, session, authority } = this.#options
    const known = holdings.sessions.own(session)
    const may = authority.mayAuthor(known.device, known.id, holdings.sessions.sequences(known).prefix + 1)
    if (may !== 'yes')
      throw new MeshError(
        may === 'not-a-member' ? 'identity/not-a-member' : 'identity/removed',
        'This device may not write here',
      )
    return known
  }

  async #plan(edits: readonly LedgerEdit[], session: KnownSession): Promise<{ ids: string[]; planned: Planned[] }> {
    const { holdings, applier } = this.#options
    const named = edits.flatMap(({ document, fixedId }) => document ?? fixedId ?? [])
    if (new Set(named).size !== named.length)
      throw new MeshError('domain/invalid-input', 'A record stands twice in one command')
    await applier.settled(named)
    let sequence = holdings.sessions.sequences(session).prefix
    const ids: string[] = []
    const planned: Planned[] = []
    for (const edit of edits) {
      const held =
        edit.document ??
        (edit.fixedId !== undefined && holdings.index.get(edit.fixedId) !== undefined ? edit.fixedId : undefined)
      const { writes, base, version } = held === undefined ? await this.#planNew(edit) : this.#planHeld(edit, held)
      if (writes.length > 0) sequence++
      else if (held === undefined) throw new MeshError('domain/invalid-input', 'A new record without content')
      const network = toHex(holdings.network)
      const document = held ?? edit.fixedId ?? documentIdOf({ network, session: session.id, sequence, kind: edit.kind })
      ids.push(document)
      if (writes.length > 0) planned.push({ document, kind: edit.kind, version, sequence, base, writes })
    }
    return { ids, planned }
  }

  async #planNew({ kind, writes, fixedId }: LedgerEdit): Promise<Pick<Planned, 'writes' | 'base' | 'version'>> {
    const { shapes, holdings, authority } = this.#options
    if (fixedId !== undefined && authority.isErased(fixedId)) throw notFound()
    const version = shapes.initialVersion(kind)
    if ((await holdings.first.get(kind, version)) === undefined)
      throw new Error('The documents process cannot make this kind')
    return { writes: writes(shapes.initialRecord(kind, version)), base: undefined, version }
  }

  #planHeld({ kind, writes }: LedgerEdit, document: string): Pick<Planned, 'writes' | 'base' | 'version'> {
    const { holdings } = this.#options
    const entry = holdings.index.get(document)
    if (entry === undefined || entry.kind !== kind) throw notFound()
    const base = holdings.state(document)
    const stored = entry.summary && holdings.rows.record(document)
    if ((base?.vector.get(this.#options.session.id) ?? 0) < (this.#numbers.get(document) ?? 0)) throw spent()
    if (base === undefined || stored === undefined) throw new MeshError('documents/busy', 'The record is not ready yet')
    return { writes: writes(stored.record), base, version: base.initialVersion }
  }

  async #edit(
    tx: LedgerTransaction,
    planned: readonly Planned[],
    { session, group }: { session: KnownSession; group: string },
  ): Promise<Done[]> {
    const { holdings, authority, clock, randomBytes } = this.#options
    const at = clock.now()
    const made = await this.#make(
      planned.map(({ document, kind, version, base, writes }) => ({
        document,
        kind,
        initialVersion: version,
        heads: base?.heads ?? [],
        session: session.id,
        authors: holdings.rows.authors({
          creator: base?.creator ?? session.id,
          vector: new Map(base?.vector).set(session.id, 0),
        }),
        at,
        writes,
        source: () =>
          holdings.rows.source(document, {
            kind,
            initialVersion: version,
            vector: base?.vector ?? new Map(),
            creator: base?.creator ?? session.id,
          }),
      })),
    )
    const epoch = authority.newestEpoch()
    const sign = this.#options.session.sign
    return planned.map((plan, index) => {
      const { changes, firstChangeNumber, heads, record } = made[index]!
      const { document, kind, version, sequence } = plan
      const header = {
        network: toHex(holdings.network),
        epoch: epoch.id,
        document,
        session: session.id,
        sequence,
        group,
      }
      const unit = sealUnit(
        { ...header, kind, initialVersion: version, firstChangeNumber, changes },
        { unitKey: epoch.unitKey, sign, randomBytes },
      )
      const headers = changes.map((change) => readChange(change, { maxStartOp: Number.MAX_SAFE_INTEGER }))
      const hashes = headers.map(({ hash }) => hash)
      tx.addUnit(
        document,
        { id: unit.id, session: session.id, sequence, firstNumber: firstChangeNumber, hashes, bytes: unit.bytes },
        session,
      )
      const summary = holdings.summary(kind, record)
      if (plan.base === undefined) tx.setRecord(document, made[index]!)
      return { ...plan, writes: [], heads, made: plan.base && made[index]!, summary, headers }
    })
  }

  /**
   * Most edits need no Automerge. What cannot be opened to be written to is looked at once more, and what is unsound in it
   * taken out.
   */
  async #make(edits: Parameters<DocumentsHost['edit']>[0]): Promise<readonly MadeChange[]> {
    const made = edits.map((edit) => this.#options.applier.line.edit(edit))
    const left = edits.filter((_, index) => made[index] === undefined)
    const others = left.length === 0 ? [] : [...(await this.#makeByHost(left))]
    return made.map((one) => one ?? others.shift()!)
  }

  async #makeByHost(edits: Parameters<DocumentsHost['edit']>[0]): Promise<readonly MadeChange[]> {
    try {
      return await this.#options.host.edit(edits)
    } catch (error) {
      if (!(error instanceof MeshError) || error.code !== 'documents/unsound') throw error
      const { holdings, applier } = this.#options
      const held = edits.filter(({ heads }) => heads.length > 0)
      // Units that came meanwhile are in the source that was opened
      if (held.some(({ document, heads }) => holdings.state(document)?.heads.join() !== heads.join())) throw new Stale()
      applier.doubt(held.map(({ document }) => document))
      throw error
    }
  }

  /** One turn of the event loop from looking to storing. */
  #commit(tx: LedgerTransaction, done: readonly Done[]): Omit<Written, 'ids'> {
    const { holdings, events, applier, session } = this.#options
    const before = new Map<string, DocumentState | undefined>()
    const behind: string[] = []
    for (const { document, kind, version, base, heads, made, summary, headers } of done) {
      const held = holdings.state(document)
      if ((held === undefined) !== (base === undefined)) throw new Stale() // came, or went, meanwhile
      if (base !== undefined && !base.heads.every((head) => tx.holds(document, head))) throw new Stale()
      const from =
        held ?? firstState({ kind, initialVersion: version }, { creator: session.id, first: holdings.first })!
      const state = grown(from, session.id, headers)
      before.set(document, held)
      tx.setState(document, state)
      const dirty = state.heads.join() !== heads.join() // units of others came while this was made
      if (made !== undefined) tx.after(() => holdings.rows.noteChanges(document, made.changes, 'unknown'))
      if (dirty) behind.push(document)
      else if (made !== undefined) tx.setRecord(document, made)
      tx.setEntry(document, (revision) => holdings.entry(document, { state, revision, dirty, summary }))
    }
    const revision = tx.commit()
    for (const { document, headers, heads, base, made } of done) {
      this.#numbers.set(document, headers.at(-1)!.number)
      if (base !== undefined && made !== undefined)
        applier.line.note(document, { heads: base.heads, changes: made.changes }, heads)
    }
    applier.add(behind)
    const author = holdings.sessions.get(session.id)!.device
    for (const [document, held] of before) {
      const grew = { document: fromHex(document), origin: undefined, author, revision, before: toVector(held) }
      events.emit('unit:stored', grew)
    }
    for (const { document, kind } of done)
      if (!behind.includes(document)) events.emit('record:changed', { kind, id: document, revision })
    applier.grew(done.map(({ document }) => document))
    return { revision, behind }
  }
}

function notFound(): MeshError {
  return new MeshError('domain/not-found', 'No such record')
}

/** Two changes of a session with one number would look like a lie to others. The next start is another session. */
function spent(): MeshError {
  return new MeshError(
    'documents/unsound',
    'Changes of this record were taken out; it can be written again after the next start',
  )
}
