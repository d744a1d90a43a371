import { safeLine, safeText } from '../../output/safe-text.ts'
import { table } from '../../output/table.ts'
import { localTime } from '../../output/times.ts'
import { REACHED } from './words.ts'

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

interface Responder {
  readonly member: string
  readonly state: string
  readonly since: number | null
  readonly by: string | null
  readonly note?: string | null
  readonly out: boolean
  readonly needsHelp: boolean
  readonly pair: readonly string[]
  readonly alone: boolean
  readonly checkIn: { readonly dueAt: number; readonly stage: string } | null
}
interface Debrief {
  readonly by: string
  readonly well: string | null
  readonly change: string | null
  readonly support: boolean | null
}

const GATE: Readonly<Record<string, string>> = {
  confirmed: 'two members said to act now',
  failed: 'sent against the rules, neither verified nor confirmed by two members',
}

interface Around {
  /** By person id. */
  readonly names: ReadonlyMap<string, string>
  /** Of the terminal. */
  readonly columns: number
  /** As the network has set it. */
  readonly emergencyNumber?: string
}

/** An alert as the dispatcher reads it: what it says, who is coming, whom to call, and who is out there. */
export function boardText(board: Board, { names, columns, emergencyNumber }: Around): string {
  const word = (field: string): string | undefined =>
    typeof board[field] === 'string' ? safeText(board[field]) : undefined
  const time = (field: string): string | undefined =>
    typeof board[field] === 'number' ? localTime(board[field]) : undefined
  const nameOf = (id: string): string => names.get(id) ?? id.slice(0, 8)
  const byName = (a: { member: string }, b: { member: string }): number =>
    nameOf(a.member) < nameOf(b.member) ? -1 : 1
  const people = (listOf(board['people']) as readonly Person[]).toSorted(byName)
  const need: readonly { role: string | null; count: number; coming: number }[] = listOf(board['need'])
  const line = (label: string, text: string | undefined): string[] => (text === undefined ? [] : [`${label}: ${text}`])
  const gate = GATE[board.gate ?? '']
  const responders = (listOf(board['responders']) as readonly Responder[]).toSorted(byName)
  const calling = responders
    .filter((one) => one.needsHelp)
    .map(({ member, note }) => `${safeLine(nameOf(member))}${noteText(note)}`)
  return [
    ...(board['drill'] === true ? ['*** EXERCISE: this is a drill ***'] : []),
    safeLine(word('headline') ?? ''),
    ...(calling.length === 0 ? [] : [`!!! NEEDS HELP: ${calling.join(', ')} !!!`]),
    ...line('id', board.id),
    ...line('state', word('state')),
    ...line('help', word('kind')),
    ...line('verified', word('verified') && `${word('verified')!}${gate === undefined ? '' : ` (${gate})`}`),
    ...line('do', word('instruction')),
    ...line('where', word('area')),
    ...line('sent', time('sent')),
    ...line('until', time('expires')),
    ...line('will be erased', time('willBeErasedAt')),
    ...line('emergency number', emergencyNumber),
    ...need.map(({ role, count, coming }) => `needed: ${safeLine(role ?? 'people')}, ${coming} of ${count} coming`),
    ...endLines(board, responders),
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
    ...outLines(responders, nameOf, columns),
    ...debriefLines(listOf(board['debriefs']), nameOf),
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
    REACHED[state] ?? state,
    by === null ? '' : nameOf(by),
    said,
    role ?? '',
    eta === null ? '' : localTime(eta),
  ]
}

/** What holds for who is not on the way, and for who still is when it is over. */
function endLines(board: Board, responders: readonly Responder[]): string[] {
  const over = { 'all-clear': 'All clear: it is over.', cancelled: 'Called off: nobody need come.' }[
    String(board['state'])
  ]
  if (over === undefined)
    return board['enough'] === true ? ["We have enough: whoever is not on the way, please don't come."] : []
  const home = `Whoever is out there: when you are home, muster alert check-in ${board.id.slice(0, 8)} safe`
  return [over, ...(responders.some(({ out }) => out) ? [home] : [])]
}

function noteText(note: string | null | undefined): string {
  return typeof note === 'string' ? ` (${safeLine(note)})` : ''
}

const WHERE: Readonly<Record<string, string>> = {
  coming: 'coming',
  'on-scene': 'on scene',
  leaving: 'leaving',
  safe: 'safe',
  'needs-help': 'NEEDS HELP',
}
const STAGE: Readonly<Record<string, string>> = {
  running: '',
  grace: 'now: ',
  buddy: 'LATE, ask their buddy: ',
  dispatcher: 'LATE, call them: ',
}

/** Who is out there and with whom, and who has come home. */
function outLines(responders: readonly Responder[], nameOf: (id: string) => string, columns: number): string[] {
  const shown = responders.filter(({ out, state }) => out || state === 'safe')
  if (shown.length === 0) return []
  const out = shown.filter((one) => one.out).length
  const rows = shown.map(({ member, state, since, by, pair, alone, checkIn }) => [
    nameOf(member),
    WHERE[state] ?? state,
    since === null ? '' : localTime(since),
    by === null ? '' : nameOf(by),
    alone ? `ALONE${pair.length > 0 ? `, was with ${pair.map(nameOf).join(', ')}` : ''}` : pair.map(nameOf).join(', '),
    checkIn === null ? '' : `${STAGE[checkIn.stage] ?? ''}${localTime(checkIn.dueAt)}`,
  ])
  const notes = shown.flatMap(({ member, note, needsHelp }) =>
    typeof note === 'string' && !needsHelp ? [`${safeLine(nameOf(member))}: ${safeLine(note)}`] : [],
  )
  return [
    '',
    out === 0 ? 'Nobody is out there any more.' : `Out there: ${out}.`,
    table(['WHO', 'WHERE', 'SINCE', 'SAID BY', 'WITH', 'CHECKS IN BY'], rows, columns),
    ...notes,
  ]
}

function debriefLines(debriefs: readonly Debrief[], nameOf: (id: string) => string): string[] {
  const lines = debriefs.flatMap(({ by, well, change, support }) => [
    ...(well === null ? [] : [`${safeLine(nameOf(by))}, went well: ${safeLine(well)}`]),
    ...(change === null ? [] : [`${safeLine(nameOf(by))}, to change: ${safeLine(change)}`]),
    ...(support === true ? [`${safeLine(nameOf(by))} would like somebody to talk to.`] : []),
  ])
  return lines.length === 0 ? [] : ['', ...lines]
}

function listOf(value: unknown): readonly never[] {
  return Array.isArray(value) ? (value as never) : []
}
