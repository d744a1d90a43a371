import type { CommandOutput, Handlers } from '../../bridge/contract.ts'
import { RECORD_KINDS } from '../../bridge/contract/parts.ts'
import { MeshError } from '../../shared/errors.ts'
import type { EngineAccess } from '../access.ts'
import type { PeerStatus } from '../../sync/events.ts'
import { formatAddress } from '../address-text.ts'
import { TOLERANCE_MS } from '../network/network-clock.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { syncCode } from '../network/sync-code.ts'

type NetworkSync = CommandOutput<'sync:status'>['networks'][number]
type PersonSync = NetworkSync['people'][number]

/** Who has what. */
export function syncHandlers(engine: EngineAccess): Pick<Handlers, 'sync:status' | 'sync:wait'> {
  return {
    'sync:status': async () => {
      const { failing } = engine.unlocked.profile.store
      return {
        online: engine.options.online,
        addresses: engine.addresses().map(formatAddress),
        networks: engine.unlocked.networks().map(statusOf),
        ...(failing !== undefined && { storage: failing }),
      }
    },
    'sync:wait': async ({ timeoutMs, network }, { signal }) => {
      const { unlocked } = engine
      if (unlocked.wifi === undefined) throw new MeshError('network/not-running', 'Nobody is spoken to')
      const runtimes = network === undefined ? unlocked.networks() : [unlocked.network(network)]
      const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
      try {
        // Of several networks those count in which somebody is connected; one at least must
        await Promise.any(runtimes.map((runtime) => runtime.hub.waitSynced({ signal: within })))
        await Promise.all(
          runtimes
            .filter((runtime) => runtime.hub.status().length > 0)
            .map((runtime) => runtime.hub.waitSynced({ signal: within })),
        )
      } catch (cause) {
        if (signal.aborted) throw new MeshError('shared/aborted', 'Stopped waiting', { cause })
        throw notSynced(runtimes, cause)
      }
      return { synced: true, names: [...new Set(runtimes.flatMap(connectedNames))] }
    },
  }
}

function notSynced(runtimes: readonly NetworkRuntime[], cause: unknown): MeshError {
  const people = runtimes.flatMap((runtime) => peopleOf(runtime)).filter(({ connected }) => connected)
  const details = { connected: people.length, missing: people.filter(({ hasEverything }) => !hasEverything).length }
  return new MeshError('sync/not-synced', 'Not everybody connected has everything yet', { cause, details })
}

function connectedNames(runtime: NetworkRuntime): string[] {
  return peopleOf(runtime).flatMap(({ connected, name }) => (connected ? [name] : []))
}

function statusOf(runtime: NetworkRuntime): NetworkSync {
  const people = peopleOf(runtime)
  const records = runtime.ledger.documents(RECORD_KINDS)
  return {
    id: runtime.id,
    name: runtime.name,
    records: records.length,
    state: runtime.membership.standing,
    sentence: sentenceOf(runtime, people, records),
    people,
  }
}

function peopleOf(runtime: NetworkRuntime): PersonSync[] {
  const { membership, hub, ledger } = runtime
  const peers = new Map(hub.status().map((peer) => [peer.device, peer]))
  const here = hub.present()
  const revision = ledger.revision()
  return membership
    .present()
    .filter(({ person }) => person !== membership.person)
    .map(({ person, devices }) => {
      const connected = devices.flatMap((device) => peers.get(device) ?? [])
      const receipts = devices.flatMap((device) => hub.receipts.receipt(device) ?? [])
      const times = [
        ...receipts.map(({ at }) => at),
        ...connected.flatMap(({ lastExchangeAt }) => lastExchangeAt ?? []),
      ]
      const hasEverything = devices.some((device) => hub.receipts.hasEverything(device, revision))
      const isHere = devices.some((device) => here.has(device))
      return {
        person,
        name: membership.nameOf(person),
        connected: isHere,
        ...(times.length > 0 && { lastExchangeAt: Math.max(...times) }),
        hasEverything,
        pending: hasEverything ? 0 : Math.max(0, ...connected.map(({ pendingOut }) => pendingOut)),
        hasNewer: receipts.some(({ hasNewer }) => hasNewer) || connected.some(({ pendingIn }) => pendingIn > 0),
        ...(isHere ? clockOf(connected) : obstacleOf(runtime, devices)),
      }
    })
}

function clockOf(connected: readonly PeerStatus[]): Pick<PersonSync, 'clockDifferenceMs'> {
  const differs = connected.map(({ clockDifferenceMs = 0 }) => clockDifferenceMs)
  const most = differs.toSorted((a, b) => Math.abs(b) - Math.abs(a))[0] ?? 0
  return Math.abs(most) > TOLERANCE_MS ? { clockDifferenceMs: Math.round(most) } : {}
}

function obstacleOf({ obstacles }: NetworkRuntime, devices: readonly string[]): Pick<PersonSync, 'obstacle'> {
  const obstacle = devices.map((device) => obstacles.of(device)).find((one) => one !== undefined)
  return obstacle === undefined ? {} : { obstacle }
}

/** In the product's words: names and times, and never more than was told. */
function sentenceOf(
  runtime: NetworkRuntime,
  people: readonly PersonSync[],
  records: readonly Uint8Array[],
): NetworkSync['sentence'] {
  const having = people.filter(({ hasEverything }) => hasEverything).toSorted(latestFirst)
  const last = people.filter(({ lastExchangeAt }) => lastExchangeAt !== undefined).toSorted(latestFirst)[0]
  return {
    code: syncCode(people, { isAnything: records.length > 0 }),
    names: having.map(({ name }) => name),
    onlyHere: having.length > 0 ? 0 : countOnlyHere(runtime, records),
    ...(last !== undefined && { lastExchange: { name: last.name, at: last.lastExchangeAt! } }),
    newer: people.filter(({ hasNewer }) => hasNewer).map(({ name }) => name),
  }
}

/** Records that no other person's computer has told to hold as they are here. */
function countOnlyHere({ hub, membership }: NetworkRuntime, records: readonly Uint8Array[]): number {
  const others = membership.present().filter(({ person }) => person !== membership.person)
  const devices = others.flatMap((one) => one.devices)
  return records.filter((document) => !devices.some((device) => hub.receipts.holds(device, document))).length
}

function latestFirst(a: PersonSync, b: PersonSync): number {
  return (b.lastExchangeAt ?? 0) - (a.lastExchangeAt ?? 0)
}
