import { toHex } from '../../../shared/bytes.ts'
import { personIdOf } from '../../hashes.ts'
import type { BodyOf, KnownType } from '../record/bodies.ts'
import { areConcurrent, type Entry, isBefore, type RecordGraph } from '../record/graph.ts'
import type { RecordOf } from '../record/record.ts'
import { readSession } from '../record/session-proof.ts'
import { Erasures } from './erasures.ts'
import { People } from './people.ts'
import type { Verdict } from './verdict.ts'

/** Bit 0 of an invite's flags: any member admits its bearer. */
export const AUTO_ADMIT = 1
/** Bit 1 of an invite's flags: the bearer is a further device of the inviter. */
export const OWN_DEVICE = 2

/** Bit 2 of an invite's flags, with both others: a recovery key, printed and kept for the day the inviter's device is lost. */
export const RECOVERY = 4

/** Removals, leaves and revocations whose effect on concurrent records is settled (see voiding.ts). */
export interface Voiders {
  /** Device (hex) -> removals of it, and leaves by which another computer of the same person takes it out. */
  readonly removals: ReadonlyMap<string, readonly Entry[]>
  /** Invite record id (hex) -> revocations of it. */
  readonly revocations: ReadonlyMap<string, readonly Entry[]>
  readonly overruled: ReadonlySet<Entry>
  readonly settled: ReadonlySet<Entry>
  /** Removals that broke a circle: no concurrent removal of their author voids them. */
  readonly shielded: ReadonlySet<Entry>
}

/** What the counting records say of one invite. */
export interface InviteFact {
  readonly entry: Entry
  readonly body: BodyOf<'invite'>
  /** Person (hex) of the inviter. */
  readonly person: string
  readonly revocations: Entry[]
  /** Devices (hex) that used it. */
  readonly usedBy: Set<string>
}

/**
 * One pass over the records in order of (depth, id): each is judged by what its author had seen, and applied when it
 * counts. Deterministic: the same records and voiders give the same verdicts. Records that have seen all others may be
 * stepped afterwards one at a time.
 */
export class Reduction {
  readonly verdicts = new Map<Entry, Verdict>()
  readonly people: People
  readonly invites = new Map<string, InviteFact>()
  readonly erasures = new Erasures()
  readonly #graph: RecordGraph
  readonly #networkId: Uint8Array
  readonly #voiders: Voiders
  #steps = 0

  constructor(options: { graph: RecordGraph; networkId: Uint8Array; voiders: Voiders }) {
    this.#graph = options.graph
    this.#networkId = options.networkId
    this.#voiders = options.voiders
    this.people = new People()
  }

  /** Judges and applies the next record. */
  step(entry: Entry): Verdict {
    const verdict = this.#judge(entry)
    this.verdicts.set(entry, verdict)
    this.#steps += 1
    if (verdict === 'counts') this.#apply(entry)
    else if (verdict === 'pending')
      this.people.admit(entry, { person: this.#personOf(entry), pending: true, order: this.#steps })
    return verdict
  }

  counts(entry: Entry): boolean {
    return this.verdicts.get(entry) === 'counts'
  }

  #judge(entry: Entry): Verdict {
    const { content } = entry.record
    if (content.type === 'genesis') return this.#steps === 0 ? 'counts' : 'second-genesis'
    if (this.#voiders.overruled.has(entry)) return 'overruled'
    const author = this.#judgeAuthor(entry)
    if (author !== 'counts') return author
    switch (content.type) {
      case 'unknown':
        return 'unknown-type'
      case 'epoch':
      case 'reject':
        return this.#needsCoordinator(entry)
      case 'grant':
      case 'invite':
      case 'merge':
        return 'counts'
      case 'request':
        return this.#judgeRequest(entry, content.body)
      case 'revoke':
        return this.#judgeRevoke(entry, content.body)
      case 'admit':
        return this.#judgeAdmit(entry, content.body)
      case 'promote':
        return this.#judgePromote(entry, content.body)
      case 'demote':
        return this.#judgeDemote(entry, content.body)
      case 'remove':
        return this.#judgeRemove(entry, content.body)
      case 'leave':
        return this.#judgeLeave(entry, content.body)
      case 'name':
        return this.#authorPerson(entry) === toHex(content.body.person) ? 'counts' : 'wrong-person'
      case 'erase':
        return this.#judgeErase(entry, content.body)
    }
  }

  #judgeAuthor(entry: Entry): Verdict {
    const device = entry.record.authorHex
    if (!this.people.wasAdmitted(device, entry)) return 'author-not-a-member'
    if (this.people.removalsOf(device).some((removal) => isBefore(removal, entry))) return 'author-removed'
    const settled = this.#voiders.removals.get(device) ?? []
    const isShielded = this.#voiders.shielded.has(entry)
    if (!isShielded && settled.some((voider) => this.isVoidedBy(voider, entry))) return 'author-removed-meanwhile'
    return this.people.leavesOf(device).some((leave) => isBefore(leave, entry)) ? 'author-left' : 'counts'
  }

  /** Whether what takes the author of `entry` out voids it. */
  isVoidedBy(voider: Entry, entry: Entry): boolean {
    if (!areConcurrent(voider, entry)) return false
    return voider.record.content.type === 'remove' || !this.#outlivesLeave(entry)
  }

  /**
   * Computers of one person that take each other out are all gone: nobody can tell which of them was stolen. And whoever came
   * with somebody else's invite stays: any laptop could have answered it.
   */
  #outlivesLeave(entry: Entry): boolean {
    const { content } = entry.record
    if (content.type === 'leave') return true
    if (content.type !== 'admit' || content.body.request.byteLength > 0) return false
    const invite = this.invites.get(toHex(content.body.invite))
    if (invite === undefined || invite.person === this.#authorPerson(entry)) return false
    return (invite.body.flags & AUTO_ADMIT) !== 0
  }

  #needsCoordinator(entry: Entry): Verdict {
    return this.people.isCoordinatorFor(this.#authorPerson(entry), entry) ? 'counts' : 'not-a-coordinator'
  }

  #authorPerson(entry: Entry): string {
    return this.people.personOf(entry.record.authorHex)!
  }

  #judgeRequest(entry: Entry, body: BodyOf<'request'>): Verdict {
    const invite = this.invites.get(toHex(body.invite))
    if (invite === undefined) return 'invite-void'
    return this.#isInviteClosed(invite, entry) ? 'invite-revoked' : 'counts'
  }

  #judgeRevoke(entry: Entry, body: BodyOf<'revoke'>): Verdict {
    const invite = this.invites.get(toHex(body.invite))
    if (invite === undefined) return 'invite-void'
    if (invite.person === this.#authorPerson(entry)) return 'counts'
    return this.#needsCoordinator(entry) === 'counts' ? 'counts' : 'not-the-inviter'
  }

  #judgeAdmit(entry: Entry, body: BodyOf<'admit'>): Verdict {
    const device = toHex(body.device)
    const gone = [...this.people.removalsOf(device), ...this.people.leavesOf(device)]
    if (gone.some((it) => isBefore(it, entry))) return 'device-gone'
    const isCoordinator = this.#needsCoordinator(entry) === 'counts'
    if (body.invite.byteLength === 0) {
      if (!isCoordinator) return 'not-a-coordinator'
      return body.person.byteLength === 0 ? 'counts' : 'wrong-person'
    }
    const invite = this.invites.get(toHex(body.invite))
    if (invite === undefined) return 'invite-void'
    if (this.#isInviteClosed(invite, entry)) return 'invite-revoked'
    const isOwnDevice = (invite.body.flags & OWN_DEVICE) !== 0
    if (toHex(body.person) !== (isOwnDevice ? invite.person : '')) return 'wrong-person'
    if ((invite.body.flags & AUTO_ADMIT) === 0) return isCoordinator ? 'counts' : 'not-a-coordinator'
    if (isCoordinator && body.request.byteLength > 0) return 'counts'
    return invite.usedBy.has(device) || invite.usedBy.size < invite.body.uses ? 'counts' : 'pending'
  }

  /** Closed against this admit: revoked, or its inviter gone, before it or meanwhile. */
  #isInviteClosed(invite: InviteFact, entry: Entry): boolean {
    const id = invite.entry.record.hex
    const inviter = invite.entry.record.authorHex
    if (this.people.leavesOf(inviter).some((leave) => isBefore(leave, entry))) return true
    const voiders = [...(this.#voiders.revocations.get(id) ?? []), ...(this.#voiders.removals.get(inviter) ?? [])]
    if (voiders.some((voider) => areConcurrent(voider, entry))) return true
    return [...invite.revocations, ...this.people.removalsOf(inviter)].some((voider) => isBefore(voider, entry))
  }

  #judgePromote(entry: Entry, body: BodyOf<'promote'>): Verdict {
    if (this.#needsCoordinator(entry) !== 'counts') return 'not-a-coordinator'
    return this.people.isPersonKnown(toHex(body.person)) ? 'counts' : 'unknown-person'
  }

  #judgeDemote(entry: Entry, body: BodyOf<'demote'>): Verdict {
    if (this.#needsCoordinator(entry) !== 'counts') return 'not-a-coordinator'
    const person = toHex(body.person)
    return this.people.coordinators().some((it) => it !== person) ? 'counts' : 'last-coordinator'
  }

  #judgeRemove(entry: Entry, body: BodyOf<'remove'>): Verdict {
    if (this.#needsCoordinator(entry) !== 'counts') return 'not-a-coordinator'
    // Between removals of each other, none is void because the other happens to stand before it: that is settled otherwise
    const holds = (removal: Entry): boolean => isBefore(removal, entry) || this.#voiders.settled.has(removal)
    return this.#leavesACoordinator(body.devices, holds) ? 'counts' : 'last-coordinator'
  }

  #judgeLeave(entry: Entry, body: BodyOf<'leave'>): Verdict {
    const person = this.#authorPerson(entry)
    if (!body.devices.every((device) => this.people.personOf(toHex(device)) === person)) return 'wrong-person'
    return this.#leavesACoordinator(body.devices) ? 'counts' : 'last-coordinator'
  }

  /** A coordinator erases what it names, anyone what a device of theirs has made. */
  #judgeErase(entry: Entry, { ids, made }: BodyOf<'erase'>): Verdict {
    if (ids.length > 0 && this.#needsCoordinator(entry) !== 'counts') return 'not-a-coordinator'
    const person = this.#authorPerson(entry)
    const isOwn = made.every(([session]) => this.people.personOf(toHex(readSession(session)!.device)) === person)
    return isOwn ? 'counts' : 'wrong-person'
  }

  #leavesACoordinator(going: readonly Uint8Array[], holds?: (removal: Entry) => boolean): boolean {
    return this.people.coordinators({ without: new Set(going.map(toHex)), ...(holds && { holds }) }).length > 0
  }

  #apply(entry: Entry): void {
    const { content } = entry.record
    switch (content.type) {
      case 'genesis':
        this.people.found(entry, toHex(personIdOf(this.#networkId, entry.record.author)))
        break
      case 'invite':
        this.invites.set(entry.record.hex, {
          entry,
          body: content.body,
          person: this.#authorPerson(entry),
          revocations: [],
          usedBy: new Set(),
        })
        break
      case 'revoke':
        this.invites.get(toHex(content.body.invite))!.revocations.push(entry)
        break
      case 'admit':
        this.invites.get(toHex(content.body.invite))?.usedBy.add(toHex(content.body.device))
        this.people.admit(entry, { person: this.#personOf(entry), pending: false, order: this.#steps })
        break
      case 'promote':
      case 'demote':
        this.people.setRole(toHex(content.body.person), {
          entry,
          coordinator: content.type === 'promote',
          order: this.#steps,
        })
        break
      case 'remove':
        this.people.remove(entry, content.body.devices.map(toHex))
        break
      case 'leave':
        this.people.leave(entry, content.body.devices.map(toHex))
        break
      case 'erase':
        this.erasures.add(entry.record as RecordOf<'erase'>, this.#authorPerson(entry))
        break
      default:
        break
    }
  }

  #personOf(entry: Entry): string {
    const { body } = (entry.record as RecordOf<'admit'>).content
    return toHex(body.person.byteLength > 0 ? body.person : personIdOf(this.#networkId, body.device))
  }

  /** Entries that count, of one type, in order of reduction. */
  counting<Type extends KnownType>(type: Type): (Entry & { readonly record: RecordOf<Type> })[] {
    const found: Entry[] = []
    for (const [entry, verdict] of this.verdicts)
      if (verdict === 'counts' && entry.record.content.type === type) found.push(entry)
    return found as (Entry & { readonly record: RecordOf<Type> })[]
  }

  /** What counts of the invite that an admit names. */
  inviteOf({ record }: Entry): InviteFact | undefined {
    return record.content.type === 'admit' ? this.invites.get(toHex(record.content.body.invite)) : undefined
  }

  /** The graph reduced. */
  get graph(): RecordGraph {
    return this.#graph
  }
}
