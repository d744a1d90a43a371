import type { EngineEvents, EventName } from '../../core/bridge/contract.ts'
import { ATTENTION_TEXT } from './attention-text.ts'
import { safeLine } from './safe-text.ts'
import { storageEventText } from './storage-text.ts'
import { TROUBLE_TITLES } from './trouble-text.ts'

/** The event as programs read it: one flat object; a changed record only by its id. */
export function eventJson<Name extends EventName>(name: Name, data: EngineEvents[Name]): object {
  if (name !== 'record:changed') return { event: name, ...data }
  const { kind, id, network } = data as EngineEvents['record:changed']
  return { event: name, kind, id, network }
}

/** The event in words; undefined for those that only the status shows. */
export function eventText<Name extends EventName>(
  name: Name,
  data: EngineEvents[Name],
  networkName: (id: string) => string,
): string | undefined {
  const who = 'name' in data ? safeLine(data.name) : ''
  const where = 'network' in data ? networkName(data.network) : ''
  switch (name) {
    case 'peer:connected':
      return `${who} is here (${where}).`
    case 'peer:disconnected':
      return `${who} is out of reach (${where}).`
    case 'member:joined':
      return `${who} joined ${where}.`
    case 'request:arrived':
      return `${who} asks to join ${where}. See: muster request list`
    case 'membership:ended':
      return endedText((data as EngineEvents['membership:ended']).state, where)
    case 'profile:locked':
      return 'Muster is locked.'
    case 'profile:unlocked':
      return 'Muster is unlocked.'
    case 'attention:rang':
      return rangText(data as EngineEvents['attention:rang'], where)
    case 'trouble:noted':
      return `${TROUBLE_TITLES[(data as EngineEvents['trouble:noted']).what](`${who}'s computer`)} See: muster status`
    case 'storage:changed':
      return storageEventText(data as EngineEvents['storage:changed'])
    case 'attention:changed':
    case 'erasure:changed':
    case 'obstacle:changed':
    case 'member:changed':
    case 'network:changed':
    case 'preferences:changed':
    case 'record:changed':
    case 'sync:receipt':
      return undefined
  }
}

/** That something asks for the person, without what it says: others may see the screen. */
function rangText({ what, level, drill, id }: EngineEvents['attention:rang'], where: string): string {
  const sign = drill ? 'EXERCISE' : level === 'silent' ? 'Asks for you' : 'RINGING'
  return `${sign}: ${ATTENTION_TEXT[what]} (${where}, ${id.slice(0, 8)}). See: muster attention`
}

/** That this computer is out of a network, what stays and what can be done. */
export function endedText(state: EngineEvents['membership:ended']['state'], where: string): string {
  switch (state) {
    case 'pending':
      return `This computer was let into ${where} by an invite that others had used up: a coordinator decides.`
    case 'left':
      return `This computer has left ${where}.`
    case 'removed':
      return `This computer was removed from ${where}.`
  }
}

/** `12 incidents changed in River Street.` */
export function changesText(counts: ReadonlyMap<string, number>, where: string): string {
  const parts = [...counts].map(([kind, count]) => (count === 1 ? `1 ${kind}` : `${count} ${kind}s`))
  return `${parts.join(', ')} changed in ${where}.`
}
