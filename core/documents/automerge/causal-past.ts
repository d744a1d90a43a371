import type { ChangeHeader, OpenedChange } from '../unit/change-header.ts'
import type { Operations } from '../unit/change-ops.ts'
import { unsound } from '../unit/chunk-reader.ts'
import { NOBODY } from './initial.ts'

/** What is remembered of a change that is applied. */
interface KnownChange {
  readonly dependencies: readonly KnownChange[]
  readonly actor: string
  readonly lastOp: number
  /** The last walk that came by here. */
  walk: number
}

/** The part of a change's description that its place in the document follows from. */
export type Link = Pick<ChangeHeader, 'hash' | 'dependencies' | 'actor' | 'number' | 'lastOp'>

/** A change with the other actors that it names, and by actor, its own first, the greatest operation of theirs that it names. */
type Naming = Pick<OpenedChange, 'header' | 'others'> & Pick<Operations, 'named'>

/** The changes of one document, and what each of them builds on. */
export class CausalPast {
  /** By hash. */
  readonly #changes = new Map<string, KnownChange>()
  /** Each session's last. */
  readonly #last = new Map<string, Pick<Link, 'hash' | 'number' | 'lastOp'>>()
  /**
   * Session -> those whose operations it named -> one of theirs that it built on then. Its changes build on each other: that, and
   * what those made before it, is in the past of all that follow.
   */
  readonly #met = new Map<string, Map<string, number>>()
  readonly #firstOps: number
  #walks = 0

  /** @param first the deterministic first change, which all others build on */
  constructor(first: { readonly hash: string; readonly lastOp: number }) {
    this.#firstOps = first.lastOp
    this.#changes.set(first.hash, { dependencies: [], actor: NOBODY, lastOp: first.lastOp, walk: 0 })
  }

  /** Whether nobody wrote anything yet. */
  get isBare(): boolean {
    return this.#last.size === 0
  }

  has(hash: string): boolean {
    return this.#changes.has(hash)
  }

  /** The session that made a change. */
  sessionOf(hash: string): string | undefined {
    return this.#changes.get(hash)?.actor
  }

  /** A session's last change. */
  lastOf(session: string): string | undefined {
    return this.#last.get(session)?.hash
  }

  /**
   * Checks that a change stands where an honest copy would have put it, which Automerge does not: its dependencies are here,
   * its operations are numbered right after theirs, its session goes on from its own last change, and the operations that it
   * names are of changes that it builds on. Whether a change passes hangs only on what it builds on, so every laptop decides
   * alike, in whatever order changes come.
   * @throws MeshError `documents/unsound`
   */
  check({ header, others, named }: Naming): void {
    const { actor, number, startOp } = header
    const dependencies = this.#all(header.dependencies)
    let lastOp = 0
    for (const dependency of dependencies) lastOp = Math.max(lastOp, dependency.lastOp)
    if (dependencies.length === 0 || startOp !== lastOp + 1) throw unsound()
    const own = this.#last.get(actor)
    if (number !== (own?.number ?? 0) + 1) throw unsound()
    const met = this.#metBy(actor)
    const wanted = new Map(own === undefined ? [] : [[actor, own.lastOp]])
    for (const [index, other] of others.entries()) {
      const op = named[index + 1]!
      if (op > (met.get(other) ?? 0)) wanted.set(other, op)
    }
    const found = this.#look(wanted, dependencies)
    if (found.size < wanted.size) throw unsound()
    for (const [session, op] of found) met.set(session, op)
  }

  /** Adds a change; its dependencies were added before. */
  add({ hash, dependencies, actor, number, lastOp }: Link): void {
    this.#changes.set(hash, { dependencies: this.#all(dependencies), actor, lastOp, walk: 0 })
    this.#last.set(actor, { hash, number, lastOp })
  }

  /** Whether a change is another one or builds on it (hashes, hex; both are here). */
  buildsOn(change: string, earlier: string): boolean {
    const { actor, lastOp } = this.#changes.get(earlier)!
    return this.#look(new Map([[actor, lastOp]]), this.#all([change])).size === 1
  }

  /**
   * Looks for operations (session -> its number, or a later one's) among these changes and what they build on. A session's changes
   * build on each other: whoever builds on one of its operations builds on all before. Only what has greater numbers is looked at.
   */
  #look(wanted: ReadonlyMap<string, number>, from: readonly KnownChange[]): ReadonlyMap<string, number> {
    const found = new Map<string, number>()
    if (wanted.size === 0) return found
    const lowest = Math.min(...wanted.values())
    const walk = ++this.#walks
    const seen = [...from]
    for (const change of seen) {
      if (change.walk === walk || change.lastOp < lowest) continue
      change.walk = walk
      const op = wanted.get(change.actor)
      if (op !== undefined && change.lastOp >= op && !found.has(change.actor)) found.set(change.actor, change.lastOp)
      if (found.size === wanted.size) return found
      for (const dependency of change.dependencies) seen.push(dependency)
    }
    return found
  }

  #metBy(session: string): Map<string, number> {
    const known = this.#met.get(session)
    if (known !== undefined) return known
    const met = new Map([[NOBODY, this.#firstOps]])
    this.#met.set(session, met)
    return met
  }

  #all(hashes: readonly string[]): KnownChange[] {
    return hashes.map((hash) => {
      const change = this.#changes.get(hash)
      if (change === undefined) throw unsound()
      return change
    })
  }
}
