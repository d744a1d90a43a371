import { fromHex } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import type { DeviceKey } from '../device-key.ts'
import { MAX_ERASED } from '../log/record/bodies.ts'
import type { MembershipLog } from '../log/membership-log.ts'
import { isCoordinator } from '../log/state.ts'
import { Draft } from './draft.ts'
import { Rights } from './rights.ts'

/** A document to be erased, and how it was made: its maker may erase it too. */
export interface ErasableDocument {
  /** Document id, hex. */
  readonly id: string
  /** Undefined for one that nobody made alone (the network's, a person's), or where it is not known. */
  readonly made:
    | {
        /** Signed session record. */
        readonly session: Uint8Array
        /** Person (hex) whose session it was. */
        readonly person: string
        readonly sequence: number
        /** Kind byte (PROTOCOL section 1). */
        readonly kind: number
      }
    | undefined
}

/**
 * Records that erase documents for good, at most 1,000 each, in order and not added to the log yet.
 *
 * @throws MeshError `identity/not-a-coordinator` when one of them is not this person's own and they do not coordinate;
 *   `identity/not-a-member`, `identity/removed`
 */
export function draftErasure(
  documents: readonly ErasableDocument[],
  options: { log: MembershipLog; device: DeviceKey; clock: Clock },
): Uint8Array[] {
  const { log, device, clock } = options
  const self = new Rights(options).self()
  const draft = new Draft({ log, author: device, clock })
  const coordinates = isCoordinator(log.state(), device.hex)
  for (let start = 0; start < documents.length; start += MAX_ERASED) {
    const part = documents.slice(start, start + MAX_ERASED)
    if (coordinates) draft.append('erase', { ids: part.map(({ id }) => fromHex(id)), made: [] })
    else draft.append('erase', { ids: [], made: madeBy(part, self.person) })
  }
  return draft.bytes()
}

function madeBy(documents: readonly ErasableDocument[], person: string): [Uint8Array, [number, number][]][] {
  const bySession = new Map<string, [Uint8Array, [number, number][]]>()
  for (const { made } of documents) {
    if (made?.person !== person)
      throw new MeshError('identity/not-a-coordinator', 'Only who made a record, or a coordinator, may erase it')
    const key = Buffer.from(made.session).toString('latin1')
    const units = bySession.get(key)
    if (units === undefined) bySession.set(key, [made.session, [[made.sequence, made.kind]]])
    else units[1].push([made.sequence, made.kind])
  }
  return [...bySession.values()]
}
