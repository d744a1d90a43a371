import type { AlertPerson } from '../../../core/domain/records/alert/view.ts'
import { responderOf, type Alert, type Responder } from '../alert-record.ts'

/** Columns of the board: what cannot wait first, then who is still to be reached, then those on the way there and back. */
export const BOARD_COLUMNS = [
  'needs-help',
  'overdue',
  'not-reached',
  'reached',
  'seen',
  'phoned',
  'told',
  'coming',
  'on-scene',
  'leaving',
  'standby',
  'safe',
  'cannot',
] as const
export type BoardState = (typeof BOARD_COLUMNS)[number]

/** One person on the board: how far the alert has come with them, and where they stand since. */
export interface BoardPerson {
  readonly person: AlertPerson
  readonly responder: Responder | undefined
}

/** People by state, in columns that have anybody in them; within a column as the engine lists them. */
export function boardColumns(
  alert: Alert,
): readonly { readonly state: BoardState; readonly people: readonly BoardPerson[] }[] {
  const people = alert.people.map((person) => ({ person, responder: responderOf(alert, person.member) }))
  const columns = Map.groupBy(people, boardStateOf)
  return BOARD_COLUMNS.flatMap((state) => {
    const inside = columns.get(state)
    return inside === undefined ? [] : [{ state, people: inside }]
  })
}

/** What somebody said of where they are counts before how the alert reached them. */
export function boardStateOf({ person, responder }: BoardPerson): BoardState {
  if (responder?.needsHelp === true) return 'needs-help'
  if (responder?.checkIn?.stage === 'dispatcher') return 'overdue'
  const state = responder?.state ?? 'asked'
  if (state !== 'asked') return state
  return person.answer ?? (person.state === 'answered' ? 'seen' : person.state)
}

/** How many of all on the board something has reached: those addressed, and those who were told otherwise. */
export function reachedOf({ people }: Alert): { readonly reached: number; readonly count: number } {
  return { reached: people.filter(({ state }) => state !== 'not-reached').length, count: people.length }
}

/** People whom nothing has reached: those to phone. */
export function toPhone(alert: Alert): readonly string[] {
  return alert.people
    .filter(({ state, answer }) => state === 'not-reached' && answer === null)
    .map(({ member }) => member)
}
