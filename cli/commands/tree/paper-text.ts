import { KEEP_DAYS, paperOf } from '../../../core/bridge/paper.ts'
import { safeLine } from '../../output/safe-text.ts'
import { displayWidth, fit } from '../../output/table.ts'
import { MISSING, namesOf, type Tree } from './tree-text.ts'

type Node = Tree['nodes'][number]

interface Making {
  /** Of the network. */
  readonly name: string
  readonly now: number
}

/** Characters of a line on A4 at 10 points, with room to write beside. */
const A4 = 80
/** Inside of a card. */
const CARD = 46
const DAY = 86_400_000

/** The tree laid out for paper, with a box to tick for each call. */
export function paperText(tree: Tree, making: Making): string {
  const { nodes, withoutNumber, leftOut } = paperOf(tree.nodes)
  const left = new Set(tree.left)
  const root = nodes.find(({ person }) => person === tree.root)
  const row = (node: Node): string => {
    const box = node.person === tree.root ? 'begins' : '[ ]'
    const name = `${'  '.repeat(node.depth)}${box} ${safeLine(node.name)}${node.confirms ? ' *' : ''}`
    return beside(name, [numberOf(node), node.languages.join('/')].filter((part) => part !== '').join('  '), A4)
  }
  return [
    beside(`PHONE TREE: ${safeLine(making.name)}`, dayOf(making.now), A4),
    `Keep it safe. Destroy it after ${dayOf(making.now + KEEP_DAYS * DAY)}.`,
    ...alertLines(tree),
    '',
    'Each calls those under their name. If nobody answers, call those under them.',
    ...(root === undefined
      ? []
      : [`Marked *: when your calls are made, tell ${safeLine(root.name)} ${root.shownTel ?? ''}`.trimEnd()]),
    ...(tree.emergencyNumber === null ? [] : [`Emergency: ${tree.emergencyNumber}`]),
    '-'.repeat(A4),
    ...nodes.filter(({ person }) => !left.has(person)).map(row),
    ...(left.size === 0
      ? []
      : ['', 'Nobody has a call for these:', ...nodes.filter(({ person }) => left.has(person)).map(row)]),
    '-'.repeat(A4),
    ...leftOutLines({ withoutNumber, leftOut, missing: nodes.filter((node) => node.missing !== null).length }),
  ].join('\n')
}

/** A card for each who calls somebody: by whom they are called, and whom they call. */
export function walletText(tree: Tree, making: Making): string {
  const { nodes, withoutNumber, leftOut } = paperOf(tree.nodes)
  const byId = new Map(nodes.map((node) => [node.person, node]))
  const nameOf = namesOf(tree)
  const edge = `+${'-'.repeat(CARD + 2)}+`
  const card = (node: Node): string => {
    const caller = byId.get(node.caller ?? '')
    const root = byId.get(tree.root)
    const lines = [
      beside(safeLine(node.name), safeLine(making.name), CARD),
      ...(caller === undefined
        ? ['You begin.']
        : [beside(`Called by ${safeLine(caller.name)}`, caller.shownTel ?? '', CARD)]),
      'You call:',
      ...node.calls.map((id, at) => beside(`${at + 1} ${nameOf(id)}`, numberOf(byId.get(id)!), CARD)),
      ...(node.confirms ? [beside(`Then tell ${nameOf(tree.root)}`, root?.shownTel ?? '', CARD)] : []),
      ...(tree.emergencyNumber === null ? [] : [`Emergency: ${tree.emergencyNumber}`]),
      `Destroy it after ${dayOf(making.now + KEEP_DAYS * DAY)}.`,
    ]
    return [edge, ...lines.map((line) => `| ${beside(line, '', CARD)} |`), edge].join('\n')
  }
  const cards = nodes.filter(({ calls }) => calls.length > 0).map(card)
  return [...cards, leftOutLines({ withoutNumber, leftOut, missing: 0 }).join('\n')]
    .filter((part) => part !== '')
    .join('\n\n')
}

function alertLines({ alert }: Tree): string[] {
  if (alert === undefined) return []
  return [
    ...(alert.drill ? ['*** EXERCISE: this is a drill ***'] : []),
    `${safeLine(alert.headline)} (${alert.verified})`,
  ]
}

function numberOf({ missing, shownTel }: Node): string {
  return missing === null ? (shownTel ?? 'number not on paper') : MISSING[missing]
}

function leftOutLines(counts: { withoutNumber: number; leftOut: number; missing: number }): string[] {
  const line = (count: number, text: string): string[] => (count === 0 ? [] : [`${count} ${text}`])
  return [
    ...line(counts.withoutNumber, 'without their number: they did not agree to have it printed'),
    ...line(counts.leftOut, 'not on this paper: contacts who did not agree to be printed'),
    ...line(counts.missing, 'who cannot be phoned: told in person'),
  ]
}

function dayOf(time: number): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(time))
}

/** Two texts at both ends of a line. */
function beside(first: string, second: string, width: number): string {
  const end = fit(second, Math.floor(width * 0.6))
  const room = width - displayWidth(end) - (end === '' ? 0 : 1)
  const begin = fit(first, room)
  return begin + ' '.repeat(Math.max(0, width - displayWidth(begin) - displayWidth(end))) + end
}
