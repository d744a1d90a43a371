import type { Machine } from './machine.ts'

/** A need of an incident. */
export const NEED_STATES = ['open', 'claimed', 'met', 'dropped'] as const
export type NeedState = (typeof NEED_STATES)[number]
export const NEED_MACHINE: Machine<NeedState> = {
  initial: 'open',
  // From `claimed` to `claimed`: somebody else takes it over.
  moves: {
    open: ['claimed', 'met', 'dropped'],
    claimed: ['claimed', 'open', 'met', 'dropped'],
    met: ['open'],
    dropped: ['open'],
  },
  care: ['open', 'claimed', 'met', 'dropped'],
}

/** A task of a plan: VTODO STATUS (RFC 5545, 3.8.1.11) in lower case. */
export const TASK_STATES = ['needs-action', 'in-process', 'completed', 'cancelled'] as const
export type TaskState = (typeof TASK_STATES)[number]
export const TASK_MACHINE: Machine<TaskState> = {
  initial: 'needs-action',
  moves: {
    'needs-action': ['in-process', 'completed', 'cancelled'],
    'in-process': ['needs-action', 'completed', 'cancelled'],
    completed: ['needs-action'],
    cancelled: ['needs-action'],
  },
  care: ['needs-action', 'in-process', 'completed', 'cancelled'],
}

/** A demand to an institution. */
export const DEMAND_STATES = ['draft', 'adopted', 'presented', 'answered', 'won', 'dropped'] as const
export type DemandState = (typeof DEMAND_STATES)[number]
export const DEMAND_MACHINE: Machine<DemandState> = {
  initial: 'draft',
  moves: {
    draft: ['adopted', 'dropped'],
    adopted: ['presented', 'dropped'],
    presented: ['answered', 'won', 'dropped'],
    answered: ['presented', 'won', 'dropped'],
    won: [],
    dropped: ['draft'],
  },
  care: ['draft', 'adopted', 'presented', 'answered', 'won', 'dropped'],
}

/** An organisation asked to co-sponsor. */
export const SPONSOR_STATES = ['asked', 'yes', 'no'] as const
export type SponsorState = (typeof SPONSOR_STATES)[number]
export const SPONSOR_MACHINE: Machine<SponsorState> = {
  initial: 'asked',
  moves: { asked: ['yes', 'no'], yes: ['asked', 'no'], no: ['asked', 'yes'] },
  care: ['no', 'asked', 'yes'], // nobody's name stands on a poster on the strength of one of two contrary notes
}

/** A plan: VEVENT STATUS (RFC 5545, 3.8.1.11) in lower case. */
export const PLAN_STATES = ['tentative', 'confirmed', 'cancelled'] as const
export type PlanState = (typeof PLAN_STATES)[number]
export const PLAN_MACHINE: Machine<PlanState> = {
  initial: 'tentative',
  moves: { tentative: ['confirmed', 'cancelled'], confirmed: ['tentative', 'cancelled'], cancelled: ['tentative'] },
  care: ['cancelled', 'tentative', 'confirmed'],
}

/** A decision put to the members. */
export const PROPOSAL_STATES = ['draft', 'open', 'closed', 'withdrawn'] as const
export type ProposalState = (typeof PROPOSAL_STATES)[number]
export const PROPOSAL_MACHINE: Machine<ProposalState> = {
  initial: 'draft',
  moves: { draft: ['open', 'withdrawn'], open: ['closed', 'withdrawn'], closed: [], withdrawn: [] },
  care: ['closed', 'withdrawn', 'open', 'draft'],
}
