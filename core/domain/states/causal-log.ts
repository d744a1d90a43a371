/** What ordering a log needs of an entry. */
export interface CausalEntry {
  /** Ids of the newest entries that its writer had seen. */
  readonly after: readonly string[]
}

type Log<E extends CausalEntry> = Readonly<Record<string, E>>

/**
 * Ids in an order that every laptop computes alike: an entry comes after all that its writer had seen, else by id.
 * Clocks play no part beyond the ids. Entries that claim to have seen one another (only a forger's can) count as unrelated.
 */
export function causalOrder<E extends CausalEntry>(log: Log<E>): string[] {
  const parents = soundParents(log)
  return layered(log, parents).order
}

/** The ids that no other entry has seen, sorted: what the next entry's `after` is made of. */
export function newestOf<E extends CausalEntry>(log: Log<E>): string[] {
  const parents = soundParents(log)
  const seen = new Set<string>()
  for (const ids of parents.values()) for (const id of ids) seen.add(id)
  return Object.keys(log)
    .filter((id) => !seen.has(id))
    .toSorted()
}

/** Every entry that `id` follows, itself included. */
export function historyOf<E extends CausalEntry>(log: Log<E>, id: string): Set<string> {
  const parents = soundParents(log)
  const history = new Set<string>([id])
  const open = [id]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const parent of parents.get(next) ?? []) {
      if (!history.has(parent)) {
        history.add(parent)
        open.push(parent)
      }
    }
  }
  return history
}

/** `after` limited to entries that exist, without circles. */
function soundParents<E extends CausalEntry>(log: Log<E>): Map<string, readonly string[]> {
  const parents = new Map<string, readonly string[]>()
  let ordered = true
  let previous = ''
  for (const id of Object.keys(log)) {
    const known = log[id]!.after.filter((parent) => parent !== id && Object.hasOwn(log, parent))
    parents.set(id, known)
    // The usual log: keys in order and every parent before its child, so there is no circle to look for.
    ordered &&= id > previous && known.every((parent) => parent < id)
    previous = id
  }
  if (ordered) return parents
  const { circular } = layered(log, parents)
  for (const id of circular)
    parents.set(
      id,
      parents.get(id)!.filter((parent) => !circular.has(parent)),
    )
  return parents
}

function layered<E extends CausalEntry>(
  log: Log<E>,
  parents: Map<string, readonly string[]>,
): { order: string[]; circular: Set<string> } {
  const children = new Map<string, string[]>()
  const missing = new Map<string, number>()
  for (const [id, ids] of parents) {
    const distinct = new Set(ids)
    missing.set(id, distinct.size)
    for (const parent of distinct) {
      const known = children.get(parent)
      if (known === undefined) children.set(parent, [id])
      else known.push(id)
    }
  }
  const ready = Object.keys(log)
    .filter((id) => missing.get(id) === 0)
    .toSorted()
  const order: string[] = []
  while (ready.length > 0) {
    const id = ready.shift()!
    order.push(id)
    for (const child of children.get(id) ?? []) {
      const left = missing.get(child)! - 1
      missing.set(child, left)
      if (left === 0) insertSorted(ready, child)
    }
  }
  const placed = new Set(order)
  return { order, circular: new Set(Object.keys(log).filter((id) => !placed.has(id))) }
}

function insertSorted(sorted: string[], id: string): void {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < id) low = middle + 1
    else high = middle
  }
  sorted.splice(low, 0, id)
}
