import { mayStand, withoutOwn } from '../authorship/entry-id.ts'
import { ownerOf, placeMade, type LogPlace, type MapOperation, type ObjectPlace } from '../authorship/places.ts'
import { type MapNode, type Node, showNode } from './nodes.ts'

/** Holds one change to what its writer may write; whatever else it does is Automerge's side to read. */
export class Entries {
  readonly #personOf: () => string | undefined
  readonly #made: { readonly id: string; readonly node: MapNode; readonly log: LogPlace }[] = []

  /** @param personOf who wrote the change; asked only where it matters */
  constructor(personOf: () => string | undefined) {
    this.#personOf = personOf
  }

  /** Where that stands which an operation makes in `map`; false for what is not to be followed here. */
  place(map: MapNode, operation: MapOperation): ObjectPlace | undefined | false {
    if (map.place === undefined) return undefined
    if (map.place.is === 'own' && ownerOf(operation.key) !== this.#personOf()) return false
    return placeMade(map.place, operation)
  }

  /** Notes an object that was put at a key of `map`. */
  note(map: MapNode, id: string, node: Node): void {
    if (map.place?.is === 'log' && node.is === 'map') this.#made.push({ id, node, log: map.place })
  }

  /** Whether every entry that was made names its writer, and is what its id says. */
  get sound(): boolean {
    return this.#made.every(({ id, node, log }) => {
      const by = node.slots.get('by')?.value
      return typeof by === 'string' && by === this.#personOf() && mayStand(log, id, withoutOwn(showNode(node), log.own))
    })
  }
}
