import type { CommandOutput } from '../../../core/bridge/contract.ts'
import { safeLine } from '../../output/safe-text.ts'
import { table } from '../../output/table.ts'
import { localTime } from '../../output/times.ts'
import type { CircleEntry, RouteEntry } from './find.ts'

export type Known = CommandOutput<'circle:list'>
export type KnownCircle = Known['circles'][number]
export type Post = KnownCircle['pointContact']
export type Names = ReadonlyMap<string, string>

const LACKS: Readonly<Record<NonNullable<Post['lacks']>, string>> = {
  nobody: 'NOBODY NAMED',
  left: 'NOT IN THE NETWORK ANY MORE',
  'no-number': 'NO NUMBER THAT MAY BE CALLED',
}

/** Who it is and how to call them, or what stands against it. */
export function postText({ person, tel, lacks }: Post, names: Names): string {
  const name = person === null ? undefined : nameOf(person, names)
  return [name, tel ?? undefined, lacks === null ? undefined : LACKS[lacks]]
    .filter((part) => part !== undefined)
    .join(', ')
}

/** Circles of a network, each with whom to call and who has no buddy. */
export function circlesText({ circles }: Known, names: Names, columns: number): string {
  if (circles.length === 0) return 'No circles yet. Make one with: muster circle add NAME'
  return table(
    ['ID', 'CIRCLE', 'PEOPLE', 'POINT CONTACT', 'BACK-UP', 'NO BUDDY'],
    circles.map(({ id, name, members, pointContact, backUp, alone }) => [
      id,
      name,
      String(members.length),
      postText(pointContact, names),
      postText(backUp, names),
      namesText(alone, names),
    ]),
    columns,
  )
}

/** Everything of one circle. */
export function circleText(circle: CircleEntry, known: { all: Known; one: KnownCircle }, names: Names): string {
  const { one, all } = known
  const [first, second, third] = all.escalationMinutes
  const next = one.escalatesTo.length === 0 ? 'nobody else yet' : namesText(one.escalatesTo, names)
  const pairs = circle.buddies.map((pair) => pairText(pair, names))
  const suggested = one.suggestions.map((pair) => pairText(pair, names))
  return [
    `${safeLine(circle.name)} (${circle.id})${circle.archivedAt === null ? '' : ', put away'}`,
    `In it: ${one.members.length === 0 ? 'nobody' : namesText(one.members, names)}`,
    `Point contact: ${postText(one.pointContact, names)}`,
    `Back-up: ${postText(one.backUp, names)}`,
    `Buddies: ${pairs.length === 0 ? 'none' : pairs.join('; ')}`,
    ...(one.alone.length > 0 && one.members.length > 1 ? [`NO BUDDY: ${namesText(one.alone, names)}`] : []),
    ...(suggested.length > 0 ? [`Would suit: ${suggested.join('; ')}`] : []),
    ...circle.routes.filter(({ archivedAt }) => archivedAt === null).map((route) => routeText(route, names)),
    `If nobody answers: after ${first} min again; after ${second} min ${next}; after ${third} min the phone tree.`,
  ].join('\n')
}

function routeText({ id, name, windows, travellers, expiresAt, expired }: RouteEntry, names: Names): string {
  const when = windows.map(({ days, from, to }) => `${days.join(',')} ${from}-${to}`).join('; ')
  const kept = expired ? 'OVER' : expiresAt === null ? '' : `kept until ${localTime(expiresAt)}`
  const taken = travellers.length === 0 ? '' : `taken by ${namesText(travellers, names)}`
  return [`Route: ${safeLine(name ?? 'without a name')} (${id})`, when, taken, kept].filter(Boolean).join(', ')
}

function pairText({ first, second }: { first: string; second: string }, names: Names): string {
  return `${nameOf(first, names)} and ${nameOf(second, names)}`
}

/** Several people by name. */
export function namesText(people: readonly string[], names: Names): string {
  return people.map((person) => nameOf(person, names)).join(', ')
}

function nameOf(person: string, names: Names): string {
  return safeLine(names.get(person) ?? person.slice(0, 8))
}
