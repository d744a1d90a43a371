import path from 'node:path'

import { flagsFor } from '../../scripts/launcher/node-binary.mjs'
import { type HandlersOf, ProcessRole } from './process-role.ts'
import type { Usage } from './usage.ts'

/** What each side of a bench can do, ours and the peer's alike. Every call is one message and one answer. */
export interface RoleCommands {
  /** Opens an empty or filled store in `dir`. */
  open: { input: { dir: string }; output: void }
  /** Says how the other side may belong, where that has to be settled before anything can be exchanged. */
  invite: { input: void; output: string }
  join: { input: { code: string }; output: void }
  /** Makes `count` incidents, durable. */
  fill: { input: { count: number }; output: void }
  /** Starts to listen. @returns what the other side needs to connect */
  serve: { input: { other?: string }; output: string }
  /** Connects and waits until `count` incidents are verified, durable and listed here. @returns when, in monotonic ms */
  receive: { input: { from: string; count: number }; output: { startedAt: number; doneAt: number } }
  /** Parted from everybody, all of it held, as after a start. */
  part: { input: void; output: void }
  /** Begins a connection; what follows goes on by itself. */
  meet: { input: { from: string }; output: void }
  /** One edit of each of so many incidents, from the one with that number on. @returns bytes of what another lacks by that, where it can be told */
  vary: { input: { first: number; count: number; text: string }; output: number }
  /** How many incidents there are, and how many of them have a text that {@link vary} gave. */
  holds: { input: { texts: readonly string[] }; output: { total: number; varied: number } }
  /** Edits the one incident `edits` times, one each `everyMs`. @returns when each edit was called, by its text */
  edit: { input: { edits: number; everyMs: number }; output: Record<string, number> }
  /** Notes when each edit is visible and durable here. */
  watch: { input: { edits: number }; output: Record<string, number> }
  /** As `receive`, told apart from what is called out meanwhile. */
  take: { input: { from: string; count: number }; output: { startedAt: number; doneAt: number } }
  /** Writes something small each `everyMs` from the first connection on until `hush`. @returns when each was begun, by its text */
  callOut: { input: { everyMs: number }; output: Record<string, number> }
  hush: { input: void; output: void }
  /** Begins to note what is called out; to be asked for before anything can come. */
  hear: { input: void; output: void }
  /** Waits until all of these were heard. @returns when each was readable here, by its text */
  heard: { input: { texts: readonly string[] }; output: Record<string, number> }
  /** From unlocked to the first 50 of all listed. */
  list: { input: { dir: string; count: number }; output: { wallMs: number; opened: number } }
  /** Milliseconds each search takes, of the store that {@link list} opened. */
  search: { input: { words: readonly string[] }; output: readonly number[] }
  usage: { input: void; output: Usage }
  profile: { input: { on: boolean }; output: string }
  close: { input: void; output: void }
}
export type RoleHandlers = HandlersOf<RoleCommands>

/** Milliseconds of the clock that all processes of this machine share. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/** One side of a bench, in an operating-system process of its own. */
export class Role extends ProcessRole<RoleCommands> {
  constructor(name: 'ours' | 'peer') {
    super(`${name}.ts`, {
      execArgv: name === 'ours' ? flagsFor(process.version) : ['--disable-warning=ExperimentalWarning'],
      // as the command line has it, for both sides
      env: { ...process.env, NODE_COMPILE_CACHE: path.join(import.meta.dirname, '../../node_modules/.cache/muster') },
    })
  }
}
