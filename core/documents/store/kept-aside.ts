import { closeSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'

/** What the name of a damaged file that is kept aside goes on with, after that of the store. */
export const KEPT_ASIDE = '.damaged-'

/** Removes damaged files that were kept beside a store (salvage.ts): they hold what was dropped from it. Durable when it returns. */
export function dropKeptAside(file: string): void {
  const folder = path.dirname(file)
  const kept = readdirSync(folder).filter((name) => name.startsWith(`${path.basename(file)}${KEPT_ASIDE}`))
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
