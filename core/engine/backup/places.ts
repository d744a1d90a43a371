import { accessSync, constants, readdirSync, statSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import path from 'node:path'

import type { CommandOutput } from '../../bridge/contract.ts'

type Places = CommandOutput<'backup:places'>

/** How the name of a backup ends where Muster chooses it. */
export const BACKUP_ENDING = '.muster-backup'
const MOST_FOUND = 50
const MOST_DISKS = 20
const OWN = [
  ['documents', 'Documents'],
  ['downloads', 'Downloads'],
  ['desktop', 'Desktop'],
] as const

/**
 * Where on this computer a backup may be kept, disks that can be taken away first, and the backups that lie there. Looks at
 * names only, one level deep; what cannot be read is left out.
 */
export function backupPlaces(home = homedir(), disks = disksHere()): Places {
  const own = OWN.map(([kind, name]) => ({ kind, folder: path.join(home, name) }))
  const all = [
    ...disks.map((folder) => ({ kind: 'disk' as const, folder, name: path.basename(folder) || folder })),
    ...own,
    { kind: 'home' as const, folder: home },
  ].filter(({ folder }) => isFolder(folder))
  const found = all.flatMap(({ folder }) => backupsIn(folder)).toSorted((a, b) => b.at - a.at)
  return { places: all.filter(({ folder }) => isWritable(folder)), found: found.slice(0, MOST_FOUND) }
}

function backupsIn(folder: string): Places['found'] {
  return attempt(() => readdirSync(folder), [])
    .filter((name) => name.endsWith(BACKUP_ENDING) && !name.startsWith('.'))
    .flatMap((name) => {
      const file = path.join(folder, name)
      const stat = attempt(() => statSync(file), undefined)
      return stat?.isFile() === true ? [{ file, at: Math.max(0, Math.round(stat.mtimeMs)), bytes: stat.size }] : []
    })
}

/** Folders of disks that were put in, by the system's habits. */
function disksHere(): string[] {
  const below = (folder: string): string[] =>
    attempt(() => readdirSync(folder), []).map((name) => path.join(folder, name))
  if (process.platform === 'win32') return Array.from('DEFGHIJKLMNOP', (letter) => `${letter}:\\`).filter(isFolder)
  if (process.platform === 'darwin') return below('/Volumes').slice(0, MOST_DISKS)
  const user = attempt(() => userInfo().username, '')
  return user === '' ? [] : [...below(`/media/${user}`), ...below(`/run/media/${user}`)].slice(0, MOST_DISKS)
}

function isFolder(folder: string): boolean {
  return attempt(() => statSync(folder).isDirectory(), false)
}

function isWritable(folder: string): boolean {
  return attempt(() => (accessSync(folder, constants.W_OK), true), false)
}

function attempt<T>(look: () => T, otherwise: T): T {
  try {
    return look()
  } catch {
    return otherwise
  }
}
