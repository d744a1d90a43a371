import type { ContactView } from '../../domain/records/contact.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

/** Which contact cards are members' own: reading every card of a network takes a while, so it is done once. */
export class OwnCards {
  readonly #known = new WeakMap<NetworkRuntime, Set<string>>()

  /** The cards as they are now, in no order. */
  of(runtime: NetworkRuntime): ContactView[] {
    return [...this.#idsOf(runtime)].flatMap((id) => {
      const card = cardOf(runtime, id)
      return card === undefined ? [] : [card]
    })
  }

  #idsOf(runtime: NetworkRuntime): ReadonlySet<string> {
    const known = this.#known.get(runtime)
    if (known !== undefined) return known
    const { ledger } = runtime
    const { records } = ledger.list({ kind: 'contact', sort: 'newest', offset: 0, limit: Number.MAX_SAFE_INTEGER })
    const ids = new Set(records.filter(({ record }) => isOwn(record)).map(({ id }) => id))
    this.#known.set(runtime, ids)
    // As long as the runtime's ledger: both are dropped together
    ledger.events.on('record:changed', ({ kind, id }) => {
      if (kind === 'contact' && isOwn(cardOf(runtime, id))) ids.add(id)
    })
    return ids
  }
}

function isOwn(record: unknown): boolean {
  return ((record as Partial<ContactView> | undefined)?.member ?? null) !== null
}

function cardOf({ ledger }: NetworkRuntime, id: string): ContactView | undefined {
  const found = ledger.get(id)
  return found?.kind === 'contact' ? (found.record as unknown as ContactView) : undefined
}
