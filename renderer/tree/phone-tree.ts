import type { CommandOutput } from '../../core/bridge/contract.ts'

/** The phone tree as the engine shows it. */
export type Tree = CommandOutput<'tree:show'>
export type TreePerson = Tree['nodes'][number]
export type TreeAlert = NonNullable<Tree['alert']>
type OpenCall = TreeAlert['open'][number]

/** Calls that are still to be made, by who makes them: this person's own first, then in the order of the tree. */
export function callLists(
  { open }: TreeAlert,
  you: string,
): { readonly by: string; readonly calls: readonly OpenCall[] }[] {
  const lists = [...Map.groupBy(open, ({ by }) => by)].map(([by, calls]) => ({ by, calls }))
  return [...lists.filter(({ by }) => by === you), ...lists.filter(({ by }) => by !== you)]
}

/** By id. */
export function peopleOf({ nodes }: { readonly nodes: readonly TreePerson[] }): ReadonlyMap<string, TreePerson> {
  return new Map(nodes.map((node) => [node.person, node]))
}

/** Whether somebody can still be phoned for a call: it is neither over nor replaced. */
export function isCalling({ state }: TreeAlert): boolean {
  return state !== 'cancelled' && state !== 'all-clear' && state !== 'draft'
}
