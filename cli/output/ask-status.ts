import type { CommandOutput } from '../../core/bridge/contract.ts'
import type { Bridge } from '../../core/bridge/rpc-client.ts'

export interface Status {
  readonly profile: CommandOutput<'profile:status'>
  /** Nobody and nothing while it is locked. */
  readonly sync: CommandOutput<'sync:status'>
  readonly troubles: CommandOutput<'trouble:list'>['troubles']
}

/** What the engine says of itself now. A locked one says only that. */
export async function askStatus(bridge: Bridge, options: { signal?: AbortSignal } = {}): Promise<Status> {
  const profile = await bridge.call('profile:status', {}, options)
  if (profile.state === 'locked') return { profile, sync: { online: false, addresses: [], networks: [] }, troubles: [] }
  const sync = await bridge.call('sync:status', {}, options)
  const { troubles } = await bridge.call('trouble:list', {}, options)
  return { profile, sync, troubles }
}
