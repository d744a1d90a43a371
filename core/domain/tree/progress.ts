import type { AlertPerson } from '../records/alert/view.ts'
import type { PhoneTree, TreeNode } from './build.ts'

/** What of an alert's board the tree reads. */
export interface TreeBoard {
  readonly people: readonly AlertPerson[]
  /** Person id of who sent it: they know. */
  readonly sentBy: string | null
}

/** A call that is still to be made. */
export interface OpenCall {
  /** Whom to call. */
  readonly person: string
  /** Who calls: their caller, or where that one was not reached, the nearest above who was. */
  readonly by: string
  /** The caller whose place `by` takes; null where it is their own call. */
  readonly instead: string | null
}

export interface TreeProgress {
  /** People in the tree, the sender not counted. */
  readonly count: number
  readonly reached: number
  /** In the order of the tree. Those whom nobody has a call for fall to the root. */
  readonly open: readonly OpenCall[]
}

/** How far the calls of a tree have come, by the alert's board: whoever was reached in any way need not be called. */
export function progressOf(tree: PhoneTree, board: TreeBoard): TreeProgress {
  const reached = new Set(board.people.flatMap((one) => (one.state === 'not-reached' ? [] : [one.member])))
  const knows = (id: string): boolean => id === board.sentBy || reached.has(id)
  const byId = new Map(tree.nodes.map((node) => [node.person.id, node]))
  const callFor = ({ person, caller }: TreeNode): OpenCall => {
    if (caller === null || knows(caller) || caller === tree.root)
      return { person: person.id, by: caller ?? tree.root, instead: null }
    let above: string | null = caller
    while (above !== null && above !== tree.root && !knows(above)) above = byId.get(above)!.caller
    return { person: person.id, by: above ?? tree.root, instead: caller }
  }
  const waiting = tree.nodes.filter(({ person }) => person.id !== tree.root && !knows(person.id))
  const left = tree.left.map(({ id }) => id).filter((id) => !knows(id))
  const all = [...tree.nodes.map(({ person }) => person.id), ...tree.left.map(({ id }) => id)].filter(
    (id) => id !== board.sentBy,
  )
  return {
    count: all.length,
    reached: all.filter(knows).length,
    open: [...waiting.map(callFor), ...left.map((person) => ({ person, by: tree.root, instead: null }))],
  }
}
