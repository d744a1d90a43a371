import type { CommandName, EngineEvents, EventName } from '../../core/bridge/contract.ts'

/** Questions of the contract whose answers the page keeps up to date. */
export const WATCHED = [
  'profile:status',
  'profile:preferences',
  'backup:places',
  'network:list',
  'network:show',
  'member:list',
  'member:show',
  'request:list',
  'invite:list',
  'record:list',
  'record:show',
  'record:history',
  'record:receipts',
  'hold:list',
  'alert:show',
  'alert:audience',
  'attention:list',
  'circle:list',
  'duty:show',
  'journey:list',
  'tree:show',
  'sync:status',
  'trouble:list',
  'erasure:preview',
  'erasure:list',
  'device:list',
  'recovery:show',
  'dispute:show',
] as const satisfies readonly CommandName[]
export type QueryName = (typeof WATCHED)[number]

/** Events after which an answer may have changed. */
const REFRESHED_BY: { readonly [Name in QueryName]: readonly EventName[] } = {
  'profile:status': ['profile:locked', 'profile:unlocked'],
  'profile:preferences': ['preferences:changed', 'profile:unlocked'],
  'backup:places': ['profile:unlocked'],
  'device:list': ['member:changed', 'network:changed', 'peer:connected', 'peer:disconnected'],
  'recovery:show': ['network:changed', 'member:changed', 'membership:ended'],
  'dispute:show': ['network:changed', 'member:changed', 'membership:ended'],
  'network:list': [
    'network:changed',
    'membership:ended',
    'member:joined',
    'member:changed',
    'peer:connected',
    'peer:disconnected',
    'record:changed',
  ],
  'network:show': [
    'network:changed',
    'membership:ended',
    'member:joined',
    'member:changed',
    'peer:connected',
    'peer:disconnected',
    'record:changed',
  ],
  'member:list': ['member:joined', 'member:changed', 'peer:connected', 'peer:disconnected', 'network:changed'],
  'member:show': ['member:joined', 'member:changed', 'peer:connected', 'peer:disconnected', 'record:changed'],
  'request:list': ['request:arrived', 'member:joined', 'member:changed', 'network:changed'],
  'invite:list': ['network:changed', 'member:joined', 'member:changed'],
  'record:list': ['record:changed'],
  'record:show': ['record:changed'],
  'record:history': ['record:changed'],
  'hold:list': ['record:changed', 'member:changed'],
  'record:receipts': ['record:changed', 'sync:receipt', 'peer:connected', 'peer:disconnected', 'member:changed'],
  'alert:show': ['record:changed', 'member:joined', 'member:changed', 'peer:connected', 'peer:disconnected'],
  'alert:audience': ['record:changed', 'member:joined', 'member:changed', 'peer:connected', 'peer:disconnected'],
  'circle:list': ['record:changed', 'member:joined', 'member:changed'],
  'attention:list': ['attention:changed', 'preferences:changed', 'network:changed', 'membership:ended'],
  'duty:show': ['record:changed', 'member:joined', 'member:changed'],
  'journey:list': ['record:changed', 'member:joined', 'member:changed'],
  'tree:show': ['record:changed', 'member:joined', 'member:changed', 'membership:ended', 'network:changed'],
  'erasure:preview': ['record:changed', 'member:changed'],
  'erasure:list': ['erasure:changed', 'member:joined', 'member:changed', 'network:changed'],
  'trouble:list': ['trouble:noted', 'member:changed'],
  'sync:status': [
    'storage:changed',
    'obstacle:changed',
    'sync:receipt',
    'peer:connected',
    'peer:disconnected',
    'record:changed',
    'member:joined',
    'member:changed',
    'membership:ended',
    'network:changed',
  ],
}

/** Every event that the page listens to for its answers. */
export const REFRESHING: readonly EventName[] = [...new Set(Object.values(REFRESHED_BY).flat())]

/** The kinds whose record ids in events and in questions are the same. */
const OWN_ID = new Set(['contact', 'incident', 'plan'])

/** Whether `event` may have changed the answer to `name` asked with `input`. Errs on the side of asking again. */
export function mayChange<Name extends EventName>(
  { name, input }: { readonly name: QueryName; readonly input: object },
  event: Name,
  data: EngineEvents[Name],
): boolean {
  if (!REFRESHED_BY[name].includes(event)) return false
  const asked = input as { readonly network?: string; readonly kind?: string; readonly id?: string }
  const told = data as { readonly network?: string; readonly kind?: string; readonly id?: string }
  if (asked.network !== undefined && told.network !== undefined && asked.network !== told.network) return false
  if (event !== 'record:changed' || told.kind === undefined) return true
  // A network's name stands in its record; it comes later than the network itself.
  if (name === 'network:show' || name === 'network:list') return told.kind === 'network'
  if (name === 'member:show') return told.kind === 'member'
  // Its gate and whom it means rest on the network, the members and the incident too.
  if (name === 'alert:show') return told.kind !== 'alert' || asked.id === told.id
  if (name === 'circle:list') return ['network', 'member', 'contact'].includes(told.kind)
  if (name === 'tree:show') return told.kind !== 'incident' && told.kind !== 'plan'
  if (name === 'duty:show' || name === 'hold:list') return told.kind === 'network'
  if (name === 'journey:list') return told.kind === 'network' || told.kind === 'member'
  if (name === 'alert:audience') return told.kind === 'network' || told.kind === 'member'
  if (asked.kind !== undefined && asked.kind !== told.kind) return false
  return asked.id === undefined || !OWN_ID.has(told.kind) || asked.id === told.id
}
