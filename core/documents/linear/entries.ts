import { mayStand, withoutOwn } from '../authorship/entry-id.ts'
import { ownerOf, placeMade, type LogPlace, type MapOperation, type ObjectPlace } from '../authorship/places.ts'
import { type MapNode, type Node, showNode } from './nodes.ts'

/** Holds one change to what its writer may write; whatever else it does is Automerge's side to read. */
export class Entries {
  readonly #personOf: () => string | undefined
  readonly #creating: boolean
  readonly #saidCreator: { readonly node: MapNode; readonly key: string }[] = []
  readonly #made: { readonly id: string; readonly node: MapNode; readonly log: LogPlace }[] = []

  /**
   * @param options.personOf who wrote the change; asked only where it matters
   * @param options.creating it is the first of whoever made the record
   */
  constructor({ personOf, creating }: { personOf: () => string | undefined; creating: boolean }) {
    this.#personOf = personOf
    this.#creating = creating
  }

  /** Where that stands which an operation makes in `map`; false for what is not to be followed here. */
  place(map: MapNode, operation: Omit<MapOperation, 'creating'>): ObjectPlace | undefined | false {
    if (map.place === undefined) return undefined
    const { key } = operation
    if (map.place.is === 'own' && ownerOf(key) !== this.#personOf()) return false
    const at = map.place.is === 'fields' && Object.hasOwn(map.place.of, key) ? map.place.of[key] : undefined
    if (at?.is === 'given' && at.creator) this.#saidCreator.push({ node: map, key })
    return placeMade(map.place, { ...operation, creating: this.#creating })
  }

  /** Notes an object that was put at a key of `map`. */
  note(map: MapNode, id: string, node: Node): void {
    if (map.place?.is === 'log' && node.is === 'map') this.#made.push({ id, node, log: map.place })
  }

  /** Whether every entry that was made names its writer, and is what its id says; and the record who made it. */
  get sound(): boolean {
    if (this.#saidCreator.some(({ node, key }) => node.slots.get(key)?.value !== this.#personOf())) return false
    return this.#made.every(({ id, node, log }) => {
      const by = node.slots.get('by')?.value
      return typeof by === 'string' && by === this.#personOf() && mayStand(log, id, withoutOwn(showNode(node), log.own))
    })
  }
}
