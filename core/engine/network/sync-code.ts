import type { CommandOutput } from '../../bridge/contract.ts'
import { isInRoom } from '../../bridge/contract/room.ts'

type NetworkSync = CommandOutput<'sync:status'>['networks'][number]
type Person = Pick<NetworkSync['people'][number], 'connected' | 'hasEverything' | 'obstacle'>

/** Which of the sentences is true. */
export function syncCode(
  people: readonly Person[],
  { isAnything }: { readonly isAnything: boolean },
): NetworkSync['sentence']['code'] {
  const isAnyone = people.some(({ connected }) => connected)
  if (isAnyone && people.filter(isInRoom).every(({ hasEverything }) => hasEverything)) return 'room-has-it'
  if (people.some(({ hasEverything }) => hasEverything)) return 'some-have-it'
  return isAnything || isAnyone ? 'this-computer-only' : 'empty'
}
