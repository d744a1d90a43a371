import type { CommandOutput } from '../../bridge/contract.ts'

type NetworkSync = CommandOutput<'sync:status'>['networks'][number]
type Person = Pick<NetworkSync['people'][number], 'connected' | 'hasEverything' | 'obstacle'>

/**
 * Which of the sentences is true. Whose computer is on this wifi and kept from us is in the room as well: it is not said that
 * everyone has it while that one has not.
 */
export function syncCode(
  people: readonly Person[],
  { isAnything }: { readonly isAnything: boolean },
): NetworkSync['sentence']['code'] {
  const isAnyone = people.some(({ connected }) => connected)
  const room = people.filter(({ connected, obstacle }) => connected || obstacle === 'blocked')
  if (isAnyone && room.every(({ hasEverything }) => hasEverything)) return 'room-has-it'
  if (people.some(({ hasEverything }) => hasEverything)) return 'some-have-it'
  return isAnything || isAnyone ? 'this-computer-only' : 'empty'
}
