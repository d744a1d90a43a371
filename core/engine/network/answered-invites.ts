import { type InviteState, inviteClosure, isExpired, isRecoveryKey } from '../../identity/log/state.ts'
import { unseal } from '../../identity/sodium.ts'
import { decodeCbor } from '../../shared/cbor.ts'
import type { Membership } from './membership.ts'

/** Each key costs a try at every unknown connection. */
const MOST_ANSWERED = 32
/** Beside those: at most one for each coordinator and some that were used or withdrawn. */
const MOST_RECOVERY_KEYS = 16
const INVITE_AD = new TextEncoder().encode('invite')

/** What a member's laptop needs to answer an invite. */
export interface OpenInvite {
  /** Record id, hex. */
  readonly id: string
  /** 32 bytes each. */
  readonly listen: Uint8Array
  readonly topic: Uint8Array
  /** Whether its announced name changes each hour: a recovery key rests for years. */
  readonly hourly: boolean
}

/**
 * The invites this laptop answers now: also those that are used up or revoked, so that whoever comes with one is told why
 * it does not work, until they expire. Where there are very many, everybody has their turn, whoever made most of them: each
 * person's newest first, then each one's second, and so on; in a round those still open before others, this laptop's own
 * person before the most senior. Recovery keys have places of their own, for coordinators only.
 */
export function answeredInvites(membership: Membership, now: number): OpenInvite[] {
  const { invites, persons } = membership.state
  const unexpired = [...invites.values()].filter(({ expires }) => !isExpired(expires, now))
  const keys = unexpired.filter((it) => isRecoveryKey(it) && persons.get(it.person)?.role !== 'member')
  const others = unexpired.filter((it) => !isRecoveryKey(it))
  const chosen = [
    ...inTurns(keys, { membership, now }).slice(0, MOST_RECOVERY_KEYS),
    ...inTurns(others, { membership, now }).slice(0, MOST_ANSWERED),
  ]
  return chosen.flatMap((invite) => {
    const secrets = secretsOf(membership, invite)
    return secrets === undefined ? [] : [{ id: invite.id, ...secrets, hourly: isRecoveryKey(invite) }]
  })
}

/** @param invites in order of reduction, the newest last */
function inTurns(
  invites: readonly InviteState[],
  { membership, now }: { membership: Membership; now: number },
): InviteState[] {
  const { person: self, state } = membership
  const closed = (invite: InviteState): 0 | 1 => (inviteClosure(invite, now) === undefined ? 0 : 1)
  const rank = ({ person }: InviteState): number => (person === self ? -1 : (state.persons.get(person)?.seniority ?? 0))
  const counts = new Map<string, number>()
  const turns = invites
    .toReversed()
    .toSorted((a, b) => closed(a) - closed(b))
    .map((invite) => {
      const round = counts.get(invite.person) ?? 0
      counts.set(invite.person, round + 1)
      return { invite, round, closed: closed(invite), rank: rank(invite) }
    })
  return turns
    .toSorted((a, b) => a.round - b.round || a.closed - b.closed || a.rank - b.rank)
    .map(({ invite }) => invite)
}

function secretsOf(membership: Membership, invite: InviteState): { listen: Uint8Array; topic: Uint8Array } | undefined {
  const key = membership.keyring.derived(invite.epoch, 'log')
  const text = key === undefined ? undefined : unseal(key, { ad: INVITE_AD, sealed: invite.secrets })
  if (text === undefined) return undefined
  try {
    const decoded = decodeCbor(text)
    if (!Array.isArray(decoded) || decoded.length !== 2) return undefined
    const [listen, topic] = decoded as unknown[]
    const sound =
      listen instanceof Uint8Array && topic instanceof Uint8Array && listen.byteLength === 32 && topic.byteLength === 32
    return sound ? { listen, topic } : undefined
  } catch {
    return undefined // a modified member may seal anything
  }
}
