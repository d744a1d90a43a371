import { canTalk, type TreePerson } from '../../core/domain/tree/people.ts'

/** Numbers from 0 up to 1 that a seed decides (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface Group {
  readonly people: readonly TreePerson[]
  readonly buddies: readonly { readonly first: string; readonly second: string }[]
  readonly root: string
}

/** A neighbourhood: circles of about ten, buddies in them, three languages, some without a number, some outside contacts. */
export function sampleGroup(size: number, seed: number): Group {
  const random = seeded(seed)
  const people = Array.from({ length: size }, (_, at) => samplePerson(at, { random, circles: Math.ceil(size / 10) }))
  const buddies: { first: string; second: string }[] = []
  for (const circle of new Set(people.flatMap(({ circles }) => circles))) {
    const members = people.filter((one) => one.kind === 'member' && one.circles.includes(circle))
    for (let at = 0; at + 1 < members.length; at += 2)
      if (random() < 0.7 && canTalk(members[at]!, members[at + 1]!))
        buddies.push({ first: members[at]!.id, second: members[at + 1]!.id })
  }
  return { people, buddies, root: people[0]!.id }
}

export function samplePerson(at: number, { random, circles }: { random: () => number; circles: number }): TreePerson {
  const id = Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('')
  const chance = random()
  const languages =
    chance < 0.6
      ? ['en']
      : chance < 0.75
        ? ['en', 'es']
        : chance < 0.85
          ? ['es']
          : chance < 0.92
            ? ['ar', 'en']
            : chance < 0.97
              ? ['ar']
              : []
  const outside = at > 2 && random() < 0.1
  const missing = at > 0 && !outside && random() < 0.12 ? 'no-number' : null
  return {
    id,
    kind: outside ? 'contact' : 'member',
    name: `Person ${at}`,
    tel: missing === null ? `+34600${String(at).padStart(6, '0')}` : null,
    otherTels: [],
    missing,
    languages,
    circles: random() < 0.9 ? [`circle-${at % circles}`] : [],
    tier: at < 3 ? 0 : languages.length > 1 || random() < 0.1 ? 1 : 2,
    printed: random() < 0.8,
    bestTimes: null,
  }
}
