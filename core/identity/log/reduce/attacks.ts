import { toHex } from '../../../shared/bytes.ts'
import { type Entry, isBefore } from '../record/graph.ts'
import { AUTO_ADMIT, type Reduction } from './reduction.ts'
import { targetsOf } from './targets.ts'

/** For each author of voiders a bit. */
type Attackers = Uint32Array

/** What voiders would do to each other, and to what they rest on. */
export interface Attacks {
  /** Voiders that would not count if those of another author were settled. */
  readonly attacked: ReadonlySet<Entry>
  /** Whether its author's place and office would stand, though the entry itself may be attacked. */
  hasFirmAuthor(voider: Entry): boolean
}

/**
 * What becomes of each voider (removal, leave or revocation) if those of other authors were settled. It falls if it had not seen them and is their
 * target, or rests on what their target did meanwhile, as somebody does whom the target let in or promoted, or on what rests on that.
 * One pass over the records, however many voiders and authors there are.
 *
 * @param options.order every entry, in order of reduction
 * @param options.pass a reduction in which nothing concurrent voided anything that is still open
 */
export function attacksAmong(
  voiders: readonly Entry[],
  { order, pass }: { readonly order: readonly Entry[]; readonly pass: Reduction },
): Attacks {
  const authors = [...new Set(voiders.map((entry) => entry.record.authorHex))]
  if (authors.length < 2) return { attacked: new Set(), hasFirmAuthor: () => true }
  const targets = voidersByTarget(voiders)
  const numbers = new Map(authors.map((author, number) => [author, number]))
  const words = Math.ceil(authors.length / 32)
  const fallen = new Map<Entry, Attackers>()
  const fallenOf = (supports: readonly Entry[]): Attackers | undefined =>
    sharedBy(supports.map((one) => fallen.get(one)))
  for (const entry of order) {
    if (!pass.counts(entry)) continue
    const direct = directAttacks(entry, { targets, pass }).map((voider) =>
      bitOf(numbers.get(voider.record.authorHex)!, words),
    )
    const found = [...direct, ...supportsOf(entry, pass).flatMap((supports) => fallenOf(supports) ?? [])]
    if (found.length > 0) fallen.set(entry, found.reduce(eitherOf))
  }
  const isHitByOther = (entry: Entry): boolean => {
    const own = bitOf(numbers.get(entry.record.authorHex)!, words)
    return fallen.get(entry)?.some((bits, word) => (bits & ~own[word]!) !== 0) === true
  }
  return {
    attacked: new Set(voiders.filter(isHitByOther)),
    hasFirmAuthor: (voider) =>
      [admissionsOf(voider, pass), promotionsOf(voider, pass)].every((supports) => fallenOf(supports) === undefined),
  }
}

function bitOf(number: number, words: number): Attackers {
  return new Uint32Array(words).fill(1 << (number & 31), number >>> 5, (number >>> 5) + 1)
}

/** Device, or invite that is revoked (both hex) -> who takes it out. */
function voidersByTarget(voiders: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const targets = new Map<string, Entry[]>()
  for (const entry of voiders)
    for (const id of targetsOf(entry.record)) targets.set(id, [...(targets.get(id) ?? []), entry])
  return targets
}

/** Voiders that hit the entry's author or its invite, and that it had come before. */
function directAttacks(
  entry: Entry,
  { targets, pass }: { targets: ReadonlyMap<string, readonly Entry[]>; pass: Reduction },
): readonly Entry[] {
  const hittingAuthor = targets.get(entry.record.authorHex) ?? []
  const direct = hittingAuthor.filter((voider) => pass.isVoidedBy(voider, entry))
  const hits: string[] = []
  if (entry.record.content.type === 'admit') {
    const invite = toHex(entry.record.content.body.invite)
    const inviter = pass.invites.get(invite)?.entry.record.authorHex
    hits.push(invite, ...(inviter === undefined ? [] : [inviter]))
  }
  return [...direct, ...hits.flatMap((hit) => (targets.get(hit) ?? []).filter((voider) => !isBefore(entry, voider)))]
}

/** What an entry rests on: of each group, one that stands is enough. */
function supportsOf(entry: Entry, pass: Reduction): (readonly Entry[])[] {
  const supports = [admissionsOf(entry, pass)]
  if (restsOnOffice(entry, pass)) supports.push(promotionsOf(entry, pass))
  if (entry.record.content.type === 'admit') {
    const invite = pass.invites.get(toHex(entry.record.content.body.invite))
    if (invite !== undefined) supports.push([invite.entry])
  }
  return supports
}

function admissionsOf(entry: Entry, pass: Reduction): readonly Entry[] {
  return pass.people.admissionsSeen(entry.record.authorHex, entry)
}

function promotionsOf(entry: Entry, pass: Reduction): readonly Entry[] {
  return pass.people.promotionsSeen(pass.people.personOf(entry.record.authorHex) ?? '', entry)
}

function restsOnOffice({ record }: Entry, pass: Reduction): boolean {
  const { content } = record
  switch (content.type) {
    case 'epoch':
    case 'reject':
    case 'promote':
    case 'demote':
    case 'remove':
      return true
    case 'revoke':
      return pass.invites.get(toHex(content.body.invite))?.person !== pass.people.personOf(record.authorHex)
    case 'admit': {
      const invite = pass.invites.get(toHex(content.body.invite))
      return invite === undefined || (invite.body.flags & AUTO_ADMIT) === 0
    }
    default:
      return false
  }
}

/** Whose attacks hit all of them; undefined for none, or where there is nothing to hit. */
function sharedBy(groups: readonly (Attackers | undefined)[]): Attackers | undefined {
  const [first, ...rest] = groups
  if (first === undefined) return undefined
  const shared = first.slice()
  for (const other of rest) for (let word = 0; word < shared.length; word++) shared[word]! &= other?.[word] ?? 0
  return shared.some((bits) => bits !== 0) ? shared : undefined
}

function eitherOf(a: Attackers, b: Attackers): Attackers {
  return a.map((bits, word) => bits | b[word]!)
}
