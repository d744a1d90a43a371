/** What of a circle's member is looked at when buddies are suggested. */
export interface Companion {
  /** Person id. */
  readonly person: string
  /** Language tags (BCP 47); empty when not known. */
  readonly lang: readonly string[]
  /** Ids of the routes in use that they usually take. */
  readonly routes: readonly string[]
}

export interface Suggestion {
  readonly first: string
  readonly second: string
  /** Ids of the routes that both take. */
  readonly routes: readonly string[]
  /** Languages that both speak, without region. */
  readonly lang: readonly string[]
}

interface Pair {
  readonly first: string
  readonly second: string
}

/** Person ids of those who have no buddy, in the order given. */
export function withoutBuddy(people: readonly string[], buddies: readonly Pair[]): string[] {
  const paired = new Set(buddies.flatMap(({ first, second }) => [first, second]))
  return people.filter((person) => !paired.has(person))
}

/**
 * Pairs that would leave nobody without a buddy: two who have none first, then those left over with somebody who has room. Who takes
 * the same way comes before who speaks the same language; without either it is suggested all the same, nobody is to be alone.
 * The same for everyone who asks: by person id where nothing else decides.
 *
 * @param options.cap buddies that one person may have
 */
export function suggestBuddies(
  people: readonly Companion[],
  buddies: readonly Pair[],
  { cap }: { cap: number },
): Suggestion[] {
  const room = new Map(people.map(({ person }) => [person, cap - countOf(person, buddies)]))
  const alone = new Set(
    withoutBuddy(
      people.map(({ person }) => person),
      buddies,
    ),
  )
  const candidates = pairsOf(people).toSorted(
    (a, b) =>
      b.routes.length - a.routes.length ||
      b.lang.length - a.lang.length ||
      compare(a.first, b.first) ||
      compare(a.second, b.second),
  )
  const suggested: Suggestion[] = []
  // Two who have none first; who is then left over stands with somebody who has
  for (const served of [2, 1]) {
    for (const pair of candidates) {
      const both = [pair.first, pair.second]
      if (both.filter((person) => alone.has(person)).length !== served) continue
      if (both.some((person) => room.get(person)! < 1)) continue
      suggested.push(pair)
      for (const person of both) {
        room.set(person, room.get(person)! - 1)
        alone.delete(person)
      }
    }
  }
  return suggested
}

function pairsOf(people: readonly Companion[]): Suggestion[] {
  const sorted = people.toSorted((a, b) => compare(a.person, b.person))
  return sorted.flatMap((one, at) =>
    sorted.slice(at + 1).map((other) => ({
      first: one.person,
      second: other.person,
      routes: one.routes.filter((route) => other.routes.includes(route)),
      lang: shared(one.lang, other.lang),
    })),
  )
}

function shared(one: readonly string[], other: readonly string[]): string[] {
  const spoken = new Set(other.map(primary))
  return [...new Set(one.map(primary))].filter((language) => spoken.has(language)).toSorted()
}

/** `es` of `es-MX`: near enough to talk. */
function primary(tag: string): string {
  return tag.split('-')[0]!.toLowerCase()
}

function countOf(person: string, buddies: readonly Pair[]): number {
  return buddies.filter(({ first, second }) => first === person || second === person).length
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
