import type { Obstacle } from './sync.ts'

/**
 * Whether somebody counts as being in this room: connected, or on this wifi and kept from us. It is not said that everyone here
 * has it while that one has not. Who may have gone home since is not in it.
 */
export function isInRoom(person: { readonly connected: boolean; readonly obstacle?: Obstacle | undefined }): boolean {
  return person.connected || person.obstacle === 'blocked'
}
