/** Rows fetched at a time while listing: no statement stays open between two of them, so writes in between are fine. */
const FIRST_ROWS = 16
const MOST_ROWS = 128
/** Of a page after the first, about: the rows of an index are large, and a hundred thousand records have 200 of them. */
const PAGE_BYTES = 1 << 20

/** All rows of a list, a page at a time. @param next the rows after that one, at most so many */
export function* pagedRows<Row extends { readonly value: Uint8Array }>(
  next: (last: Row | undefined, limit: number) => readonly Row[],
): Generator<Row> {
  let limit = FIRST_ROWS
  for (let last: Row | undefined; ;) {
    const rows = next(last, limit)
    yield* rows
    if (rows.length < limit) return
    last = rows.at(-1)
    const bytes = rows.reduce((sum, { value }) => sum + value.byteLength, 0)
    limit = Math.min(MOST_ROWS, Math.max(1, Math.floor((PAGE_BYTES * rows.length) / (bytes + 1))))
  }
}
