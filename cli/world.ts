import type { Readable, Writable } from 'node:stream'

import type { Clock } from '../core/shared/clock.ts'
import type { OpenEngine } from './engine-port.ts'

/** Everything around the command line that a test replaces. */
export interface World {
  /** Without the program's own name. */
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly homeDir: string
  readonly pid: number
  readonly version: string
  readonly stdin: Readable & { isTTY?: boolean }
  readonly stdout: Writable & { isTTY?: boolean; columns?: number }
  readonly stderr: Writable & { isTTY?: boolean }
  readonly clock: Clock
  readonly openEngine: OpenEngine
  /** Calls `listener` at each wish to end (SIGINT, SIGTERM, SIGHUP). @returns the function that stops listening */
  readonly onSignal: (listener: () => void) => () => void
}
