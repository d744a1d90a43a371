import type { Cell } from './cells.ts'
import { chanceOf, chanceOfBoth } from './chance.ts'
import { canTalk, type TreePerson } from './people.ts'
import type { Unit } from './units.ts'

/**
 * What a person's calls are kept for: for the first of other cells, for their own cell, for whoever finds no caller in theirs. Kept
 * apart, so that a change in one of these leaves the others alone.
 */
type Purse = 'cells' | 'own' | 'others'
type Place = 'root' | 'first' | 'cell'

/** Of four calls; more or fewer go to, or are taken from, those for the own cell. */
const CALLS: Readonly<Record<Place, Readonly<Record<Exclude<Purse, 'own'>, number>>>> = {
  root: { cells: 3, others: 0 },
  first: { cells: 2, others: 0 },
  cell: { cells: 0, others: 1 },
}
/** Calls from the root from which on somebody is called late: whoever was left over goes to others first. */
const LATE = 5
/** Cells in each level below the root: somewhat fewer than could be called. */
const LEVELS = [3, 6, 11, 20, 36, 64, 115, 207] as const

interface Caller {
  readonly person: TreePerson
  /** Key of their cell; null for the root. */
  readonly cell: string | null
  /** Calls between the root and them. */
  readonly depth: number
  readonly chance: number
  /** Calls that are still free. */
  readonly free: Record<Purse, number>
}

/** Who calls whom, by the id of who is called. */
export type Callers = ReadonlyMap<string, string>

interface Wish {
  readonly purses: readonly Purse[]
  readonly fits: (caller: Caller) => boolean
  /** Whom of several: who is called early, who is in a circle with them, or as chance has it for the cells alone. */
  readonly prefer: 'early' | 'near' | 'cell'
}

/**
 * Gives everybody a caller: first the one of each cell who is called first, then the others of the cell among themselves, then who was
 * left over. In one fixed order each takes, of those before them who have a call to spare, the one it suits best; of equals, chance
 * decides for the two alone. So one person more or less concerns hardly anybody outside their cell.
 */
export class Placing {
  readonly #callers: Caller[] = []
  readonly #found = new Map<string, string>()
  readonly #maxCalls: number

  constructor(maxCalls: number) {
    this.#maxCalls = maxCalls
  }

  get callers(): Callers {
    return this.#found
  }

  /** The root, and whom it tells in person. */
  begin(root: TreePerson, told: Unit['told']): void {
    this.#join({ people: [root], told, chance: 0, tier: 0 }, { place: 'root', cell: null, depth: 0 })
  }

  /** @returns those for whom nobody has a call to spare */
  place(cells: readonly Cell[], leaves: readonly Unit[]): readonly Unit[] {
    const begun = levelsOf(cells).flatMap((level, at) => level.map((cell) => this.#placeFirst(cell, at)))
    // Where there are few cells, the root calls others of them too
    const [{ free: ofRoot }] = this.#callers as [Caller]
    ofRoot.own += ofRoot.cells
    ofRoot.cells = 0
    const waiting = begun.flatMap((cell) => cell.units.filter((unit) => !this.#placeInCell(unit, cell.key)))
    const late = this.#placeRest(waiting, { purses: ['others', 'own'], talking: true })
    const left = this.#placeRest(late, { purses: ['others', 'own', 'cells'], talking: false })
    return [...left, ...leaves.filter((leaf) => !this.#placeLeaf(leaf))]
  }

  /** Places the one of a cell who is called first; a buddy of theirs they call themselves. @returns what is left of the cell */
  #placeFirst(cell: Cell, depth: number): Cell {
    const [unit, ...units] = cell.units
    const fits = (caller: Caller): boolean => caller.depth === depth
    // By the cell's own chance: so it keeps its caller whoever is the first of it
    const done =
      unit !== undefined &&
      this.#placeApart(
        { ...unit, chance: chanceOf(cell.key) },
        { purses: ['cells'], prefer: 'cell', fits },
        { place: 'first', cell: cell.key },
      )
    return done ? { ...cell, units } : cell
  }

  #placeInCell(unit: Unit, cell: string): boolean {
    const fits = (caller: Caller): boolean => (caller.cell ?? cell) === cell && talksTo(caller, unit)
    return this.#placeTogether(unit, { purses: ['own'], prefer: 'early', fits }, { place: 'cell', cell })
  }

  /** Whoever was left over, as long as that makes new callers. */
  #placeRest(units: readonly Unit[], { purses, talking }: { purses: readonly Purse[]; talking: boolean }): Unit[] {
    const place = { place: 'cell', cell: '' } as const
    let waiting = [...units]
    for (let before = -1; before !== waiting.length;) {
      before = waiting.length
      waiting = waiting.filter((unit) => {
        const fits = (caller: Caller): boolean => !talking || talksTo(caller, unit)
        const wish = { purses, prefer: 'near', fits } as const
        return !this.#placeTogether(unit, wish, place) && !this.#placeApart(unit, wish, place)
      })
    }
    return waiting
  }

  #placeLeaf(unit: Unit): boolean {
    const caller = this.#bestFor(unit, { purses: ['others', 'own', 'cells'], prefer: 'near', fits: () => true })
    if (caller !== undefined) this.#call(unit, caller, ['others', 'own', 'cells'])
    return caller !== undefined
  }

  #placeTogether(unit: Unit, wish: Wish, at: { place: Place; cell: string }): boolean {
    const caller = this.#bestFor(unit, wish)
    if (caller === undefined) return false
    this.#call(unit, caller, wish.purses)
    this.#join(unit, { ...at, depth: caller.depth + 1 })
    return true
  }

  /** One alone, or of buddies the first, who calls the second. */
  #placeApart(unit: Unit, wish: Wish, at: { place: Place; cell: string }): boolean {
    const [first, second] = unit.people
    if (!this.#placeTogether({ ...unit, people: [first!] }, wish, at)) return false
    const caller = this.#callers.at(-1)!
    if (second === undefined) return true
    this.#call({ people: [second] }, caller, ['own'])
    this.#join({ ...unit, people: [second] }, { place: 'cell', cell: at.cell, depth: caller.depth + 1 })
    return true
  }

  #bestFor(unit: Unit, { purses, fits, prefer }: Wish): Caller | undefined {
    let best: { caller: Caller; score: readonly number[] } | undefined
    for (const caller of this.#callers) {
      if (freeOf(caller, purses) < unit.people.length || !fits(caller)) continue
      const score = scoreOf(unit, caller, prefer)
      if (best === undefined || isLess(score, best.score)) best = { caller, score }
    }
    return best?.caller
  }

  #call({ people }: Pick<Unit, 'people'>, { person, free }: Caller, purses: readonly Purse[]): void {
    for (const { id } of people) {
      this.#found.set(id, person.id)
      free[purses.find((purse) => free[purse] > 0)!]--
    }
  }

  #join({ people, told }: Unit, { place, cell, depth }: { place: Place; cell: string | null; depth: number }): void {
    const { cells, others } = CALLS[place]
    for (const person of people) {
      const buddies = told.get(person.id) ?? []
      for (const { id } of buddies) this.#found.set(id, person.id)
      const free = { cells, others, own: this.#maxCalls - cells - others - buddies.length }
      this.#callers.push({ person, cell, depth, chance: chanceOf(person.id), free })
    }
  }
}

function levelsOf(cells: readonly Cell[]): Cell[][] {
  let from = 0
  const levels = LEVELS.map((size) => cells.slice(from, (from += size)))
  return [...levels, cells.slice(from)].filter((level) => level.length > 0)
}

function freeOf({ free }: Caller, purses: readonly Purse[]): number {
  return purses.reduce((sum, purse) => sum + free[purse], 0)
}

function talksTo({ person }: Caller, { people }: Unit): boolean {
  return people.every((one) => canTalk(person, one))
}

/** Lowest first: who can talk with all of them, then as is preferred, and then as chance has it. */
function scoreOf({ people, chance }: Unit, caller: Caller, prefer: Wish['prefer']): readonly number[] {
  const strangers = people.filter((one) => !canTalk(caller.person, one)).length
  const near = people.filter(({ circles }) => circles.some((id) => caller.person.circles.includes(id))).length
  if (prefer === 'cell') return [strangers, chanceOfBoth(chance, chanceOf(caller.cell ?? ''))]
  const order = prefer === 'early' ? [caller.depth] : [Number(caller.depth >= LATE), -near]
  return [strangers, ...order, chanceOfBoth(chance, caller.chance)]
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, index) => value !== b[index])
  return at >= 0 && a[at]! < b[at]!
}
