import { bytesEqual, toHex } from '../../shared/bytes.ts'
import { SignatureChecker } from '../device-key.ts'
import type { MembershipLog } from '../log/membership-log.ts'
import { decodeRecord, isOfType, isSigned, type LogRecord, networkIdOf, type RecordOf } from '../log/record/record.ts'

/** Longest chain anyone needs: who let in whom, up to the founder. */
const MAX_CHAIN = 1000

/**
 * The admit records by which these devices (hex) came in, and those that let them in, up to the founder. A stranger who
 * holds an invite sees these before proving anything: the device keys on the way, when they came and under which
 * invites, but no names, no other members and no removals.
 */
export function chainFor(log: MembershipLog, devices: readonly string[]): Uint8Array[] {
  const state = log.state()
  const founders = new Set(state.persons.get(state.founder)?.devices.slice(0, 1))
  const admits = new Map([...admitsOf(log)].map((record) => [toHex(record.content.body.device), record]))
  const chain = new Map<string, LogRecord>()
  for (const device of devices) {
    for (let at = device; !founders.has(at);) {
      const admit = admits.get(at)
      if (admit === undefined || chain.has(admit.hex)) break
      chain.set(admit.hex, admit)
      at = admit.authorHex
    }
  }
  return [...chain.values()].map((record) => record.bytes)
}

/** What a joiner may believe of a network before it is let in. */
export interface ProvenInvite {
  readonly genesis: LogRecord
  readonly invite: RecordOf<'invite'>
}

/**
 * Checks what an answerer shows: the genesis hashes to the network id, and the inviter and the answerer were let in,
 * step by step, by devices that lead back to the founder. It cannot show that they were not removed since.
 *
 * @returns undefined when anything does not hold
 */
export function verifyChain(
  shown: { genesis: Uint8Array; chain: readonly Uint8Array[]; invite: Uint8Array },
  expected: { networkId: Uint8Array; inviter: Uint8Array; answerer: Uint8Array; inviteKey: Uint8Array },
): ProvenInvite | undefined {
  const checker = new SignatureChecker()
  const genesis = decodeRecord(shown.genesis)
  const invite = decodeRecord(shown.invite)
  if (genesis?.content.type !== 'genesis' || !bytesEqual(networkIdOf(genesis), expected.networkId)) return undefined
  if (invite === undefined || !isOfType(invite, 'invite') || !bytesEqual(invite.networkId, expected.networkId))
    return undefined
  if (!bytesEqual(invite.author, expected.inviter) || !bytesEqual(invite.content.body.key, expected.inviteKey))
    return undefined
  if (![genesis, invite].every((record) => isSigned(record, checker))) return undefined
  const known = membersBy(shown.chain, { genesis, networkId: expected.networkId, checker })
  const needed = [expected.inviter, expected.answerer].map((key) => toHex(key))
  return known !== undefined && needed.every((device) => known.has(device)) ? { genesis, invite } : undefined
}

/** Devices (hex) that the chain leads to; undefined when a record in it is no sound admit. */
function membersBy(
  chain: readonly Uint8Array[],
  options: { genesis: LogRecord; networkId: Uint8Array; checker: SignatureChecker },
): ReadonlySet<string> | undefined {
  if (chain.length > MAX_CHAIN) return undefined
  const known = new Set([options.genesis.authorHex])
  const records = chain.map((bytes) => decodeRecord(bytes))
  if (!records.every((it) => it !== undefined)) return undefined
  // A device can act only after it was let in, so depth is a fit order.
  for (const record of records.toSorted((a, b) => a.depth - b.depth)) {
    if (!isOfType(record, 'admit') || !bytesEqual(record.networkId, options.networkId)) return undefined
    if (!known.has(record.authorHex) || !isSigned(record, options.checker)) return undefined
    known.add(toHex(record.content.body.device))
  }
  return known
}

/** The admit each device is in by. */
function* admitsOf(log: MembershipLog): Iterable<RecordOf<'admit'>> {
  for (const hex of log.admissionRecords()) {
    const record = log.record(hex)
    if (record !== undefined && isOfType(record, 'admit')) yield record
  }
}
