import { chanceOf, chanceOfBoth } from './chance.ts'
import type { TreePerson } from './people.ts'

/** One person, or two buddies who are called one after the other by the same caller. */
export interface Unit {
  readonly people: readonly TreePerson[]
  /** Buddies who have no number: each is told by the one of these people who is their buddy, and by nobody else. */
  readonly told: ReadonlyMap<string, readonly TreePerson[]>
  readonly chance: number
  readonly tier: number
}

interface Pair {
  readonly first: string
  readonly second: string
}

/**
 * At most one buddy for each, by person id. Of several pairs that a person is in, which one counts does not rest on the order they
 * stand in, and a pair more or less changes only those near it.
 */
export function pairUp(pairs: readonly Pair[], people: ReadonlySet<string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const sorted = pairs
    .filter(({ first, second }) => first !== second && people.has(first) && people.has(second))
    .map(({ first, second }) => (first < second ? { first, second } : { first: second, second: first }))
    .map((pair) => ({ ...pair, chance: chanceOfBoth(chanceOf(pair.first), chanceOf(pair.second)) }))
    .toSorted((a, b) => a.chance - b.chance || compare(a.first, b.first) || compare(a.second, b.second))
  for (const { first, second } of sorted) {
    if (found.has(first) || found.has(second)) continue
    found.set(first, second)
    found.set(second, first)
  }
  return found
}

/**
 * Who are called together: callers in no order, leaves in the one that all laptops have. The root is none of them; its buddy comes first.
 *
 * @param buddies as {@link pairUp} gives them
 */
export function unitsOf(
  people: readonly TreePerson[],
  buddies: ReadonlyMap<string, string>,
  root: string,
): { readonly callers: readonly Unit[]; readonly leaves: readonly Unit[]; readonly told: Unit['told'] } {
  const byId = new Map(people.map((person) => [person.id, person]))
  const calls = (person: TreePerson): boolean => person.id === root || canCall(person)
  const toldBy = (person: TreePerson): readonly TreePerson[] => {
    const buddy = byId.get(buddies.get(person.id) ?? '')
    return buddy !== undefined && calls(person) && !calls(buddy) ? [buddy] : []
  }
  const callers: Unit[] = []
  const leaves: Unit[] = []
  for (const person of people) {
    if (person.id === root) continue
    const buddy = byId.get(buddies.get(person.id) ?? '')
    const together = buddy !== undefined && buddy.id !== root && calls(buddy) === calls(person)
    if (together && buddy.id < person.id) continue
    if (!calls(person) && buddy !== undefined && calls(buddy)) continue
    const both = together ? [person, buddy] : [person]
    const unit = {
      people: both,
      told: new Map(both.map((one) => [one.id, toldBy(one)])),
      chance: chanceOf(person.id),
      tier: buddies.get(person.id) === root ? -1 : Math.min(...both.map(({ tier }) => tier)),
    }
    ;(calls(person) ? callers : leaves).push(unit)
  }
  const rootPerson = byId.get(root)
  return {
    callers,
    leaves: leaves.toSorted(inOrder),
    told: new Map(rootPerson === undefined ? [] : [[root, toldBy(rootPerson)]]),
  }
}

/** Who can be phoned and is a member makes calls; a contact is called only. */
export function canCall(person: TreePerson): boolean {
  return person.kind === 'member' && person.tel !== null
}

function inOrder(a: Unit, b: Unit): number {
  return a.tier - b.tier || a.chance - b.chance || compare(a.people[0]!.id, b.people[0]!.id)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
