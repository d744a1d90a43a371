import type { Machine } from './machine.ts'

/** One responder's own state at an incident (product.md). There is no state for pursuit or confrontation. */
export const RESPONDER_STATES = [
  'asked',
  'coming',
  'on-scene',
  'leaving',
  'safe',
  'cannot',
  'standby',
  'overdue',
  'needs-help',
] as const
export type ResponderState = (typeof RESPONDER_STATES)[number]

export const RESPONDER_MACHINE: Machine<ResponderState> = {
  initial: 'asked',
  moves: {
    asked: ['coming', 'cannot', 'standby', 'needs-help'],
    coming: ['on-scene', 'leaving', 'safe', 'cannot', 'standby', 'overdue', 'needs-help'],
    'on-scene': ['leaving', 'safe', 'overdue', 'needs-help'],
    leaving: ['safe', 'on-scene', 'overdue', 'needs-help'],
    safe: ['coming', 'standby', 'cannot', 'needs-help'],
    cannot: ['coming', 'standby', 'needs-help'],
    standby: ['coming', 'cannot', 'needs-help'],
    overdue: ['on-scene', 'leaving', 'safe', 'needs-help'],
    'needs-help': ['on-scene', 'leaving', 'safe'],
  },
  care: ['needs-help', 'overdue', 'on-scene', 'leaving', 'coming', 'standby', 'asked', 'cannot', 'safe'],
}

const OUT: ReadonlySet<ResponderState> = new Set(['coming', 'on-scene', 'leaving', 'overdue', 'needs-help'])

/** Whether somebody in this state is out there and has not checked out. */
export function isOut(state: ResponderState): boolean {
  return OUT.has(state)
}
