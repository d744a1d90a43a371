import { cellsOf } from './cells.ts'
import { chanceOf } from './chance.ts'
import { canTalk, MAX_CALLS, type TreePerson } from './people.ts'
import { Placing } from './placing.ts'
import { pairUp, unitsOf } from './units.ts'

/** One person's place in the tree. */
export interface TreeNode {
  readonly person: TreePerson
  /** Who calls them, or tells them in person where they have no number; null for the root. */
  readonly caller: string | null
  /** Whom they call, in this order: who has the most to call themselves first. */
  readonly calls: readonly string[]
  /** Calls between the root and them. */
  readonly depth: number
  /** Id of whom the root calls on the way to them, they themselves included; null for the root. */
  readonly branch: string | null
  readonly buddy: string | null
  /** False where they share no language with their caller. */
  readonly talks: boolean
  /** The last caller of a branch: tells the root when its calls are made. */
  readonly confirms: boolean
}

export interface PhoneTree {
  readonly root: string
  /** The root first, each followed by whom they call. */
  readonly nodes: readonly TreeNode[]
  /** Those whom nobody has a call for, by id: too few can call. */
  readonly left: readonly TreePerson[]
}

export interface TreeInput {
  /** The root among them. In any order. */
  readonly people: readonly TreePerson[]
  readonly buddies: readonly { readonly first: string; readonly second: string }[]
  readonly root: string
  /** 2 or more. */
  readonly maxCalls?: number
}

/**
 * Who calls whom. A pure function of the set of people: every laptop that knows the same makes the same tree, in whatever order
 * it learned it, and one person more, less or changed leaves nearly all others with the caller they had.
 */
export function buildTree({ people, buddies, root, maxCalls = MAX_CALLS }: TreeInput): PhoneTree {
  const byId = new Map(people.map((person) => [person.id, person]))
  const top = byId.get(root)
  const everybody = [...byId.values()]
  if (top === undefined) return { root, nodes: [], left: everybody.toSorted(byItsId) }
  const pairs = pairUp(buddies, new Set(byId.keys()))
  const { callers, leaves, told } = unitsOf(everybody, pairs, root)
  const placing = new Placing(maxCalls)
  placing.begin(top, told)
  const left = placing.place(cellsOf(callers, everybody), leaves)
  const calls = inCallingOrder(byId, placing.callers, pairs)
  const nodes = draw({ byId, calls, pairs, root: top })
  return { root, nodes, left: left.flatMap((unit) => unit.people).toSorted(byItsId) }
}

function byItsId(a: TreePerson, b: TreePerson): number {
  return a.id < b.id ? -1 : 1
}

type Lists = ReadonlyMap<string, readonly string[]>

/** By caller: whom they call, the longest branch first, buddies one after the other, who is told in person last. */
function inCallingOrder(
  byId: ReadonlyMap<string, TreePerson>,
  callers: ReadonlyMap<string, string>,
  pairs: ReadonlyMap<string, string>,
): Lists {
  const lists = Map.groupBy(callers.keys(), (id) => callers.get(id)!)
  const sizes = new Map<string, number>()
  const size = (id: string): number => {
    const known = sizes.get(id)
    if (known !== undefined) return known
    const found = 1 + (lists.get(id) ?? []).reduce((sum, one) => sum + size(one), 0)
    sizes.set(id, found)
    return found
  }
  const inPerson = (id: string): number => (byId.get(id)!.tel === null ? 1 : 0)
  const sorted = (ids: readonly string[]): readonly string[] => {
    const here = new Set(ids)
    const buddyHere = (id: string): string | undefined =>
      [pairs.get(id)].find((one) => one !== undefined && here.has(one))
    // A pair stands where the larger of its two branches would
    const lead = (id: string): string =>
      [id, ...(buddyHere(id) === undefined ? [] : [buddyHere(id)!])].toSorted(larger)[0]!
    return [...ids].toSorted((a, b) => larger(lead(a), lead(b)) || larger(a, b))
  }
  const larger = (a: string, b: string): number =>
    inPerson(a) - inPerson(b) || size(b) - size(a) || chanceOf(a) - chanceOf(b) || (a < b ? -1 : a > b ? 1 : 0)
  return new Map([...lists].map(([id, ids]) => [id, sorted(ids)]))
}

interface Drawing {
  readonly byId: ReadonlyMap<string, TreePerson>
  readonly calls: Lists
  readonly pairs: ReadonlyMap<string, string>
  readonly root: TreePerson
}

function draw({ byId, calls, pairs, root }: Drawing): TreeNode[] {
  const nodes: TreeNode[] = []
  /** When each is called, counted in calls since the root began. */
  const called = new Map<string, number>([[root.id, 0]])
  const add = (
    person: TreePerson,
    place: { caller: TreePerson | null; branch: string | null; depth: number },
  ): void => {
    const own = calls.get(person.id) ?? []
    const { caller, branch, depth } = place
    const talks = caller === null || canTalk(caller, person)
    const buddy = pairs.get(person.id) ?? null
    nodes.push({ person, caller: caller?.id ?? null, calls: own, depth, branch, buddy, talks, confirms: false })
    for (const [at, id] of own.entries()) {
      called.set(id, called.get(person.id)! + at + 1)
      add(byId.get(id)!, { caller: person, branch: branch ?? id, depth: depth + 1 })
    }
  }
  add(root, { caller: null, branch: null, depth: 0 })
  const last = lastCallers(nodes, called)
  return nodes.map((node) => (last.has(node.person.id) ? { ...node, confirms: true } : node))
}

/** In each branch, who ends calling last when every call takes as long. */
function lastCallers(nodes: readonly TreeNode[], called: ReadonlyMap<string, number>): ReadonlySet<string> {
  const ends = ({ person, calls }: TreeNode): number => called.get(person.id)! + calls.length
  const last = new Map<string, TreeNode>()
  for (const node of nodes) {
    if (node.branch === null || node.calls.length === 0) continue
    const before = last.get(node.branch)
    if (before === undefined || ends(node) > ends(before)) last.set(node.branch, node)
  }
  return new Set([...last.values()].map(({ person }) => person.id))
}
