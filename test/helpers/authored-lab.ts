import type { KindShape } from '../../core/documents/automerge/shapes.ts'
import { bindEntries } from '../../core/documents/authorship/entry-id.ts'
import type { Shapes } from '../../core/documents/ledger/ports.ts'
import { CREATES, EDITS, type CreatableKind } from '../../core/domain/edits/edits.ts'
import { runCreate, runEdit, type Edit } from '../../core/domain/edits/edit.ts'
import { kindSpec } from '../../core/domain/kinds.ts'
import type { EditContext, Json, Write } from '../../core/domain/write.ts'
import { domainShapes, HOST_SHAPES, shapeOf } from '../../core/engine/records/domain-shapes.ts'
import { AREA, factsOf, type Facts } from './alert-lab.ts'
import { contextOf } from './domain-records.ts'
import { FakeClock } from './fake-clock.ts'
import { InProcessHost } from './in-process-host.ts'
import { Laptop, TestDevice, TestNetwork } from './ledger-rig.ts'

/** Laptops of several people with the kinds of record that Muster has; whoever wants to writes past the domain's edits. */
export class AuthoredLab {
  readonly network = new TestNetwork()
  readonly clock = new FakeClock()
  readonly facts: Facts = { people: AREA, about: undefined }
  readonly #open: Member[] = []

  /**
   * A person's laptop.
   * @param options.device one that they have already: it begins another session over nothing
   * @param options.modified it takes and shows whatever there is
   */
  async laptop(
    person: string,
    { device = new TestDevice(), modified = false }: { device?: TestDevice; modified?: boolean } = {},
  ): Promise<Member> {
    this.network.people.set(device.id, person)
    const blind = (shape: KindShape): KindShape => (modified ? { ...shape, places: undefined } : shape)
    const host = new InProcessHost(HOST_SHAPES.map(blind))
    const shapes: Shapes = { ...domainShapes(this.clock), writing: (kind) => blind(shapeOf(kind)) }
    const laptop = new Laptop(this.network, { device, host, clock: this.clock, shapes })
    const member = new Member(person, await laptop.open(), this)
    this.#open.push(member)
    return member
  }

  async close(): Promise<void> {
    for (const { laptop } of this.#open.splice(0)) await laptop.close()
  }
}

export class Member {
  readonly person: string
  readonly laptop: Laptop
  readonly #made = new Set<string>()
  readonly #ctx: EditContext

  constructor(person: string, laptop: Laptop, lab: AuthoredLab) {
    this.person = person
    this.laptop = laptop
    const ctx = contextOf(person, { clock: () => lab.clock.now(), alerts: factsOf(() => lab.facts) })
    this.#ctx = {
      ...ctx,
      get now() {
        return lab.clock.now()
      },
      newId: () => {
        const id = `${ctx.newId()}-${laptop.session.id.slice(0, 8)}`
        this.#made.add(id)
        return id
      },
    }
  }

  /** Makes a record as the app does. @returns its id */
  async creates(kind: CreatableKind, input: object): Promise<string> {
    const create = CREATES[kind] as unknown as Edit<unknown>
    const writes = this.#bound(kind, runCreate(create, kindSpec(kind).blank(), input, this.#ctx))
    const { ids } = await this.laptop.ledger.write([{ kind, writes: () => writes }])
    return ids[0]!
  }

  /** Does an edit as the app does. */
  async does(kind: CreatableKind, document: string, name: string, input: object = {}): Promise<void> {
    const edit = (EDITS[kind] as unknown as Record<string, Edit<unknown>>)[name]!
    const writes = (stored: Json): Write[] =>
      this.#bound(kind, runEdit(edit, kindSpec(kind).parse(stored).record, input, this.#ctx))
    await this.laptop.ledger.write([{ kind, document, writes }])
  }

  /** Writes whatever it likes, in a unit that this person's device signs. */
  async forges(kind: CreatableKind, document: string, ...writes: readonly Write[]): Promise<void> {
    await this.laptop.ledger.write([{ kind, document, writes: () => writes }])
  }

  /** As everybody reads it here. */
  reads(document: string): any {
    return this.laptop.ledger.get(document)?.record
  }

  /** Hands all it has to others, who must take it. */
  async gives(...others: readonly Member[]): Promise<void> {
    for (const other of others) {
      const verdicts = await this.laptop.sendTo(other.laptop)
      const bad = verdicts.filter((verdict) => verdict !== 'stored' && verdict !== 'known')
      if (bad.length > 0) throw new Error(`Not taken: ${bad.join()}`)
    }
  }

  #bound(kind: CreatableKind, writes: readonly Write[]): Write[] {
    return bindEntries(shapeOf(kind).places, writes, (id) => this.#made.has(id))
  }
}
