import { CREATES, type CreatableKind, EDITS } from '../../domain/edits/edits.ts'
import { type Edit, entryOf, runCreate, runEdit } from '../../domain/edits/edit.ts'
import { kindSpec } from '../../domain/kinds.ts'
import type { EditContext, Write } from '../../domain/write.ts'
import { bindEntries } from '../../documents/authorship/entry-id.ts'
import { toHex } from '../../shared/bytes.ts'
import type { Clock, RandomBytes } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import { openAlerts, respondersOut } from '../alerts/about-record.ts'
import { alertFacts } from '../alerts/facts.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { shapeOf } from './domain-shapes.ts'

/** Turns what people do into writes by the domain's edits, and the ledger makes them last. */
export class RecordWriter {
  readonly #runtime: NetworkRuntime
  readonly #clock: Clock
  readonly #random: RandomBytes

  constructor(options: { runtime: NetworkRuntime; clock: Clock; random: RandomBytes }) {
    this.#runtime = options.runtime
    this.#clock = options.clock
    this.#random = options.random
  }

  /**
   * Makes records, all or nothing. @returns their ids, in order
   * @throws MeshError `domain/invalid-input` with `row` (from 0) and `field`
   */
  async add(kind: CreatableKind, inputs: readonly unknown[]): Promise<string[]> {
    const ctx = this.#context()
    const create = CREATES[kind] as unknown as Edit<unknown>
    const blank = kindSpec(kind).blank()
    const edits = inputs.map((input, row) => {
      const writes = atRow(row, () => bound(kind, runCreate(create, blank, input, ctx), ctx))
      return { kind, writes: () => writes }
    })
    const { ids } = await this.#runtime.ledger.write(edits)
    return [...ids]
  }

  /** Makes a record with an id of its own: the network's, or a person's. */
  async addFixed(kind: 'network' | 'member', fixedId: string, input: unknown): Promise<void> {
    const ctx = this.#context()
    const create = CREATES[kind] as unknown as Edit<unknown>
    const writes = bound(kind, runCreate(create, kindSpec(kind).blank(), input, ctx), ctx)
    await this.#runtime.ledger.write([{ kind, fixedId, writes: () => writes }])
  }

  /**
   * Does one named edit to a record. @returns the entry it made or changed, where it is about one
   * @throws MeshError `domain/not-found`, `domain/invalid-input`, `domain/not-allowed-now`, `domain/too-large`
   */
  async edit<Kind extends CreatableKind>(
    kind: Kind,
    document: string,
    edit: { readonly name: keyof (typeof EDITS)[Kind] & string; readonly input: unknown },
  ): Promise<string | undefined> {
    const ctx = this.#context(document)
    const run = (EDITS[kind] as Record<string, unknown>)[edit.name] as Edit<unknown>
    const spec = kindSpec(kind)
    let made: readonly Write[] = []
    await this.#runtime.ledger.write([
      {
        kind,
        document,
        writes: (stored) => {
          made = bound(kind, runEdit(run, spec.parse(stored).record, edit.input, ctx), ctx)
          return made
        },
      },
    ])
    return entryOf(made)
  }

  /** @param document the record that is edited; a new one has no alerts about it */
  #context(document?: string): CountedContext {
    const { membership, settings, ledger } = this.#runtime
    const now = this.#clock.now()
    const fresh = new Set<string>()
    return {
      fresh,
      by: membership.person,
      now,
      newId: () => {
        const id = `${now.toString(36).padStart(9, '0')}${toHex(this.#random(8))}`
        fresh.add(id)
        return id
      },
      country: settings?.country ?? undefined,
      timeZone: settings?.timeZone ?? undefined,
      alerts: alertFacts(this.#runtime),
      get alertsOpen() {
        return document === undefined ? 0 : openAlerts(ledger, document)
      },
      get respondersOut() {
        return document === undefined ? 0 : respondersOut(ledger, document)
      },
    }
  }
}

/** An edit context that knows which ids it has made. */
interface CountedContext extends EditContext {
  readonly fresh: ReadonlySet<string>
}

/** The writes with ids that bind the new entries of logs to what they say (ADR 0010). */
function bound(kind: CreatableKind, writes: readonly Write[], { fresh }: CountedContext): Write[] {
  return bindEntries(shapeOf(kind).places, writes, (id) => fresh.has(id))
}

function atRow<T>(row: number, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof MeshError)) throw error
    throw new MeshError(error.code, error.message, { cause: error, details: { ...error.details, row } })
  }
}
