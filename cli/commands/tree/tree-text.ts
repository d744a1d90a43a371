import type { CommandOutput } from '../../../core/bridge/contract.ts'
import { safeLine } from '../../output/safe-text.ts'
import { REACHED } from '../alert/words.ts'

/** The phone tree as the engine shows it. */
export type Tree = CommandOutput<'tree:show'>
type Node = Tree['nodes'][number]

export const MISSING: Readonly<Record<NonNullable<Node['missing']>, string>> = {
  'no-card': 'no card: tell in person',
  'no-number': 'no number: tell in person',
  'no-consent': 'did not agree to the phone tree: tell in person',
  'consent-expired': 'consent has expired: tell in person',
}

/** The tree line by line, each under who calls them; with an alert first who is still to be called, and by whom. */
export function treeText(tree: Tree): string {
  const nameOf = namesOf(tree)
  const left = new Set(tree.left)
  const lines = tree.nodes.filter(({ person }) => !left.has(person)).map((node) => line(node, tree))
  const alone = tree.nodes.filter(({ person }) => left.has(person)).map((node) => `  ${facts(node)}`)
  return [
    ...progressLines(tree, nameOf),
    ...lines,
    ...(alone.length === 0 ? [] : ['', 'Nobody has a call for these, too few can phone:', ...alone]),
    ...branchLines(tree, nameOf),
  ].join('\n')
}

/** Names by id, made safe. */
export function namesOf({ nodes }: Tree): (id: string) => string {
  const names = new Map(nodes.map(({ person, name }) => [person, safeLine(name)]))
  return (id) => names.get(id) ?? id.slice(0, 8)
}

function progressLines({ alert }: Tree, nameOf: (id: string) => string): string[] {
  if (alert === undefined) return []
  const { open, yours, count, reached } = alert
  const call = ({ person, by, instead }: (typeof open)[number]): string =>
    `  ${nameOf(person)}, by ${nameOf(by)}${instead === null ? '' : ` instead of ${nameOf(instead)}`}`
  return [
    ...(alert.drill ? ['*** EXERCISE: this is a drill ***'] : []),
    ...(alert.gate === 'failed'
      ? ['It was sent against the rules: it is called no further than the sender\u2019s circle.']
      : []),
    `${safeLine(alert.headline)} (${alert.verified})`,
    `Reached ${reached} of ${count}.${open.length === 0 ? '' : ' Still to call:'}`,
    ...open.map(call),
    ...(yours.length === 0 ? [] : [`You call: ${yours.map(({ person }) => nameOf(person)).join(', ')}.`]),
    '',
  ]
}

function line(node: Node, tree: Tree): string {
  const confirms = node.confirms ? `, then tells ${namesOf(tree)(tree.root)}` : ''
  return `${'  '.repeat(node.depth)}${facts(node)}${confirms}`
}

function facts({ name, you, kind, shownTel, missing, languages, talks, bestTimes, board }: Node): string {
  return [
    `${safeLine(name)}${you ? ' (you)' : ''}${kind === 'contact' ? ' (contact)' : ''}`,
    missing === null ? (shownTel ?? '') : MISSING[missing],
    languages.join('/'),
    talks ? '' : 'NO SHARED LANGUAGE',
    bestTimes === null ? '' : safeLine(bestTimes),
    board === undefined ? '' : `${REACHED[board.state]}${board.answer === null ? '' : `: ${board.answer}`}`,
  ]
    .filter((part) => part !== '')
    .join('  ')
}

function branchLines({ branches, root, alert }: Tree, nameOf: (id: string) => string): string[] {
  if (branches.length === 0) return []
  const said = ({ branch, last, confirmed }: (typeof branches)[number]): string => {
    const done =
      confirmed === undefined ? (alert === undefined ? '' : ': not yet') : `: said, noted by ${nameOf(confirmed.by)}`
    return `  ${nameOf(branch)}\u2019s branch: ${nameOf(last)} tells ${nameOf(root)} when the calls are made${done}`
  }
  return ['', ...branches.map(said)]
}
