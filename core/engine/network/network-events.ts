import type { EngineEvents } from '../../bridge/contract.ts'
import type { Emitter } from '../../shared/events.ts'
import type { MembershipState } from '../../identity/log/state.ts'
import type { NetworkRuntime } from './network-runtime.ts'

const SHOWN = new Set(['contact', 'incident', 'plan', 'alert', 'network', 'member'])

/** Tells the bridge what happens in one network. @returns the function that stops telling */
export function tellNetworkEvents(runtime: NetworkRuntime, events: Emitter<EngineEvents>): () => void {
  const network = runtime.id
  const { membership, ledger, erasure } = runtime
  const tellChanged = ({ kind, id }: { kind: string; id: string }): void => {
    if (!SHOWN.has(kind)) return
    const shownKind = kind as EngineEvents['record:changed']['kind']
    events.emit('record:changed', { network, kind: shownKind, id: shownId(runtime, kind, id) })
  }
  const offs = [
    ledger.events.on('record:changed', tellChanged),
    ledger.events.on('record:gone', tellChanged),
    erasure.events.on('erasure:changed', () => events.emit('erasure:changed', { network })),
    membership.events.on('membership:grown', ({ before }) => {
      tellGrowth(runtime, before, events)
      const { standing } = membership
      const was = before.devices.get(membership.device.hex)?.status
      if (standing !== 'current' && was !== standing) events.emit('membership:ended', { network, state: standing })
    }),
    ...tellPeers(runtime, events),
  ]
  return () => {
    for (const off of offs) off()
  }
}

function tellPeers(
  { id: network, membership, hub, ledger, troubles, obstacles }: NetworkRuntime,
  events: Emitter<EngineEvents>,
): (() => void)[] {
  const connected = new Set<string>()
  const whose = (device: string): { network: string; person: string; name: string } | undefined => {
    const person = membership.personOfDevice(device)
    return person === undefined ? undefined : { network, person, name: membership.nameOf(person) }
  }
  const tell = (event: 'peer:connected' | 'peer:disconnected', device: string): void => {
    const person = whose(device)
    if (person !== undefined) events.emit(event, { ...person, device: device.slice(0, 8) })
  }
  const look = ({ device }: { device: string }): void => {
    const isHere = hub.isPresent(device)
    if (isHere === connected.has(device)) return
    if (isHere) connected.add(device)
    else connected.delete(device)
    tell(isHere ? 'peer:connected' : 'peer:disconnected', device)
  }
  return [
    ...(['peer:greeted', 'peer:changed', 'session:ended'] as const).map((name) => hub.events.on(name, look)),
    troubles.events.on('trouble:noted', ({ device, what }) => {
      const person = whose(device)
      if (person !== undefined) events.emit('trouble:noted', { ...person, device: device.slice(0, 8), what })
    }),
    obstacles.events.on('obstacle:changed', ({ device }) => {
      const person = whose(device)
      if (person !== undefined) events.emit('obstacle:changed', { ...person, device: device.slice(0, 8) })
    }),
    hub.events.on('sync:receipt', ({ device, at }) => {
      const person = whose(device)
      const hasEverything = hub.receipts.hasEverything(device, ledger.revision())
      if (person !== undefined) events.emit('sync:receipt', { ...person, at, hasEverything })
    }),
  ]
}

/** The id under which people know a record: the network's for its own, the person's for a member's. */
function shownId(runtime: NetworkRuntime, kind: string, document: string): string {
  if (kind === 'network') return runtime.id
  if (kind !== 'member') return document
  const { persons } = runtime.membership.state
  return [...persons.keys()].find((person) => runtime.memberDocument(person) === document) ?? document
}

function tellGrowth(runtime: NetworkRuntime, before: MembershipState, events: Emitter<EngineEvents>): void {
  const { membership, id: network } = runtime
  const now = membership.state
  for (const [person, { present }] of now.persons) {
    const was = before.persons.get(person)
    if (present && was?.present !== true)
      events.emit('member:joined', { network, person, name: membership.nameOf(person) })
    else if (
      was !== undefined &&
      (was.present !== present ||
        was.role !== now.persons.get(person)?.role ||
        computersOf(before, person) !== computersOf(now, person))
    ) {
      events.emit('member:changed', { network, person })
    }
  }
  for (const [request, { name }] of now.requests) {
    if (!before.requests.has(request)) {
      events.emit('request:arrived', { network, request, name: membership.openName(name) ?? '' })
    }
  }
  if (haveInvitesChanged(before, now) || haveRequestsGone(before, now)) events.emit('network:changed', { network })
}

function computersOf({ persons, devices }: MembershipState, person: string): number {
  const all = persons.get(person)?.devices ?? []
  return all.filter((device) => devices.get(device)?.status === 'member').length
}

/** One more, one used or withdrawn. */
function haveInvitesChanged(before: MembershipState, now: MembershipState): boolean {
  if (now.invites.size !== before.invites.size) return true
  return [...now.invites].some(([id, { used, revoked }]) => {
    const was = before.invites.get(id)
    return was?.used !== used || was.revoked !== revoked
  })
}

/** Decided, here or elsewhere: nobody should be asked again. */
function haveRequestsGone(before: MembershipState, now: MembershipState): boolean {
  return [...before.requests.keys()].some((request) => !now.requests.has(request))
}
