import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

/** What opens an address in the person's own browser. */
export interface Opener {
  readonly file: string
  readonly args: readonly string[]
}

/** Undefined where there is no screen or no such program. */
export function browserOpener(
  address: string,
  { platform, env }: { platform: NodeJS.Platform; env: Readonly<Record<string, string | undefined>> },
): Opener | undefined {
  if (platform === 'win32') return { file: 'rundll32', args: ['url.dll,FileProtocolHandler', address] }
  if (platform === 'darwin') return { file: '/usr/bin/open', args: [address] }
  if (!(env['DISPLAY'] || env['WAYLAND_DISPLAY'])) return undefined
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'))
  const folder = folders.find((it) => existsSync(path.posix.join(it, 'xdg-open')))
  return folder === undefined ? undefined : { file: path.posix.join(folder, 'xdg-open'), args: [address] }
}

/** Starts the program and forgets it. Never fails: the address is printed anyway. */
export function openInBrowser({ file, args }: Opener): void {
  const child = spawn(file, args, { detached: true, stdio: 'ignore' })
  child.on('error', () => undefined)
  child.unref()
}
