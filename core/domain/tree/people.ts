/** Most calls that one person makes. */
export const MAX_CALLS = 4

/** Why a member cannot be phoned: somebody tells them in person. */
export const MISSING = ['no-card', 'no-number', 'no-consent', 'consent-expired'] as const
export type Missing = (typeof MISSING)[number]

/** Somebody whom the phone tree is to reach. */
export interface TreePerson {
  /** Person id of a member, or id of a contact card. */
  readonly id: string
  readonly kind: 'member' | 'contact'
  readonly name: string
  /** E.164. Null for a member who cannot be phoned. */
  readonly tel: string | null
  /** More numbers of theirs. */
  readonly otherTels: readonly string[]
  readonly missing: Missing | null
  /** BCP 47 tags; none where they told none. */
  readonly languages: readonly string[]
  /** Ids of circles that they are in. */
  readonly circles: readonly string[]
  /** Who is called first: 0 coordinators, 1 point contacts, back-ups and who speaks several languages, 2 the others. */
  readonly tier: 0 | 1 | 2
  /** Whether their number may stand on paper. */
  readonly printed: boolean
  readonly bestTimes: string | null
}

/** What is read of a member. */
export interface MemberFacts {
  /** Person id. */
  readonly id: string
  readonly name: string
  readonly coordinator: boolean
  readonly languages: readonly string[]
}

/** What is read of a contact card. */
export interface CardFacts {
  readonly id: string
  readonly fn: string | null
  /** Person id, where it is a member's. */
  readonly member: string | null
  /** Person id of who made it, as the card says. */
  readonly createdBy: string | null
  /** Person id of who stated the consent that stands last; a laptop drops statements that somebody else signed. */
  readonly consentBy: string | null
  readonly tel: readonly string[]
  readonly lang: readonly string[]
  readonly circle: string | null
  readonly bestTimes: string | null
  readonly consent: {
    readonly phoneTree: boolean
    readonly print: boolean
    readonly expiresAt: number | null
    readonly expired: boolean
  } | null
}

/** What is read of a circle that is not put away. */
export interface CircleFacts {
  readonly id: string
  readonly members: readonly string[]
  readonly buddies: readonly { readonly first: string; readonly second: string }[]
  readonly pointContact: string | null
  readonly backUp: string | null
}

export interface TreeFacts {
  /** Current members. */
  readonly members: readonly MemberFacts[]
  /** Cards that are neither archived nor hidden by a flag. */
  readonly cards: readonly CardFacts[]
  readonly circles: readonly CircleFacts[]
}

/**
 * Whom the tree is to reach: every member, and each contact outside the network who agreed to be in it. A number is read
 * of a card only while its consent to the phone tree holds.
 *
 * @param now milliseconds
 */
export function treePeople({ members, cards, circles }: TreeFacts, now: number): TreePerson[] {
  const current = new Set(members.map(({ id }) => id))
  const leading = new Set(circles.flatMap(({ pointContact, backUp }) => [pointContact, backUp]))
  const cardsOf = Map.groupBy(cards, ({ member }) => member)
  const fromMember = (member: MemberFacts): TreePerson => {
    const card = cardOf(member.id, cardsOf.get(member.id) ?? [], now)
    const missing = missingOf(card, now)
    const languages = codesOf([...member.languages, ...(card?.lang ?? [])])
    return {
      id: member.id,
      kind: 'member',
      name: member.name,
      tel: missing === null ? card!.tel[0]! : null,
      otherTels: missing === null ? card!.tel.slice(1) : [],
      missing,
      languages,
      circles: circles.filter((one) => one.members.includes(member.id)).map(({ id }) => id),
      tier: member.coordinator ? 0 : leading.has(member.id) || languages.length > 1 ? 1 : 2,
      printed: missing === null && card!.consent!.print,
      bestTimes: missing === null ? card!.bestTimes : null,
    }
  }
  const fromCard = (card: CardFacts): TreePerson => ({
    id: card.id,
    kind: 'contact',
    name: card.fn ?? '',
    tel: card.tel[0]!,
    otherTels: card.tel.slice(1),
    missing: null,
    languages: codesOf(card.lang),
    circles: circles.some(({ id }) => id === card.circle) ? [card.circle!] : [],
    tier: 2,
    printed: card.consent!.print,
    bestTimes: card.bestTimes,
  })
  return [
    ...members.map(fromMember),
    ...cards
      .filter(({ id, member }) => (member === null || !current.has(member)) && !current.has(id))
      // A card of somebody who is a member no more stays out: they left, whatever they once agreed to
      .filter(({ member }) => member === null)
      .filter((card) => missingOf(card, now) === null)
      .map(fromCard),
  ]
}

/**
 * Of several cards for one member: the one on which they themselves said whether they are phoned, then one that says it is theirs, then
 * one that they can be phoned by, then the lowest id.
 */
function cardOf(member: string, cards: readonly CardFacts[], now: number): CardFacts | undefined {
  const rank = (card: CardFacts): number =>
    (card.consentBy === member ? 0 : card.createdBy === member ? 2 : 4) + (missingOf(card, now) === null ? 0 : 1)
  return cards.toSorted((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))[0]
}

function missingOf(card: CardFacts | undefined, now: number): Missing | null {
  if (card === undefined) return 'no-card'
  if (card.tel.length === 0) return 'no-number'
  if (card.consent === null) return 'no-consent'
  const { expiresAt, expired, phoneTree } = card.consent
  if (expired || (expiresAt !== null && expiresAt <= now)) return 'consent-expired'
  return phoneTree ? null : 'no-consent'
}

/** Languages alone, without region and script: who speaks es-MX and who speaks es understand each other. */
function codesOf(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.toLowerCase().split('-')[0]!))].toSorted()
}

/** Whether two people can talk: where either told no language, nothing is known against it. */
export function canTalk(a: Pick<TreePerson, 'languages'>, b: Pick<TreePerson, 'languages'>): boolean {
  return a.languages.length === 0 || b.languages.length === 0 || a.languages.some((one) => b.languages.includes(one))
}
