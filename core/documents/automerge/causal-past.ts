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
  readonly #last = new Map<string, { readonly number: number; readonly lastOp: number }>()
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
    if (own !== undefined && this.#laterOf(actor, own.lastOp, dependencies) === undefined) throw unsound()
    const met = this.#metBy(actor)
    for (const [index, other] of others.entries()) {
      const op = named[index + 1]!
      if (op <= (met.get(other) ?? 0)) continue
      const last = this.#laterOf(other, op, dependencies)
      if (last === undefined) throw unsound()
      met.set(other, last)
    }
  }

  /** Adds a change; its dependencies were added before. */
  add({ hash, dependencies, actor, number, lastOp }: Link): void {
    this.#changes.set(hash, { dependencies: this.#all(dependencies), actor, lastOp, walk: 0 })
    this.#last.set(actor, { number, lastOp })
  }

  /** Whether a change is another one or builds on it (hashes, hex; both are here). */
  buildsOn(change: string, earlier: string): boolean {
    const { actor, lastOp } = this.#changes.get(earlier)!
    return this.#laterOf(actor, lastOp, this.#all([change])) !== undefined
  }

  /**
   * An operation of a session, `op` or a later one, of these changes or what they build on; undefined where there is none. As a
   * session's changes build on each other, all its earlier ones are there too. Only what has greater numbers is looked at.
   */
  #laterOf(session: string, op: number, from: readonly KnownChange[]): number | undefined {
    const walk = ++this.#walks
    const left = [...from]
    for (let change = left.pop(); change !== undefined; change = left.pop()) {
      if (change.walk === walk || change.lastOp < op) continue
      if (change.actor === session) return change.lastOp
      change.walk = walk
      for (const dependency of change.dependencies) left.push(dependency)
    }
    return undefined
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
