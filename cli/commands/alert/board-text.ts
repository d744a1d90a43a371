import { safeLine, safeText } from '../../output/safe-text.ts'
import { table } from '../../output/table.ts'
import { localTime } from '../../output/times.ts'

/** What is read of a shown alert: it comes from the engine, which has parsed it. */
interface Board {
  readonly [field: string]: unknown
  readonly id: string
  readonly gate?: string
  readonly obstacles: readonly string[]
  readonly reachable: {
    readonly people: readonly { readonly name: string; readonly connected: boolean }[]
    readonly computers: number
  }
}
interface Person {
  readonly member: string
  readonly state: string
  readonly answer: string | null
  readonly late: boolean
  readonly role: string | null
  readonly eta: number | null
  readonly by: string | null
}

const STATE: Readonly<Record<string, string>> = {
  'not-reached': 'not reached',
  reached: 'reached',
  seen: 'seen',
  answered: 'answered',
  phoned: 'phoned',
  told: 'told in person',
}
const GATE: Readonly<Record<string, string>> = {
  confirmed: 'two members said to act now',
  failed: 'sent against the rules, neither verified nor confirmed by two members',
}

/** An alert as the dispatcher reads it: what it says, who is coming, and whom to call. @param names by person id */
export function boardText(board: Board, names: ReadonlyMap<string, string>, columns: number): string {
  const word = (field: string): string | undefined =>
    typeof board[field] === 'string' ? safeText(board[field]) : undefined
  const time = (field: string): string | undefined =>
    typeof board[field] === 'number' ? localTime(board[field]) : undefined
  const nameOf = (id: string): string => names.get(id) ?? id.slice(0, 8)
  const people: readonly Person[] = listOf(board['people'])
  const need: readonly { role: string | null; count: number; coming: number }[] = listOf(board['need'])
  const line = (label: string, text: string | undefined): string[] => (text === undefined ? [] : [`${label}: ${text}`])
  const gate = GATE[board.gate ?? '']
  return [
    ...(board['drill'] === true ? ['*** EXERCISE: this is a drill ***'] : []),
    safeLine(word('headline') ?? ''),
    ...line('id', board.id),
    ...line('state', word('state')),
    ...line('help', word('kind')),
    ...line('verified', word('verified') && `${word('verified')!}${gate === undefined ? '' : ` (${gate})`}`),
    ...line('do', word('instruction')),
    ...line('where', word('area')),
    ...line('sent', time('sent')),
    ...line('until', time('expires')),
    ...need.map(({ role, count, coming }) => `needed: ${safeLine(role ?? 'people')}, ${coming} of ${count} coming`),
    ...(board['enough'] === true ? ["We have enough: whoever is not on the way, please don't come."] : []),
    ...(board['state'] === 'draft' ? draftLines(board) : callLines(people, nameOf)),
    ...(people.length === 0
      ? []
      : [
          '',
          table(
            ['WHO', 'STATE', 'BY', 'ANSWER', 'FOR', 'AT'],
            people.map((one) => row(one, nameOf)),
            columns,
          ),
        ]),
  ].join('\n')
}

function draftLines({ obstacles, reachable }: Board): string[] {
  const { people, computers } = reachable
  const here = people.filter(({ connected }) => connected).length
  return [
    `would go to: ${people.length}, ${here} of them on ${computers} ${computers === 1 ? 'computer' : 'computers'} reachable now`,
    ...(obstacles.length === 0 ? [] : [`stands against sending: ${obstacles.join(', ')}`]),
  ]
}

/** "Reached 4 of 9. Call: …" */
function callLines(people: readonly Person[], nameOf: (id: string) => string): string[] {
  const left = people.filter(({ state }) => state === 'not-reached')
  const said = `Reached ${people.length - left.length} of ${people.length}.`
  return [left.length === 0 ? said : `${said} Call: ${left.map(({ member }) => safeLine(nameOf(member))).join(', ')}.`]
}

function row({ member, state, by, answer, late, role, eta }: Person, nameOf: (id: string) => string): string[] {
  const said = late ? `${answer ?? ''} (came after enough)` : (answer ?? '')
  return [
    nameOf(member),
    STATE[state] ?? state,
    by === null ? '' : nameOf(by),
    said,
    role ?? '',
    eta === null ? '' : localTime(eta),
  ]
}

function listOf(value: unknown): readonly never[] {
  return Array.isArray(value) ? (value as never) : []
}
