import { bytesEqual, toHex } from '../../../shared/bytes.ts'
import type { SignatureChecker } from '../../device-key.ts'
import { type Entry, isBefore, type RecordGraph } from './graph.ts'
import { isProof } from './proof.ts'
import { isOfType, type LogRecord, networkIdOf } from './record.ts'
import { isSessionSigned, readSession } from './session-proof.ts'

/** Why a record is refused for good, on every laptop alike. */
export type Unsoundness = 'other-network' | 'wrong-depth' | 'unknown-author' | 'dangling-reference' | 'bad-proof'

/**
 * Checks that depend on nothing but the record and its ancestors, so that all laptops answer alike, whatever else they
 * hold. What fails here is not kept. Rules about rights are the reduction's.
 *
 * @param options.checker undefined for records that were checked before
 */
export function unsoundnessOf(
  entry: Entry,
  options: { graph: RecordGraph; networkId: Uint8Array; checker: SignatureChecker | undefined },
): Unsoundness | undefined {
  const { record } = entry
  if (record.content.type === 'genesis')
    return bytesEqual(networkIdOf(record), options.networkId) ? undefined : 'other-network'
  if (!bytesEqual(record.networkId, options.networkId)) return 'other-network'
  const depths = record.previous.map((hex) => options.graph.get(hex)!.record.depth)
  if (record.depth !== 1 + Math.max(...depths)) return 'wrong-depth'
  if (!knowsAuthor(entry, options.graph)) return 'unknown-author'
  if (!referencesHold(entry, options.graph)) return 'dangling-reference'
  return options.checker === undefined || proofHolds(record, { ...options, checker: options.checker })
    ? undefined
    : 'bad-proof'
}

/** Each named once, and let in by a record that was seen: lists of nobodies would be kept for ever. */
function areKnown(devices: readonly Uint8Array[], entry: Entry, graph: RecordGraph): boolean {
  const named = new Set(devices.map(toHex))
  return named.size === devices.length && [...named].every((device) => isKnown(device, entry, graph))
}

/** Whether someone let the author in, rightly or not: strangers' records are not kept at all. */
function knowsAuthor(entry: Entry, graph: RecordGraph): boolean {
  return isKnown(entry.record.authorHex, entry, graph)
}

function isKnown(device: string, entry: Entry, graph: RecordGraph): boolean {
  if (graph.genesis()?.record.authorHex === device) return true
  return graph.admitsOf(device).some((admit) => isBefore(admit, entry))
}

function referencesHold(entry: Entry, graph: RecordGraph): boolean {
  const seen = (id: Uint8Array): LogRecord | undefined => {
    const found = graph.get(toHex(id))
    return found !== undefined && isBefore(found, entry) ? found.record : undefined
  }
  const seesEpoch = (id: Uint8Array): boolean => graph.epochsWithId(toHex(id)).some((epoch) => isBefore(epoch, entry))
  const { content } = entry.record
  switch (content.type) {
    case 'epoch':
      return (
        content.body.parents.every(seesEpoch) &&
        areKnown(
          content.body.keys.map(([device]) => device),
          entry,
          graph,
        )
      )
    case 'grant':
      return (
        seesEpoch(content.body.epoch) &&
        areKnown(
          content.body.keys.map(([device]) => device),
          entry,
          graph,
        )
      )
    case 'remove':
    case 'leave':
      return areKnown(content.body.devices, entry, graph)
    case 'invite':
    case 'name':
      return seesEpoch(content.body.epoch)
    case 'revoke':
      return seen(content.body.invite)?.content.type === 'invite'
    case 'request':
      return seesEpoch(content.body.epoch) && seen(content.body.invite)?.content.type === 'invite'
    case 'reject': {
      const type = seen(content.body.request)?.content.type
      return type === 'request' || type === 'admit'
    }
    case 'admit': {
      const { invite, request, device, proof } = content.body
      if (!seesEpoch(content.body.epoch)) return false
      if (
        invite.byteLength > 0 ? seen(invite)?.content.type !== 'invite' || proof.byteLength === 0 : proof.byteLength > 0
      )
        return false
      // Who is let in without an invite once used one: nobody is let in who did not ask
      if (request.byteLength === 0) return invite.byteLength > 0
      return asksFor(seen(request), { device, invite })
    }
    case 'erase':
      return content.body.made.every(([session]) => {
        const read = readSession(session)
        return read !== undefined && bytesEqual(read.networkId, entry.record.networkId)
      })
    default:
      return true
  }
}

/** Whether `record` is a request or an earlier admit of that device under that invite (under any, where none is named). */
function asksFor(record: LogRecord | undefined, of: { device: Uint8Array; invite: Uint8Array }): boolean {
  if (record === undefined || !(isOfType(record, 'request') || isOfType(record, 'admit'))) return false
  const { device, invite } = record.content.body
  return bytesEqual(device, of.device) && (of.invite.byteLength === 0 || bytesEqual(invite, of.invite))
}

function proofHolds(
  record: LogRecord,
  options: { graph: RecordGraph; networkId: Uint8Array; checker: SignatureChecker },
): boolean {
  if (isOfType(record, 'erase'))
    return record.content.body.made.every(([session]) => isSessionSigned(session, options.checker))
  if (!isOfType(record, 'request') && !isOfType(record, 'admit')) return true
  const { invite, device, label, proof } = record.content.body
  if (invite.byteLength === 0) return true
  const invited = options.graph.get(toHex(invite))!.record
  if (!isOfType(invited, 'invite')) return false
  const { networkId, checker } = options
  return isProof({ networkId, device, label }, { key: invited.content.body.key, proof, checker })
}
