import { documentIdOf } from '../../../core/documents/unit/document-id.ts'
import type { UnitKind } from '../../../core/documents/unit/kind-bytes.ts'
import { openUnit, readUnit, sealUnit, type Unit } from '../../../core/documents/unit/unit.ts'
import { makeSession, type SessionRecord } from '../../../core/documents/unit/session.ts'
import { openChange, type ChangeHeader } from '../../../core/documents/unit/change-header.ts'
import { fromHex, toHex } from '../../../core/shared/bytes.ts'
import { type Cbor, decodeCbor, encodeCbor } from '../../../core/shared/cbor.ts'
import type { Address } from '../../../core/network/ports.ts'
import type { Wire } from '../../../core/shared/wire.ts'
import { random } from '../libp2p-rig.ts'
import { type FakeMember, fakeMember } from './fake-laptop.ts'

/** A document as its holder gave it. */
export interface TakenDocument {
  readonly changes: readonly Uint8Array[]
  readonly headers: readonly ChangeHeader[]
  readonly heads: readonly string[]
  readonly maxOp: number
}

/** What of a unit is to be other than it should be. */
export interface UnitParts {
  readonly document: string
  readonly changes: readonly Uint8Array[]
  readonly session: SessionRecord
  readonly kind?: UnitKind
  readonly sequence?: number
  readonly firstChangeNumber?: number
  /** Of the header; another's for a forgery. */
  readonly claims?: string
}

/** A member whose program is their own: speaks libp2p, sync and Automerge by itself and says whatever it likes. */
export class HostileMember {
  readonly member: FakeMember
  readonly network: string
  readonly #epoch: { id: string; unitKey: Uint8Array }

  private constructor(member: FakeMember) {
    this.member = member
    this.network = toHex(member.networkId)
    const id = member.keyring.sealingEpoch(member.log.state())!
    this.#epoch = { id, unitKey: member.keyring.derived(id, 'units')! }
  }

  static async join(invite: string, name: string): Promise<HostileMember> {
    return new HostileMember(await fakeMember(invite, name))
  }

  /** A new session: what is frozen in one row leaves the next alone. */
  session(): SessionRecord {
    return makeSession(
      { network: this.network, deviceKey: this.member.device.publicKey, started: Date.now() },
      { sign: (message) => this.member.device.sign(message), randomBytes: random },
    )
  }

  documentOf(session: SessionRecord, kind: UnitKind = 'incident', sequence = 1): string {
    return documentIdOf({ network: this.network, session: session.id, sequence, kind })
  }

  seal({ document, changes, session, kind = 'incident', ...more }: UnitParts): Uint8Array {
    const { sequence = 1, firstChangeNumber = 1, claims = session.id } = more
    const header = { network: this.network, epoch: this.#epoch.id, document, session: claims, sequence, group: '' }
    const sign = (message: Uint8Array): Uint8Array => this.member.device.sign(message)
    return sealUnit(
      { ...header, kind, initialVersion: 1, firstChangeNumber, changes },
      { unitKey: this.#epoch.unitKey, sign, randomBytes: random },
    ).bytes
  }

  open(unit: Unit): readonly Uint8Array[] {
    return openUnit(unit, this.#epoch.unitKey).changes
  }

  /** @param at another laptop than the one whose address stood in the invite */
  async talk(at?: Address): Promise<Talk> {
    return await Talk.begin(this, at)
  }

  stop(): Promise<void> {
    return this.member.stop()
  }
}

/** One sync conversation, opened as any member would. */
export class Talk {
  readonly #wire: Wire
  readonly #member: HostileMember
  readonly #units = new Map<string, Uint8Array[]>()
  readonly #acks = new Map<number, (refused: readonly number[]) => void>()
  readonly #wake = new Set<() => void>()
  #batch = 0
  /** The code of the goodbye, or 'closed'. */
  ended: string | undefined

  private constructor(wire: Wire, member: HostileMember) {
    this.#wire = wire
    this.#member = member
  }

  static async begin(member: HostileMember, at?: Address): Promise<Talk> {
    const wire = await member.member.open('/muster/sync/1', at)
    const talk = new Talk(wire, member)
    const { networkId } = member.member
    await talk.say([1, 1, networkId, random(32), Date.now(), member.session().bytes, {}])
    await talk.say([2, [], false])
    void talk.#listen()
    return talk
  }

  async say(message: Cbor | Uint8Array): Promise<void> {
    await this.#wire.send(message instanceof Uint8Array ? message : encodeCbor(message))
  }

  /** Sends units after their sessions. @returns the error number of each (PROTOCOL 5.1, 0: taken), or 'cut' */
  async give(units: readonly Uint8Array[], sessions: readonly SessionRecord[]): Promise<readonly number[] | 'cut'> {
    try {
      await this.say([6, sessions.map(({ bytes }) => bytes)])
      const answer = new Promise<readonly number[]>((resolve) => this.#acks.set(++this.#batch, resolve))
      await this.say([7, this.#batch, units])
      const refused = await Promise.race([answer, this.#untilEnded()])
      if (refused === undefined) return 'cut'
      return units.map((_, index) => refused[index] ?? 0)
    } catch {
      return 'cut'
    }
  }

  /** Asks for all of a document. */
  async take(document: string): Promise<TakenDocument> {
    await this.say([5, [[fromHex(document), []]]])
    for (;;) {
      const units = this.#units.get(document)
      if (units !== undefined) return this.#opened(units)
      await new Promise<void>((resolve) => this.#wake.add(resolve))
    }
  }

  async close(): Promise<void> {
    await this.#wire.close().catch(() => undefined)
  }

  #opened(units: readonly Uint8Array[]): TakenDocument {
    const changes = units.flatMap((bytes) => [...this.#member.open(readUnit(bytes))])
    const headers = changes.map((change) => openChange(change, { maxStartOp: Number.MAX_SAFE_INTEGER }).header)
    const inner = new Set(headers.flatMap(({ dependencies }) => dependencies))
    const heads = headers.map(({ hash }) => hash).filter((hash) => !inner.has(hash))
    return { changes, headers, heads: heads.toSorted(), maxOp: Math.max(...headers.map(({ lastOp }) => lastOp)) }
  }

  async #untilEnded(): Promise<undefined> {
    while (this.ended === undefined) await new Promise<void>((resolve) => this.#wake.add(resolve))
  }

  async #listen(): Promise<void> {
    for (;;) {
      const raw = await this.#wire.receive({ signal: AbortSignal.timeout(120_000) }).catch(() => undefined)
      const message = raw === undefined ? undefined : (decodeCbor(raw) as [number, ...never[]])
      if (message === undefined) this.ended ??= 'closed'
      else await this.#hear(message).catch(() => undefined)
      for (const wake of this.#wake) wake()
      this.#wake.clear()
      if (message === undefined) return
    }
  }

  async #hear([type, ...rest]: [number, ...never[]]): Promise<void> {
    if (type === 7) {
      const [batch, units] = rest as unknown as [number, Uint8Array[]]
      for (const bytes of units) {
        const { document } = readUnit(bytes).header
        this.#units.set(document, [...(this.#units.get(document) ?? []), bytes])
      }
      await this.say([8, batch, []])
    } else if (type === 8) {
      const [batch, refused] = rest as unknown as [number, [number, number][]]
      const errors: number[] = []
      for (const [index, error] of refused) errors[index] = error
      this.#acks.get(batch)?.(errors)
    } else if (type === 10) this.ended = String(rest[0])
    else if (type === 11) await this.say([12, rest[0] as unknown as number])
  }
}
