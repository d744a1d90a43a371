import { toHex } from '../../../shared/bytes.ts'
import type { Entry } from '../record/graph.ts'
import { isOfType, type LogRecord } from '../record/record.ts'
import type { Reduction } from './reduction.ts'
import type { EpochState, TipState } from '../state.ts'
import type { Verdict } from './verdict.ts'

/** Records whose author held a key it could pass on, even if what it did is void. */
const PASSES_KEYS: ReadonlySet<Verdict> = new Set(['counts', 'pending', 'author-removed-meanwhile', 'invite-revoked'])

const boxesByRecord = new WeakMap<LogRecord, ReadonlyMap<string, Uint8Array>>()

interface Draft {
  readonly entry: Entry
  readonly id: string
  readonly parents: string[]
  depth: number
  counts: boolean
  readonly sources: ReadonlyMap<string, Uint8Array>[]
  readonly holders: Set<string>
}

/** All epochs the log speaks of that somebody can have used, in order of reduction. */
export function epochsOf(reduction: Reduction): Map<string, EpochState> {
  const drafts = new Map<string, Draft>()
  for (const [entry, verdict] of reduction.verdicts) {
    if (isOfType(entry.record, 'epoch')) openDraft(drafts, entry, verdict)
    const epoch = epochPassedBy(entry.record)
    const draft = epoch === undefined ? undefined : drafts.get(epoch)
    if (draft === undefined) continue
    const boxes = boxesOf(entry.record)
    draft.sources.push(boxes)
    if (!PASSES_KEYS.has(verdict)) continue
    draft.holders.add(entry.record.authorHex)
    for (const device of boxes.keys()) draft.holders.add(device)
  }
  // What no coordinator made nobody's copy of Muster seals under: its boxes are not worth opening
  const used = [...drafts].filter(([, draft]) => draft.holders.size > 0)
  return new Map(used.map(([id, draft]) => [id, finish(draft)]))
}

/**
 * The epoch in use: the deepest, then the lowest id, among those that count and that no device that is gone holds. When
 * there is none, the one held by the fewest such devices, and it is called exposed.
 */
export function tipOf(
  epochs: ReadonlyMap<string, EpochState>,
  people: { isTrusted(device: string): boolean; members: readonly string[] },
): TipState | undefined {
  const children = childrenOf(epochs)
  const candidates = [...epochs.values()]
    .filter((epoch) => epoch.counts)
    .toSorted((a, b) => b.depth - a.depth || (a.id < b.id ? -1 : 1))
  let best: { epoch: EpochState; gone: number } | undefined
  for (const epoch of candidates) {
    const gone = countGone(epoch, { children, isTrusted: (device) => people.isTrusted(device) })
    if (best === undefined || gone < best.gone) best = { epoch, gone }
    if (gone === 0) break
  }
  if (best === undefined) return undefined
  const { epoch, gone } = best
  return { id: epoch.id, exposed: gone > 0, lacking: people.members.filter((device) => !epoch.holders.has(device)) }
}

/** Epochs that no other names as parent. Those that do not count are left out when nobody can have used them. */
export function leavesOf(epochs: ReadonlyMap<string, EpochState>): string[] {
  const parents = new Set([...epochs.values()].flatMap((epoch) => epoch.parents))
  return [...epochs.values()]
    .filter((epoch) => epoch.holders.size > 0 && !parents.has(epoch.id))
    .map((epoch) => epoch.id)
}

function openDraft(drafts: Map<string, Draft>, entry: Entry, verdict: Verdict): void {
  if (!isOfType(entry.record, 'epoch')) return
  const { body } = entry.record.content
  const id = toHex(body.id)
  const known = drafts.get(id)
  if (known !== undefined) {
    known.counts ||= verdict === 'counts'
    return
  }
  const parents = body.parents.map(toHex)
  const depth = Math.max(-1, ...parents.map((parent) => drafts.get(parent)?.depth ?? -1)) + 1
  drafts.set(id, { entry, id, parents, depth, counts: verdict === 'counts', sources: [], holders: new Set() })
}

function finish(draft: Draft): EpochState {
  const { record } = draft.entry
  const wrapped = isOfType(record, 'epoch')
    ? record.content.body.wrapped.map(([parent, sealed]) => [toHex(parent), sealed] as const)
    : []
  return {
    id: draft.id,
    record: record.hex,
    parents: draft.parents,
    depth: draft.depth,
    counts: draft.counts,
    wrapped,
    boxesFor: (device) => draft.sources.flatMap((boxes) => boxes.get(device) ?? []),
    holders: draft.holders,
  }
}

function epochPassedBy(record: LogRecord): string | undefined {
  if (isOfType(record, 'epoch')) return toHex(record.content.body.id)
  if (isOfType(record, 'grant')) return toHex(record.content.body.epoch)
  return isOfType(record, 'admit') ? toHex(record.content.body.epoch) : undefined
}

function boxesOf(record: LogRecord): ReadonlyMap<string, Uint8Array> {
  const kept = boxesByRecord.get(record)
  if (kept !== undefined) return kept
  const boxes = new Map<string, Uint8Array>()
  if (isOfType(record, 'epoch') || isOfType(record, 'grant')) {
    const keys: readonly (readonly [Uint8Array, Uint8Array])[] = (
      record.content as { body: { keys: [Uint8Array, Uint8Array][] } }
    ).body.keys
    for (const [device, box] of keys) boxes.set(toHex(device), box)
  } else if (isOfType(record, 'admit')) boxes.set(toHex(record.content.body.device), record.content.body.keys)
  boxesByRecord.set(record, boxes)
  return boxes
}

function childrenOf(epochs: ReadonlyMap<string, EpochState>): Map<string, EpochState[]> {
  const children = new Map<string, EpochState[]>()
  for (const epoch of epochs.values()) {
    for (const parent of epoch.parents) {
      const known = children.get(parent)
      if (known === undefined) children.set(parent, [epoch])
      else known.push(epoch)
    }
  }
  return children
}

/** Devices not trusted that hold the epoch's key or a later one, under which it is wrapped. */
function countGone(
  epoch: EpochState,
  options: { children: ReadonlyMap<string, EpochState[]>; isTrusted(device: string): boolean },
): number {
  const gone = new Set<string>()
  const seen = new Set<EpochState>()
  const queue = [epoch]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    for (const device of next.holders) if (!options.isTrusted(device)) gone.add(device)
    queue.push(...(options.children.get(next.id) ?? []))
  }
  return gone.size
}
