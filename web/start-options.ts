import { parseArgs } from 'node:util'

/** How the window is started, in the app and in a browser alike. */
export interface StartOptions {
  /** Folder; undefined: the usual place. */
  readonly profile: string | undefined
  /** `ip:port` where the others reach this laptop. */
  readonly listen: string | undefined
  readonly discovery: boolean
  /** Of the browser host; 0: any free one. */
  readonly port: number
  /** Whether a browser may be opened. */
  readonly open: boolean
}

/** Reads a command line; what it does not know belongs to others (Chromium, npm) and is left alone. */
export function readStartOptions(argv: readonly string[]): StartOptions {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const options = { profile: text, listen: text, port: text, 'no-discovery': flag, 'no-open': flag } as const
  const { values } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true })
  const port = Number(given(values.port) ?? '0')
  return {
    profile: given(values.profile),
    listen: given(values.listen),
    discovery: values['no-discovery'] !== true,
    port: Number.isInteger(port) && port >= 0 && port < 65_536 ? port : 0,
    open: values['no-open'] !== true,
  }
}

/** An option that stands without its value reads as true. */
function given(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
