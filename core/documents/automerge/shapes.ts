import type { Json, Path } from '../../domain/write.ts'
import type { Place } from '../authorship/places.ts'

/**
 * What the documents process must know of a kind of record, as data. In paths `*` stands for any one key.
 * A string at a text path becomes co-edited text, a number at a counter path a counter; all else is one value.
 */
export interface KindShape {
  readonly kind: string
  /** The structure of the deterministic first change, by version (from 1). Never changes once released. */
  readonly initial: Readonly<Record<number, { readonly [key: string]: Json }>>
  readonly textPaths: readonly Path[]
  readonly counterPaths: readonly Path[]
  /** Fields whose concurrent values are told as conflicts. */
  readonly watchedPaths: readonly Path[]
  /** Where it matters who wrote: what others put there is left out. Nowhere, without it. */
  readonly places?: Place | undefined
}

/** Whether `path` is one of `patterns`. */
export function matchesAny(patterns: readonly Path[], path: Path): boolean {
  return patterns.some(
    (pattern) => pattern.length === path.length && pattern.every((key, i) => key === '*' || key === path[i]),
  )
}

/** The paths of `record` that `pattern` stands for. */
export function expandPath(pattern: Path, record: Json): Path[] {
  let found: { path: string[]; value: Json | undefined }[] = [{ path: [], value: record }]
  for (const key of pattern) {
    found = found.flatMap(({ path, value }) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
      const map = value as { readonly [key: string]: Json }
      const keys = key !== '*' ? [key] : Object.keys(map)
      return keys
        .filter((name) => Object.hasOwn(map, name))
        .map((name) => ({ path: [...path, name], value: map[name] }))
    })
  }
  return found.map(({ path }) => path)
}
