/** Most entries by one person that are read of a log of which so many are read in all: a quarter of them. */
export function mostByOne(max: number): number {
  return Math.ceil(max / 4)
}

/**
 * Of a log's entries, in order of id, the first {@link mostByOne} of each author: whoever writes thousands crowds out nobody else, and
 * every laptop leaves out the same. Who wrote an entry is what its `by` says.
 *
 * @param max most entries that are read of the log
 */
export function fewOfEach<E>(
  entries: readonly (readonly [id: string, entry: E])[],
  max: number,
): (readonly [string, E])[] {
  const most = mostByOne(max)
  if (entries.length <= most) return [...entries]
  const counts = new Map<unknown, number>()
  return entries.filter(([, entry]) => {
    const by = authorOf(entry)
    const count = (counts.get(by) ?? 0) + 1
    counts.set(by, count)
    return count <= most
  })
}

/** How many entries of a log are by one person. */
export function countOf(log: object, by: string): number {
  return Object.values(log).filter((entry: unknown) => authorOf(entry) === by).length
}

function authorOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && Object.hasOwn(entry, 'by')
    ? (entry as { by: unknown }).by
    : undefined
}
