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

/** What somebody can say of a responder to an alert: that they were asked is known, and overdue comes of the time alone. */
export const SAID_STATES = [
  'coming',
  'on-scene',
  'leaving',
  'safe',
  'cannot',
  'standby',
  'needs-help',
] as const satisfies readonly ResponderState[]
export type SaidState = (typeof SAID_STATES)[number]

/** Where somebody who is out can say they are when they are well. */
export const CHECK_INS = ['coming', 'on-scene', 'leaving', 'safe'] as const satisfies readonly SaidState[]

/** Whom a silent responder's timer asks, in order: nobody yet, they themselves, their buddy, the dispatcher. */
export const CHECK_IN_STAGES = ['running', 'grace', 'buddy', 'dispatcher'] as const
export type CheckInStage = (typeof CHECK_IN_STAGES)[number]

/** Minutes from one word of a responder to the next, and the grace before the buddy is asked and once more before the dispatcher is told. */
export const CHECK_IN_MINUTES = { every: 30, grace: 5 } as const

/** A timer at a moment. @param times milliseconds: when it ends, the grace, and the moment */
export function checkInStage({ dueAt, graceMs, now }: { dueAt: number; graceMs: number; now: number }): CheckInStage {
  if (now < dueAt) return 'running'
  if (now < dueAt + graceMs) return 'grace'
  return now < dueAt + 2 * graceMs ? 'buddy' : 'dispatcher'
}

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
