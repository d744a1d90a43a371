import { chanceOf, chanceOfBoth } from './chance.ts'
import type { TreePerson } from './people.ts'
import type { Unit } from './units.ts'

/** Most people of a cell: a circle that is larger is divided. */
const MOST = 16

/** People who call one another before they call anybody else: a circle, a part of a large one, or of those who are in none. */
export interface Cell {
  readonly key: string
  /** Who is called first stands first. */
  readonly units: readonly Unit[]
}

/**
 * Divides all callers into cells. Which cell somebody is in rests on their circles and on themselves; only where a cell grows past
 * its limit is it halved, or where it shrinks, made one again.
 */
export function cellsOf(units: readonly Unit[], people: readonly TreePerson[]): Cell[] {
  const usual = mostSpoken(people)
  const speaks = (one: TreePerson): boolean =>
    usual === undefined || one.languages.length === 0 || one.languages.includes(usual)
  // Nobody waits behind the one caller who does not understand them: who speaks as most do is called first
  const rank = (unit: Unit): number => (unit.tier < 0 ? -1 : unit.people.every(speaks) ? 0 : 1)
  const inOrder = (a: Unit, b: Unit): number =>
    rank(a) - rank(b) || a.tier - b.tier || a.chance - b.chance || (a.people[0]!.id < b.people[0]!.id ? -1 : 1)
  return [...Map.groupBy(units, circleOf)]
    .flatMap(([circle, members]) => divide(circle, members, 0))
    .map(({ key, units: own }) => ({
      key,
      units: own.toSorted(inOrder),
      first: Math.min(...own.map(({ tier }) => tier)),
    }))
    .toSorted(
      (a, b) =>
        Number(a.first >= 0) - Number(b.first >= 0) || chanceOf(a.key) - chanceOf(b.key) || (a.key < b.key ? -1 : 1),
    )
}

/** Of buddies, a circle that both are in; of several circles, the one that chance gives; none is a circle too. */
function circleOf({ people, chance }: Unit): string {
  const [first, ...others] = people
  const shared = first!.circles.filter((id) => others.every(({ circles }) => circles.includes(id)))
  const byChance = (id: string): number => chanceOfBoth(chance, chanceOf(id))
  return shared.toSorted((a, b) => byChance(a) - byChance(b) || (a < b ? -1 : 1))[0] ?? ''
}

/** The first half keeps the key, so that to everybody else a halved cell is one cell more. */
function divide(key: string, units: readonly Unit[], bit: number): Cell[] {
  const size = units.reduce((sum, { people }) => sum + people.length, 0)
  if (size <= MOST || bit > 30) return [{ key, units }]
  const isSet = ({ chance }: Unit): boolean => ((chance >>> bit) & 1) === 1
  return [false, true].flatMap((set) => {
    const half = units.filter((unit) => isSet(unit) === set)
    return half.length === 0 ? [] : divide(set ? `${key}/${bit}` : key, half, bit + 1)
  })
}

/** The language that most of them speak; of several, the first by its code. */
function mostSpoken(people: readonly TreePerson[]): string | undefined {
  const counts = new Map<string, number>()
  for (const { languages } of people) for (const one of languages) counts.set(one, (counts.get(one) ?? 0) + 1)
  return [...counts].toSorted(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))[0]?.[0]
}
