/** Names that a sentence still carries. */
const MOST = 4

/** The first names and how many more there are; never "and 1 more" where the name itself fits as well. */
export function namesOrMore(names: readonly string[]): { readonly names: readonly string[]; readonly more: number } {
  return names.length <= MOST ? { names, more: 0 } : { names: names.slice(0, MOST - 1), more: names.length - MOST + 1 }
}
