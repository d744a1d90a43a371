import type { Usage } from './usage.ts'
export interface LaptopState {
  members: number
  links: number
  dialled: number
  room: number
  having: number
  records: number
}
export interface RoomCommands {
  open: { input: { folders: readonly string[]; ip: string; firstPort: number }; output: void }
  found: { input: { uses: number }; output: string }
  join: { input: { code: string; from: number }; output: void }
  state: { input: void; output: readonly LaptopState[] }
  edit: { input: { laptop: number }; output: { id: string; at: number } }
  seen: { input: { ids: readonly string[] }; output: readonly (readonly number[])[] }
  usage: { input: void; output: Usage }
  close: { input: void; output: void }
}
export type RoomHandlers = {
  [N in keyof RoomCommands]: (input: RoomCommands[N]['input']) => Promise<RoomCommands[N]['output']>
}
