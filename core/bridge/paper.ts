/** Days after which a printed tree is to be destroyed. */
export const KEEP_DAYS = 90

/** What of a place in the tree paper has to do with. */
export interface OnPaper {
  readonly person: string
  readonly kind: 'member' | 'contact'
  readonly tel: string | null
  readonly shownTel: string | null
  readonly otherTels: readonly string[]
  readonly missing: string | null
  readonly calls: readonly string[]
  readonly bestTimes: string | null
  readonly printed: boolean
}

export interface Paper<Node extends OnPaper> {
  /** As they may stand on paper, in the same order. */
  readonly nodes: readonly Node[]
  /** Members who can be phoned and did not agree that their number is printed: their name stands without it. */
  readonly withoutNumber: number
  /** Contacts who did not agree to be printed: nothing of them stands there. */
  readonly leftOut: number
}

/** What of a tree may be printed (product.md, requirement 18). */
export function paperOf<Node extends OnPaper>(nodes: readonly Node[]): Paper<Node> {
  const out = new Set(nodes.filter(({ kind, printed }) => kind === 'contact' && !printed).map(({ person }) => person))
  const kept = nodes.filter(({ person }) => !out.has(person))
  return {
    nodes: kept.map((node) => ({
      ...node,
      calls: node.calls.filter((id) => !out.has(id)),
      ...(!node.printed && { tel: null, shownTel: null, otherTels: [], bestTimes: null }),
    })),
    withoutNumber: kept.filter(({ printed, tel }) => !printed && tel !== null).length,
    leftOut: out.size,
  }
}
