const PREFIX = 'MUSTER:'
const GROUP = 5

export interface SpokenCode {
  /** As the engine takes it, with the prefix. */
  readonly code: string
  /** In groups of five, for reading back. */
  readonly groups: readonly string[]
  readonly wholeGroups: number
  /** Letters that no code has, as typed. */
  readonly wrong: readonly string[]
}

/** A code as somebody types what is read to them: small letters, spaces and hyphens, with or without the prefix. */
export function readSpoken(typed: string): SpokenCode {
  const bare = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}\p{Cf}.,]/gu, '')
    .replace(/^MUSTER:?/, '')
  const letters = Array.from(bare)
  const groups = Array.from({ length: Math.ceil(letters.length / GROUP) }, (_, at) =>
    letters.slice(at * GROUP, (at + 1) * GROUP).join(''),
  )
  return {
    code: PREFIX + bare,
    groups,
    wholeGroups: Math.floor(letters.length / GROUP),
    wrong: [...new Set(letters.filter((letter) => !/[A-Z2-7]/.test(letter)))],
  }
}
