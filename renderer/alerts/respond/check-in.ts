import { RESPONDER_MACHINE, type CHECK_INS, type ResponderState } from '../../../core/domain/states/responder-states.ts'

export type CheckIn = (typeof CHECK_INS)[number]

/** Most likely first. Where somebody stays as they are, saying so begins their timer anew. */
const LIKELY: Readonly<Partial<Record<ResponderState, readonly CheckIn[]>>> = {
  coming: ['on-scene', 'coming', 'leaving', 'safe'],
  'on-scene': ['on-scene', 'leaving', 'safe'],
  leaving: ['safe', 'leaving', 'on-scene'],
  'needs-help': ['on-scene', 'leaving', 'safe'],
}

/** What somebody who is out can say next; nothing for who is not. */
export function nextWords(state: ResponderState): readonly CheckIn[] {
  const possible = RESPONDER_MACHINE.moves[state]
  return (LIKELY[state] ?? []).filter((to) => to === state || possible.includes(to))
}
