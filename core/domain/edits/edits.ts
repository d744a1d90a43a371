import { alertEdits } from './alert/alert-edits.ts'
import { createAlert } from './alert/compose.ts'
import { contactEdits, createContact } from './contact.ts'
import { createIncident } from './incident/create.ts'
import { incidentEdits } from './incident/incident-edits.ts'
import { createMember, memberEdits } from './member/member-edits.ts'
import { createNetwork, networkEdits } from './network/network-edits.ts'
import { createPlan } from './plan/create.ts'
import { planEdits } from './plan/plan-edits.ts'

/** How a record of each kind begins: run on the parsed initial record (`kindSpec(kind).blank()`) with `runCreate`. */
export const CREATES = {
  network: createNetwork,
  member: createMember,
  contact: createContact,
  incident: createIncident,
  plan: createPlan,
  alert: createAlert,
} as const

/** What can be done to a record of each kind, by name: run with `runEdit`. */
export const EDITS = {
  network: networkEdits,
  member: memberEdits,
  contact: contactEdits,
  incident: incidentEdits,
  plan: planEdits,
  alert: alertEdits,
} as const

export type CreatableKind = keyof typeof CREATES
