import type { CommandOutput, Handlers } from '../../bridge/contract.ts'
import { createNetwork } from '../../identity/author/create-network.ts'
import { DeviceKey } from '../../identity/device-key.ts'
import { MeshError } from '../../shared/errors.ts'
import type { EngineAccess } from '../access.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { lastSequencesOf } from './last-sequences.ts'

type Names = 'network:create' | 'network:list' | 'network:show' | 'network:leave'
type Summary = CommandOutput<'network:list'>['networks'][number]

const KINDS: readonly Summary['kind'][] = ['circle', 'area', 'specialist', 'coalition']

/** Networks as such. */
export function networkHandlers(engine: EngineAccess): Pick<Handlers, Names> {
  return {
    'network:create': async ({ name, as, kind }) => {
      const { unlocked, parts } = engine
      const seed = parts.random(32)
      const device = new DeviceKey(seed)
      const { networkId, records } = createNetwork({ device, name: as, clock: parts.clock, random: parts.random })
      device.forget()
      const runtime = await unlocked.adopt(
        { id: networkId, seed, state: 'making', as, name, kind, joinedAt: parts.clock.now() },
        records,
      )
      return { id: runtime.id, name }
    },
    'network:list': async () => ({ networks: engine.unlocked.networks().map(summaryOf) }),
    'network:show': async ({ network }) => {
      const runtime = engine.unlocked.network(network)
      const record = runtime.ledger.get(runtime.networkDocument)?.record as Record<string, unknown> | undefined
      return { ...summaryOf(runtime), record: { ...record, id: runtime.id } }
    },
    'network:leave': async ({ network }) => {
      const { unlocked } = engine
      const runtime = unlocked.network(network)
      if (runtime.membership.belongs) {
        const { membership, duties } = runtime
        // All computers of the person leave: what each of them wrote stays
        const devices = membership.state.persons.get(membership.person)?.devices ?? []
        membership.accept(duties.author().leave(lastSequencesOf(runtime, devices)))
        await runtime.online?.farewell()
      }
      await unlocked.drop(runtime)
      return { id: network }
    },
  }
}

function summaryOf(runtime: NetworkRuntime): Summary {
  const { membership } = runtime
  const person = membership.state.persons.get(membership.person)
  if (person === undefined) throw new MeshError('identity/not-a-member', 'This laptop is no member of the network')
  const record = runtime.ledger.get(runtime.networkDocument)?.record as { kind?: string | null } | undefined
  const connected = new Set(runtime.personsHere())
  connected.delete(membership.person)
  return {
    id: runtime.id,
    name: runtime.name,
    kind: KINDS.find((kind) => kind === record?.kind) ?? 'circle',
    person: membership.person,
    as: membership.nameOf(membership.person),
    role: person.role,
    state: membership.standing,
    members: membership.present().length,
    connected: connected.size,
    joinedAt: runtime.entry.joinedAt,
  }
}
