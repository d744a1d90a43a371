import type { Machine } from './machine.ts'

/** An alert (product.md, "State machines"). Frozen once sent; expiry follows from its time, not from an entry. */
export const ALERT_STATES = [
  'draft',
  'sent',
  'filled',
  'escalated',
  'call-the-tree',
  'all-clear',
  'expired',
  'cancelled',
] as const
export type AlertState = (typeof ALERT_STATES)[number]

export const ALERT_MACHINE: Machine<AlertState> = {
  initial: 'draft',
  moves: {
    draft: ['sent'],
    sent: ['filled', 'escalated', 'expired', 'cancelled', 'all-clear'],
    filled: ['all-clear', 'expired', 'cancelled'],
    escalated: ['filled', 'call-the-tree', 'expired', 'cancelled', 'all-clear'],
    'call-the-tree': ['filled', 'expired', 'cancelled', 'all-clear'],
    'all-clear': [],
    // Those who came are told that it is over, however long it took.
    expired: ['all-clear', 'cancelled'],
    cancelled: [],
  },
  // "Enough" and "over" win over raising it further: nobody is called out once somebody knew that it is over.
  care: ['cancelled', 'all-clear', 'filled', 'call-the-tree', 'escalated', 'expired', 'sent', 'draft'],
}

/** States in which those alerted have not been told that it is over. */
export const ALERT_OPEN_STATES = [
  'sent',
  'filled',
  'escalated',
  'call-the-tree',
  'expired',
] as const satisfies readonly AlertState[]

/** How a member answered an alert. */
export const ALERT_ANSWERS = ['coming', 'cannot', 'standby'] as const
export type AlertAnswer = (typeof ALERT_ANSWERS)[number]
/** How the answer, or the word of the alert, came. */
export const ANSWER_WAYS = ['app', 'phone', 'person'] as const

/** What an escalation step does, in order. */
export const ESCALATION_STEPS = ['repeat', 'back-up-circle', 'call-the-tree'] as const
export type EscalationStep = (typeof ESCALATION_STEPS)[number]
