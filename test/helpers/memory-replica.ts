import { hash } from 'node:crypto'

import { fromHex, toHex } from '../../core/shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../core/shared/cbor.ts'
import { Emitter } from '../../core/shared/events.ts'
import type { DigestItem, OutgoingUnit, Replica, ReplicaEvents, Verdict, VectorEntry } from '../../core/sync/ports.ts'

const NETWORK = id16('network')

interface Unit {
  readonly bytes: Uint8Array
  readonly document: string
  readonly session: string
  readonly number: number
  /** What the maker held of the document. */
  readonly dependencies: ReadonlyMap<string, number>
}

interface Doc {
  readonly units: Unit[]
  readonly vector: Map<string, number>
  revision: number
}

/** 16 bytes out of a word. */
export function id16(word: string): Uint8Array {
  return new Uint8Array(hash('sha256', word, 'buffer').subarray(0, 16))
}

/** {@link Replica} in memory: units in their real outer form, bodies that say what they depend on instead of a document. */
export class MemoryReplica implements Replica {
  readonly events = new Emitter<ReplicaEvents>()
  readonly networkId: Uint8Array
  readonly sessionRecord: Uint8Array
  readonly session: string
  readonly name: string
  readonly documents = new Map<string, Doc>()
  readonly sessions = new Map<string, Uint8Array>()
  readonly log = new Map<string, Uint8Array>()
  /** Resolves when stored units are durable; the next turn unless the test says otherwise. */
  durable: () => Promise<void> = () => Promise.resolve()
  /** Refuses what it gives a verdict for. */
  refuse: (unit: { document: string; session: string; number: number }) => Verdict | undefined = () => undefined
  /** Whether an open iterator of units sees what comes later; either is allowed. */
  iteratorsSeeGrowth = false
  /** Documents (hex) that are calls for help; every replica of a test knows them. */
  readonly urgent: Set<string>
  /** Units ever offered to `accept`. */
  offered = 0
  /** Units accepted, as `document/session/number`; the n-th came at revision n + 1. */
  readonly order: string[] = []
  #revision = 0
  #sequence = 0
  #items: readonly DigestItem[] | undefined

  constructor(
    name: string,
    { network = NETWORK, urgent = new Set() }: { network?: Uint8Array; urgent?: Set<string> } = {},
  ) {
    this.name = name
    this.urgent = urgent
    this.networkId = network
    this.sessionRecord = encodeCbor(['session', name, new Uint8Array(150)])
    this.session = toHex(sessionId(this.sessionRecord))
    this.sessions.set(this.session, this.sessionRecord)
  }

  /** Makes a change of a document, new or not, `size` bytes long. */
  edit(document: Uint8Array, size = 300): Uint8Array {
    const unit = this.make(document, size)
    this.#store(unit)
    this.events.emit('unit:stored', {
      document,
      origin: undefined,
      author: this.name,
      revision: this.#revision,
      before: unit.before,
    })
    return unit.bytes
  }

  /** What {@link edit} would store. */
  make(document: Uint8Array, size: number): Unit & { before: readonly VectorEntry[] } {
    const hex = toHex(document)
    const dependencies = new Map(this.documents.get(hex)?.vector)
    const number = (dependencies.get(this.session) ?? 0) + 1
    this.#sequence += 1
    const before = this.vector(document)
    const header = encodeCbor([
      1,
      this.networkId,
      id16('epoch'),
      document,
      fromHex(this.session),
      this.#sequence,
      new Uint8Array(),
    ])
    const body = encodeCbor([number, before, new Uint8Array(size)])
    const bytes = encodeCbor([header, body, new Uint8Array(64)])
    return { bytes, document: hex, session: this.session, number, dependencies, before }
  }

  addLog(...texts: string[]): void {
    const records = texts.map((text) => encodeCbor(text))
    for (const record of records) this.log.set(toHex(recordId(record)), record)
    this.events.emit('log:grown', { records, origin: undefined })
  }

  items(): readonly DigestItem[] {
    this.#items ??= [...this.documents.keys()]
      .toSorted()
      .map((hex) => ({ document: fromHex(hex), fingerprint: this.fingerprintOf(fromHex(hex))! }))
    return this.#items
  }

  fingerprintOf(document: Uint8Array): Uint8Array | undefined {
    const vector = this.documents.get(toHex(document))?.vector
    if (vector === undefined) return undefined
    return id16(toHex(document) + JSON.stringify([...vector].toSorted()))
  }

  revision(): number {
    return this.#revision
  }

  revisionOf(document: Uint8Array): number | undefined {
    return this.documents.get(toHex(document))?.revision
  }

  isUrgent(document: Uint8Array): boolean {
    return this.urgent.has(toHex(document))
  }

  makerOf(document: Uint8Array): string {
    const first = this.documents.get(toHex(document))?.units[0]
    return first === undefined ? '' : this.#nameOf(first.session)
  }

  vector(document: Uint8Array): readonly VectorEntry[] {
    return [...(this.documents.get(toHex(document))?.vector ?? [])].map(([session, number]) => [
      fromHex(session),
      number,
    ])
  }

  *unitsBeyond(document: Uint8Array, vector: readonly VectorEntry[]): Iterable<OutgoingUnit> {
    const held = new Map(vector.map(([session, number]) => [toHex(session), number]))
    const units = this.documents.get(toHex(document))?.units ?? []
    for (const unit of this.iteratorsSeeGrowth ? units : [...units]) {
      if (unit.number > (held.get(unit.session) ?? 0))
        yield { bytes: unit.bytes, document, session: fromHex(unit.session) }
    }
  }

  sessionRecordOf(session: Uint8Array): Uint8Array | undefined {
    return this.sessions.get(toHex(session))
  }

  acceptSessions(records: readonly Uint8Array[]): void {
    for (const record of records) this.sessions.set(toHex(sessionId(record)), record)
  }

  async accept(units: readonly Uint8Array[], origin: string): Promise<readonly Verdict[]> {
    await this.durable()
    this.offered += units.length
    const befores = new Map<string, readonly VectorEntry[]>()
    const authors = new Map<string, string>()
    const verdicts = units.map((bytes) => {
      const unit = parseUnit(bytes)
      if (unit === undefined) return 'malformed'
      const verdict = this.#judge(unit)
      if (verdict !== 'stored') return verdict
      if (!authors.has(unit.document)) authors.set(unit.document, this.#nameOf(unit.session))
      if (!befores.has(unit.document)) befores.set(unit.document, this.vector(fromHex(unit.document)))
      this.#store(unit)
      return verdict
    })
    for (const [hex, before] of befores) {
      this.events.emit('unit:stored', {
        document: fromHex(hex),
        origin,
        author: authors.get(hex)!,
        revision: this.documents.get(hex)!.revision,
        before,
      })
    }
    return verdicts
  }

  /** What others have said of what they have seen. */
  readonly seen = new Set<string>()

  seenDigest(): Uint8Array {
    return id16([...this.seen].toSorted().join())
  }

  seenStatements(): readonly Uint8Array[] {
    return [...this.seen].map(fromHex)
  }

  acceptSeen(statements: readonly Uint8Array[], origin?: string): void {
    const fresh = statements.filter((one) => !this.seen.has(toHex(one)))
    for (const one of fresh) this.seen.add(toHex(one))
    if (fresh.length > 0) this.events.emit('seen:grown', { statements: fresh, origin })
  }

  logIds(): readonly Uint8Array[] {
    return [...this.log.keys()].toSorted().map(fromHex)
  }

  logDigest(): Uint8Array {
    return new Uint8Array(hash('sha256', Buffer.concat(this.logIds()), 'buffer'))
  }

  partingRecords(_device: string, records: readonly Uint8Array[]): readonly Uint8Array[] {
    return records.filter((record) => String(decodeCbor(record)).startsWith('remove'))
  }

  logRecords(ids: readonly Uint8Array[]): readonly Uint8Array[] {
    return ids.flatMap((id) => this.log.get(toHex(id)) ?? [])
  }

  async acceptLog(records: readonly Uint8Array[], origin: string): Promise<void> {
    await this.durable()
    const grown = records.filter((record) => !this.log.has(toHex(recordId(record))))
    for (const record of grown) this.log.set(toHex(recordId(record)), record)
    if (grown.length > 0) this.events.emit('log:grown', { records: grown, origin })
  }

  /** Everything held, comparable. */
  contents(): string {
    const documents = [...this.documents].map(([hex, { vector }]) => [hex, [...vector].toSorted()]).toSorted()
    return JSON.stringify([documents, [...this.log.keys()].toSorted()])
  }

  /** Units held, as `document/session/number`. */
  held(): Set<string> {
    const held = new Set<string>()
    for (const { units } of this.documents.values())
      for (const { document, session, number } of units) held.add(`${document}/${session}/${number}`)
    return held
  }

  /** Loses a document, as a damaged disk does. */
  lose(document: Uint8Array): void {
    this.documents.delete(toHex(document))
    this.#items = undefined
    this.events.emit('item:changed', { document })
  }

  /** Stands for the device. */
  #nameOf(session: string): string {
    const record = this.sessions.get(session)
    return record === undefined ? '' : (decodeCbor(record) as [string, string])[1]
  }

  #judge(unit: Unit): Verdict {
    const vector = this.documents.get(unit.document)?.vector ?? new Map<string, number>()
    if ((vector.get(unit.session) ?? 0) >= unit.number) return 'known'
    const refused = this.refuse(unit)
    if (refused !== undefined) return refused
    if (!this.sessions.has(unit.session)) return 'forged'
    if ((vector.get(unit.session) ?? 0) < unit.number - 1) return 'out-of-sequence'
    for (const [session, number] of unit.dependencies)
      if ((vector.get(session) ?? 0) < number) return 'missing-dependencies'
    return 'stored'
  }

  #store(unit: Unit): void {
    const doc: Doc = this.documents.get(unit.document) ?? { units: [], vector: new Map<string, number>(), revision: 0 }
    this.documents.set(unit.document, doc)
    doc.units.push(unit)
    doc.vector.set(unit.session, unit.number)
    this.#revision += 1
    doc.revision = this.#revision
    this.#items = undefined
    this.order.push(`${unit.document}/${unit.session}/${unit.number}`)
  }
}

function parseUnit(bytes: Uint8Array): Unit | undefined {
  try {
    const [header, body] = decodeCbor(bytes) as [Uint8Array, Uint8Array]
    const [, , , document, session] = decodeCbor(header) as [number, Uint8Array, Uint8Array, Uint8Array, Uint8Array]
    const [number, before] = decodeCbor(body) as [number, [Uint8Array, number][]]
    const dependencies = new Map(before.map(([id, count]) => [toHex(id), count]))
    return { bytes, document: toHex(document), session: toHex(session), number, dependencies }
  } catch {
    return undefined
  }
}

function sessionId(record: Uint8Array): Uint8Array {
  return new Uint8Array(hash('sha256', record, 'buffer').subarray(0, 16))
}

function recordId(record: Uint8Array): Uint8Array {
  return new Uint8Array(hash('sha256', record, 'buffer'))
}
