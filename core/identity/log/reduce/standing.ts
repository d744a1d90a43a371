import { toHex } from '../../../shared/bytes.ts'
import { type Entry, isBefore } from '../record/graph.ts'
import type { Attacks } from './attacks.ts'
import { RECOVERY, type Reduction } from './reduction.ts'

/** Lower is stronger, compared from the first. */
type Standing = readonly [alone: 0 | 1, seniority: number, device: number]

/**
 * The removal or revocation that goes before the others, of which each attacks another: one that a second coordinator made as well,
 * if neither owes office to the other, and both hold it whatever becomes of the rest, goes before all that somebody made alone, so that two can take a stolen laptop of the most senior
 * person out. Among such pairs the less senior of the two is compared, so a pair with somebody promoted late weighs little; among those
 * made alone, their authors (founder, then order of promotion). Of devices of one person the one that came back with the printed
 * recovery key: the others are those it was printed against; else the one that was let in first, as where a record stands is its
 * author's choice. Then the first; `entries` come in order of reduction.
 */
export function strongest(
  entries: readonly Entry[],
  { pass, attacks }: { readonly pass: Reduction; readonly attacks: Attacks },
): Entry | undefined {
  const isFirm = (entry: Entry): boolean => attacks.hasFirmAuthor(entry)
  const removals = removalsByDevice(pass.counting('remove').filter(isFirm), pass)
  let best: { entry: Entry; standing: Standing } | undefined
  for (const entry of entries) {
    const standing = isFirm(entry) ? standingOf(entry, removals, pass) : alone(entry, pass)
    if (best === undefined || isStronger(standing, best.standing)) best = { entry, standing }
  }
  return best?.entry
}

function isStronger(a: Standing, b: Standing): boolean {
  const differs = a.findIndex((part, at) => part !== b[at])
  return differs >= 0 && a[differs]! < b[differs]!
}

type Removal = ReturnType<typeof Reduction.prototype.counting<'remove'>>[number]

/** Device (hex) -> who removes it: of each person the first. */
function removalsByDevice(
  entries: readonly Removal[],
  pass: Reduction,
): ReadonlyMap<string, ReadonlyMap<string, Entry>> {
  const removals = new Map<string, Map<string, Entry>>()
  for (const entry of entries) {
    for (const device of entry.record.content.body.devices.map(toHex)) {
      const people = removals.get(device) ?? new Map<string, Entry>()
      removals.set(device, people)
      const author = authorOf(entry, pass)
      if (!people.has(author)) people.set(author, entry)
    }
  }
  return removals
}

function standingOf(entry: Entry, removals: ReturnType<typeof removalsByDevice>, pass: Reduction): Standing {
  const { content } = entry.record
  if (content.type !== 'remove') return alone(entry, pass)
  const own = seniorityOf(entry, pass)
  const seconds = content.body.devices
    .flatMap((device) => [...(removals.get(toHex(device))?.values() ?? [])])
    .filter((other) => areIndependent(entry, other, pass))
    .map((other) => Math.max(own, seniorityOf(other, pass)))
  return seconds.length > 0 ? [0, Math.min(...seconds), deviceRank(entry, pass)] : alone(entry, pass)
}

function alone(entry: Entry, pass: Reduction): Standing {
  return [1, seniorityOf(entry, pass), deviceRank(entry, pass)]
}

function deviceRank(entry: Entry, pass: Reduction): number {
  const device = entry.record.authorHex
  const admitted = pass.people.admissionsSeen(device, entry)
  const hasKey = admitted.some((admit) => (pass.inviteOf(admit)?.body.flags ?? 0) & RECOVERY)
  return hasKey ? -1 : pass.people.admissionOf(device)!.order
}

function seniorityOf(entry: Entry, pass: Reduction): number {
  return pass.people.seniority(authorOf(entry, pass), entry) ?? Number.MAX_SAFE_INTEGER
}

/** Whether two persons made them, neither of whom coordinates by the other's grace, directly or through others. */
function areIndependent(a: Entry, b: Entry, pass: Reduction): boolean {
  const [one, other] = [authorOf(a, pass), authorOf(b, pass)]
  return one !== other && !owesOffice(b, one, pass) && !owesOffice(a, other, pass)
}

function owesOffice(entry: Entry, toPerson: string, pass: Reduction): boolean {
  const seen = new Set<Entry>()
  const open = [...pass.people.promotionsSeen(authorOf(entry, pass), entry)]
  for (let promotion = open.pop(); promotion !== undefined; promotion = open.pop()) {
    if (seen.has(promotion)) continue
    seen.add(promotion)
    const promoter = authorOf(promotion, pass)
    if (promoter === toPerson) return true
    open.push(...pass.people.promotionsSeen(promoter, promotion).filter((one) => isBefore(one, promotion)))
  }
  return false
}

function authorOf({ record }: Entry, pass: Reduction): string {
  return pass.people.personOf(record.authorHex) ?? ''
}
