/** Ids of those whose name could be taken for somebody else's: the same but for case, accents, spaces and invisible characters. */
export function alikeNames(people: readonly { readonly id: string; readonly name: string }[]): ReadonlySet<string> {
  const byLook = new Map<string, string[]>()
  for (const { id, name } of people) byLook.set(look(name), [...(byLook.get(look(name)) ?? []), id])
  return new Set([...byLook.values()].filter((ids) => ids.length > 1).flat())
}

function look(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}\s]/gu, '')
    .toLowerCase()
}
