import type { CommandOutput } from '../../core/bridge/contract.ts'
import { useNetwork } from '../app/network-context.tsx'
import { useQuery, valueOf } from '../engine/use-query.ts'

/** What the engine works out of circles: whom to call, who lacks a buddy, who is asked next. */
export type KnownCircles = CommandOutput<'circle:list'>
export type KnownCircle = KnownCircles['circles'][number]
export type Post = KnownCircle['pointContact']

/** Of the current network; undefined while it is on its way. */
export function useKnownCircles(): KnownCircles | undefined {
  return valueOf(useQuery('circle:list', { network: useNetwork().network.id }))
}

/** How many things a circle lacks: people to call first, buddies. */
export function lacksOf({ pointContact, backUp, alone, members }: KnownCircle): number {
  const posts = [pointContact, backUp].filter(({ lacks }) => lacks !== null).length
  return posts + (members.length > 1 ? alone.length : 0)
}
