import type { AlertView } from '../../../core/domain/records/alert/view.ts'
import type { CircleView, NetworkView } from '../../../core/domain/records/network.ts'
import type { PlanView } from '../../../core/domain/records/plan.ts'
import type { IncidentView } from '../../../core/domain/records/incident-view.ts'
import type { ContactView } from '../../../core/domain/records/contact.ts'
import { titleOf } from '../../incidents/incident-record.ts'

/** How a record names a person. */
export type HeldAs = 'made' | 'signed-up' | 'shift' | 'task' | 'responder' | 'timeline' | 'need' | 'asked' | 'answered'

export interface HeldRecord {
  readonly id: string
  readonly title: string
  readonly as: readonly HeldAs[]
}
type WithId<T> = T & { readonly id: string }

/** Whether a card is about the person: their own, linked by id. */
export function cardsOf(person: string, contacts: readonly WithId<ContactView>[]): WithId<ContactView>[] {
  return contacts.filter(({ member }) => member === person)
}

/** The fields of a card that hold something, by their names in the record. */
export function filledFields(contact: ContactView): (keyof ContactView)[] {
  const names = ['fn', 'tel', 'email', 'impp', 'lang', 'role', 'bestTimes', 'emergencyContact', 'accessNeeds'] as const
  return [...names, 'circle' as const].filter((name) => {
    const value = contact[name]
    return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined && value !== ''
  })
}

/** Plans that name the person. */
export function plansOf(person: string, plans: readonly WithId<PlanView>[]): HeldRecord[] {
  return plans.flatMap((plan) => {
    const as: HeldAs[] = []
    if (plan.createdBy === person) as.push('made')
    if (plan.signUps.some(({ member }) => member === person)) as.push('signed-up')
    if (plan.shifts.some(({ signUps }) => signUps.some(({ member }) => member === person))) as.push('shift')
    if (plan.tasks.some(({ assignees }) => assignees.some(({ member }) => member === person))) as.push('task')
    return as.length === 0 ? [] : [{ id: plan.id, title: plan.summary ?? '', as }]
  })
}

/** Incidents that name the person. */
export function incidentsOf(person: string, incidents: readonly WithId<IncidentView>[]): HeldRecord[] {
  return incidents.flatMap((incident) => {
    const as: HeldAs[] = []
    if (incident.createdBy === person) as.push('made')
    if (incident.responders.some(({ member }) => member === person)) as.push('responder')
    if (incident.timeline.some(({ by }) => by === person)) as.push('timeline')
    if (incident.needs.some(({ by }) => by.includes(person))) as.push('need')
    return as.length === 0 ? [] : [{ id: incident.id, title: titleOf(incident) ?? '', as }]
  })
}

/** Calls for help that name the person. */
export function alertsOf(person: string, alerts: readonly WithId<AlertView>[]): HeldRecord[] {
  return alerts.flatMap((alert) => {
    const as: HeldAs[] = []
    if (alert.createdBy === person || alert.sentBy === person) as.push('made')
    if (alert.addressed.includes(person)) as.push('asked')
    if (alert.people.some((one) => one.member === person && one.answer !== null)) as.push('answered')
    if (alert.moves.some(({ member }) => member === person)) as.push('responder')
    return as.length === 0 ? [] : [{ id: alert.id, title: alert.headline ?? '', as }]
  })
}

/** Entries of the log of shifts that name the person. */
export function shiftsNaming(person: string, duty: NetworkView['duty']): number {
  return duty.filter((one) => [one.person, one.to, one.by].includes(person)).length
}

/** Skills of the teams that name the person as point contact or back-up. */
export function teamsNaming(person: string, teams: NetworkView['teams']): string[] {
  return teams.filter((one) => one.pointContact === person || one.backUp === person).map(({ skill }) => skill)
}

export interface HeldCircle {
  readonly circle: string
  readonly isIn: boolean
  readonly posts: readonly ('point' | 'backup')[]
  /** Person ids. */
  readonly buddies: readonly string[]
  /** Names of the routes that the person wrote down. */
  readonly routes: readonly string[]
  /** Names of the routes that they usually take. */
  readonly takes: readonly string[]
}

/** Circles that name the person. */
export function circlesNaming(person: string, circles: readonly CircleView[]): HeldCircle[] {
  return circles.flatMap((circle) => {
    const buddies = circle.buddies.flatMap(({ first, second }) =>
      first === person ? [second] : second === person ? [first] : [],
    )
    const names = (routes: CircleView['routes']): string[] => routes.map(({ name }) => name ?? '')
    const routes = names(circle.routes.filter(({ createdBy }) => createdBy === person))
    const takes = names(circle.routes.filter(({ travellers }) => travellers.includes(person)))
    const posts = [
      ...(circle.pointContact === person ? (['point'] as const) : []),
      ...(circle.backUp === person ? (['backup'] as const) : []),
    ]
    const isIn = circle.members.includes(person)
    const isNamed = isIn || [...routes, ...takes, ...posts].length > 0
    return isNamed ? [{ circle: circle.name, isIn, posts, buddies, routes, takes }] : []
  })
}
