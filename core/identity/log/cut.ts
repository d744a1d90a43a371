/** Numbers from a first to a last one, both included: ascending, and none touches the next. */
export type Stretches = readonly (readonly [first: number, last: number])[]

/** The numbers that a removal lets count of a session, by its runs: so many from 1 on do, so many then do not, and so on by turns. */
export function stretchesOf(runs: readonly number[]): Stretches {
  const stretches: [number, number][] = []
  let end = 0
  for (const [index, run] of runs.entries()) {
    if (index % 2 === 0 && run > 0) stretches.push([end + 1, end + run])
    end += run
  }
  return stretches
}

/** All numbers of any of these, which may come in any order. */
export function joined(all: readonly Stretches[]): Stretches {
  if (all.length === 1) return all[0]!
  const found: [number, number][] = []
  for (const [first, last] of all.flat().toSorted(([a], [b]) => a - b)) {
    const before = found.at(-1)
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last)
    else found.push([first, last])
  }
  return found
}

/** Whether a number is in one of the stretches. */
export function isWithin(stretches: Stretches, number: number): boolean {
  let low = 0
  let high = stretches.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const [first, last] = stretches[middle]!
    if (number < first) high = middle
    else if (number > last) low = middle + 1
    else return true
  }
  return false
}
