import type { Machine } from './machine.ts'

/** Lifecycle of an incident (product.md, "State machines"). A draft is local to one laptop; a shared record begins as `reported`. */
export const INCIDENT_STATES = [
  'draft',
  'reported',
  'triaged',
  'responding',
  'resolved',
  'follow-up',
  'closed',
  'reopened',
  'held',
  'merged',
  'withdrawn',
  'erased',
] as const
export type IncidentState = (typeof INCIDENT_STATES)[number]

export const INCIDENT_MACHINE: Machine<IncidentState> = {
  initial: 'reported',
  moves: {
    draft: ['reported', 'withdrawn'],
    reported: ['triaged', 'held', 'merged', 'withdrawn'],
    triaged: ['responding', 'held', 'merged', 'withdrawn'],
    responding: ['resolved', 'held', 'merged', 'withdrawn'],
    resolved: ['follow-up', 'reopened', 'held', 'merged', 'withdrawn'],
    'follow-up': ['closed', 'reopened', 'held', 'merged', 'withdrawn'],
    closed: ['reopened', 'held', 'erased'],
    reopened: ['triaged', 'responding', 'resolved', 'follow-up', 'held', 'merged', 'withdrawn'],
    held: ['reported', 'triaged', 'responding', 'resolved', 'follow-up', 'closed', 'reopened', 'withdrawn', 'erased'],
    merged: ['reopened', 'held', 'erased'],
    withdrawn: ['reopened', 'held', 'erased'],
    erased: [],
  },
  care: [
    'held',
    'reopened',
    'responding',
    'triaged',
    'reported',
    'draft',
    'resolved',
    'follow-up',
    'closed',
    'merged',
    'withdrawn',
    'erased',
  ],
  contradiction: (states) => {
    if (states.has('held')) return 'held'
    // Somebody put it away while somebody else was still at work on it.
    return [...states].some((state) => FINISHED.has(state)) && [...states].some((state) => ACTIVE.has(state))
      ? 'reopened'
      : undefined
  },
}

/** States in which nothing more is expected of anybody. */
export const FINISHED: ReadonlySet<IncidentState> = new Set(['closed', 'merged', 'withdrawn', 'erased'])
const ACTIVE: ReadonlySet<IncidentState> = new Set(['reported', 'triaged', 'responding', 'reopened'])
