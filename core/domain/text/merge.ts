import { splicesBetween, type Splice } from './splices.ts'

/**
 * What a text becomes that two people changed at once without seeing each other's change: everything that either wrote is in
 * it, everything that either took out is gone, and what both wrote alike at one place stands there once.
 *
 * @param base what both began with
 */
export function mergeTexts(base: string, mine: string, theirs: string): string {
  if (mine === theirs || theirs === base) return mine
  if (mine === base) return theirs
  const [ours, others] = [ascending(base, mine), ascending(base, theirs)]
  const cuts = [...new Set([...ours, ...others].flatMap((one) => [one.index, one.index + one.remove]))]
  cuts.push(0, base.length)
  cuts.sort((a, b) => a - b)
  let merged = ''
  for (const [at, position] of cuts.entries()) {
    if (position === cuts[at - 1]) continue
    merged += insertedAt(position, ours, others)
    const next = cuts.slice(at + 1).find((later) => later > position) ?? base.length
    if (!isRemoved(position, ours) && !isRemoved(position, others)) merged += base.slice(position, next)
  }
  return merged
}

function ascending(before: string, after: string): readonly Splice[] {
  return splicesBetween(before, after).toReversed()
}

function insertedAt(position: number, ours: readonly Splice[], others: readonly Splice[]): string {
  const mine = ours.find(({ index, insert }) => index === position && insert !== '')?.insert ?? ''
  const theirs = others.find(({ index, insert }) => index === position && insert !== '')?.insert ?? ''
  return mine === theirs ? mine : theirs + mine
}

/** Whether the unit at `position` was taken out. */
function isRemoved(position: number, splices: readonly Splice[]): boolean {
  return splices.some(({ index, remove }) => position >= index && position < index + remove)
}
