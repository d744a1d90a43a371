import { posix, win32 } from 'node:path'

/** What of the machine decides where things are kept. */
export interface ProfilePlace {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly homeDir: string
}

/** The profile's folder: `--profile`, then MUSTER_PROFILE, then where the platform keeps such things. */
export function profileDir(world: ProfilePlace, option: string | undefined): string {
  const chosen = nonEmpty(option) ?? nonEmpty(world.env['MUSTER_PROFILE'])
  if (chosen !== undefined) return chosen
  if (world.platform === 'win32')
    return win32.join(nonEmpty(world.env['APPDATA']) ?? win32.join(world.homeDir, 'AppData', 'Roaming'), 'Muster')
  if (world.platform === 'darwin') return posix.join(world.homeDir, 'Library', 'Application Support', 'Muster')
  const base = nonEmpty(world.env['XDG_DATA_HOME'])
  // the XDG base directory specification says to ignore relative paths
  return posix.join(base?.startsWith('/') === true ? base : posix.join(world.homeDir, '.local', 'share'), 'muster')
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}
