import type { CommandOutput, Handlers } from '../../bridge/contract.ts'
import { AUTO_ADMIT } from '../../identity/log/reduce/reduction.ts'
import { inviteClosure, isRecoveryKey, type PersonState } from '../../identity/log/state.ts'
import { MeshError } from '../../shared/errors.ts'
import type { EngineAccess } from '../access.ts'
import { beCaughtUp } from './caught-up.ts'
import { lastSequencesOf } from './last-sequences.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

type Names = 'member:list' | 'member:show' | 'member:promote' | 'member:demote' | 'member:remove'
type Member = CommandOutput<'member:list'>['members'][number]

/** The people of a network. */
export function memberHandlers(engine: EngineAccess): Pick<Handlers, Names> {
  return {
    'member:list': async ({ network }) => {
      const runtime = engine.unlocked.network(network)
      return { members: runtime.membership.present().map((person) => shownMember(runtime, person)) }
    },
    'member:show': async ({ network, person }) => {
      const runtime = engine.unlocked.network(network)
      const found = runtime.membership.state.persons.get(person)
      if (found === undefined) throw new MeshError('domain/not-found', 'No such person in this network')
      const record = runtime.ledger.get(runtime.memberDocument(person))?.record as Record<string, unknown> | undefined
      return { ...shownMember(runtime, found), ...(record !== undefined && { record: { ...record, id: person } }) }
    },
    'member:promote': async ({ network, person }) => {
      const runtime = engine.unlocked.network(network)
      runtime.membership.accept(runtime.duties.author().promote(person))
      return { id: person }
    },
    'member:demote': async ({ network, person }) => {
      const runtime = engine.unlocked.network(network)
      runtime.membership.accept(runtime.duties.author().demote(person))
      return { id: person }
    },
    'member:remove': async ({ network, person }, { signal }) => {
      const runtime = engine.unlocked.network(network)
      const devices = runtime.membership.state.persons.get(person)?.devices ?? []
      await beCaughtUp(runtime, { going: devices, signal })
      const last = lastSequencesOf(runtime, devices)
      // An invite that is still open would let the same person back in under a new key
      for (const invite of openInvites(runtime, engine.parts.clock.now())) {
        runtime.membership.accept(runtime.duties.author().revoke(invite))
      }
      runtime.duties.remove(devices, last)
      return { id: person }
    },
  }
}

/** Record ids of the invites by which somebody could be let in without a coordinator. */
function openInvites({ membership }: NetworkRuntime, now: number): string[] {
  return [...membership.state.invites.values()]
    .filter((invite) => (invite.flags & AUTO_ADMIT) !== 0 && inviteClosure(invite, now) === undefined)
    .filter((invite) => !isRecoveryKey(invite)) // known to nobody but its owner, and closed with their device
    .map(({ id }) => id)
}

function shownMember(runtime: NetworkRuntime, person: PersonState): Member {
  const { membership, hub } = runtime
  const devices = person.devices
    .map((device) => membership.state.devices.get(device))
    .filter((one) => one !== undefined)
  const exchanges = person.devices.flatMap((device) => hub.receipts.receipt(device)?.at ?? [])
  const gone = devices.some(({ status }) => status === 'removed') ? 'removed' : 'left'
  return {
    id: person.person,
    name: membership.nameOf(person.person),
    fingerprint: (person.devices[0] ?? '').slice(0, 8),
    role: person.role,
    you: person.person === membership.person,
    devices: devices.filter(({ status }) => status === 'member').length,
    state: person.present ? 'current' : gone,
    connected: person.devices.some((device) => hub.isPresent(device)),
    joinedAt: devices[0]?.admittedAt ?? 0,
    ...(exchanges.length > 0 && { lastExchangeAt: Math.max(...exchanges) }),
  }
}
