import { flagsFor } from '../../scripts/launcher/node-binary.mjs'
import { type HandlersOf, ProcessRole } from './process-role.ts'
import type { Usage } from './usage.ts'

/** How one laptop of the room stands. */
export interface LaptopState {
  readonly members: number
  /** Connections, and those of them that it dialled. */
  readonly links: number
  readonly dialled: number
  /** Others that it shows as here, and as having everything. */
  readonly here: number
  readonly having: number
}

/** What a process that holds several laptops of a room can do. */
export interface RoomCommands {
  open: { input: { folders: readonly string[]; ip: string; firstPort: number }; output: void }
  /** The first laptop founds the network. @returns an invite */
  found: { input: { uses: number }; output: string }
  /** All its laptops that are in no network join, one after the other. @param from number of the first, for their names */
  join: { input: { code: string; from: number }; output: void }
  state: { input: void; output: readonly LaptopState[] }
  /** One laptop makes an incident. @returns when it was called, in the monotonic ms of the machine */
  edit: { input: { laptop: number }; output: { id: string; at: number } }
  /** When each laptop has shown each of these, in the same ms; -1 where it has not. */
  seen: { input: { ids: readonly string[] }; output: readonly (readonly number[])[] }
  usage: { input: void; output: Usage }
  close: { input: void; output: void }
}
export type RoomHandlers = HandlersOf<RoomCommands>

/** Several laptops in one process, in a network namespace. */
export class RoomRole extends ProcessRole<RoomCommands> {
  constructor(namespace: string) {
    super('room.ts', {
      execPath: 'ip',
      execArgv: ['netns', 'exec', namespace, process.execPath, ...flagsFor(process.version)],
    })
  }
}
