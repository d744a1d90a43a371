import { closeSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'

/** What the name of a damaged file that is kept aside goes on with, after that of the store. */
export const KEPT_ASIDE = '.damaged-'

/** And the name of the file that is to take the place of a damaged one: half made, when whoever made it was killed. */
export const REBUILT = '.rebuilt'

/** Removes what salvage.ts left beside a store: it holds what was dropped from it. Durable when it returns. */
export function dropKeptAside(file: string): void {
  const folder = path.dirname(file)
  const marks = [KEPT_ASIDE, REBUILT].map((mark) => path.basename(file) + mark)
  const kept = readdirSync(folder).filter((name) => marks.some((mark) => name.startsWith(mark)))
  if (kept.length === 0) return
  for (const name of kept) rmSync(path.join(folder, name), { force: true })
  syncFolder(folder)
}

/** Makes what was added to a folder, or removed from it, durable. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
