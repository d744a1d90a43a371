import { RESPONDER_MACHINE, type CHECK_INS, type ResponderState } from '../../../core/domain/states/responder-states.ts'

export type CheckIn = (typeof CHECK_INS)[number]

/** Most likely first. Where somebody stays as they are, saying so begins their timer anew. */
const LIKELY: Readonly<Partial<Record<ResponderState, readonly CheckIn[]>>> = {
  coming: ['on-scene', 'coming', 'leaving', 'safe'],
  'on-scene': ['on-scene', 'leaving', 'safe'],
  leaving: ['safe', 'leaving', 'on-scene'],
  'needs-help': ['on-scene', 'leaving', 'safe'],
}

/** What somebody who is out can say next, the way back first once it is over; nothing for who is not out. */
export function nextWords(state: ResponderState, { over = false } = {}): readonly CheckIn[] {
  const possible = RESPONDER_MACHINE.moves[state]
  const words = (LIKELY[state] ?? []).filter((to) => to === state || possible.includes(to))
  return over ? [...words.filter(isWayBack), ...words.filter((to) => !isWayBack(to))] : words
}

function isWayBack(to: CheckIn): boolean {
  return to === 'leaving' || to === 'safe'
}
