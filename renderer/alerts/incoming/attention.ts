import type { CommandOutput } from '../../../core/bridge/contract.ts'

/** Something that asks for this person now, as the engine tells it: most pressing first. */
export type AttentionItem = CommandOutput<'attention:list'>['items'][number]

/** Kinds that take the whole window when the engine says so; the rest are told in the banner. */
const FULL_KINDS: ReadonlySet<AttentionItem['what']> = new Set(['alert', 'needs-help'])
/** Kinds that are a line each, never the large part of the banner. */
const QUIET_KINDS: ReadonlySet<AttentionItem['what']> = new Set(['confirm', 'call-list'])
/** Kinds with strips of their own above the screens (renderer/duty, renderer/circles/journeys). */
const TOLD_ELSEWHERE: ReadonlySet<AttentionItem['what']> = new Set(['nobody-on-call', 'journey'])

/** One for each thing that can be put off or understood. */
export function keyOf({
  network,
  id,
  what,
  from,
}: Pick<AttentionItem, 'network' | 'id' | 'what'> & { from?: string | undefined }): string {
  return [network, id, what, what === 'alert' ? '' : (from ?? '')].join(' ')
}

/** What takes the whole window: the most pressing that is loud enough and was not put off. */
export function fullItem(items: readonly AttentionItem[], putOff: ReadonlySet<string>): AttentionItem | undefined {
  return items.find(
    (item) => item.level === 'full' && !item.drill && FULL_KINDS.has(item.what) && !putOff.has(keyOf(item)),
  )
}

type LineKind = Exclude<AttentionItem['what'], 'nobody-on-call' | 'journey'>
type LongKind = Exclude<LineKind, 'confirm' | 'call-list'>
export type LineItem = AttentionItem & { readonly what: LineKind }
export type LongItem = AttentionItem & { readonly what: LongKind }

export interface Banner {
  /** Told at length, with what can be done about it. */
  readonly first: LongItem | undefined
  /** A line each. */
  readonly lines: readonly LineItem[]
}

/**
 * What stands above the screens of one network: the most pressing at length, the rest as lines.
 *
 * @param shown id of the alert whose own screen is open: that screen tells it
 */
export function bannerOf(
  items: readonly AttentionItem[],
  { network, shown, understood }: { network: string; shown: string | undefined; understood: ReadonlySet<string> },
): Banner {
  const here = items.filter(
    (item): item is LineItem =>
      item.network === network && item.id !== shown && !TOLD_ELSEWHERE.has(item.what) && !understood.has(keyOf(item)),
  )
  const first = here.find((item): item is LongItem => !isLine(item))
  return { first, lines: here.filter((item) => item !== first) }
}

/** What makes no sound is a line: a flood, a call that failed the gate, quiet hours. What is over is told at length all the same. */
function isLine({ what, level }: AttentionItem): boolean {
  return QUIET_KINDS.has(what) || (level === 'silent' && what !== 'enough' && what !== 'over')
}

/** How many things ask loudly for this person in each of the other networks, in the order of the list. */
export function elsewhere(items: readonly AttentionItem[], network: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const item of items)
    if (item.network !== network && item.level !== 'silent')
      counts.set(item.network, (counts.get(item.network) ?? 0) + 1)
  return counts
}

/** Where a line leads: the alert, or the phone tree of it. */
export function hrefOf({ what, id }: Pick<AttentionItem, 'what' | 'id'>): string {
  return what === 'call-list' ? `/tree/${id}` : `/alerts/${id}`
}
