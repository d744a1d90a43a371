import { createHash } from 'node:crypto'
import { lstatSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { filesBelow } from './canaries.ts'

/** Names and contents of all files below a folder, so that two moments can be compared byte for byte. */
export function folderState(folder: string): Record<string, string> {
  const entries = filesBelow(folder).map((file): [string, string] => [
    path.relative(folder, file),
    lstatSync(file).isFile() ? createHash('sha256').update(readFileSync(file)).digest('hex') : 'no plain file',
  ])
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
