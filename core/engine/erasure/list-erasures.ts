import type { CommandOutput } from '../../bridge/contract.ts'
import type { DeviceState, ErasureState } from '../../identity/log/state.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

type Listed = CommandOutput<'erasure:list'>
type Erasure = Listed['erasures'][number]

const MOST_IDS = 20
const MOST_MISSING = 50

/** The computers that are in the network now, in order of joining. */
export function standingOf({ membership }: NetworkRuntime): readonly DeviceState[] {
  return [...membership.state.devices.values()].filter(({ status }) => status === 'member')
}

/** What was erased, act by act, newest first, with who has confirmed it. */
export function listErasures(runtime: NetworkRuntime, window: { offset: number; limit: number }): Listed {
  const acts = new Map<string, { erasure: ErasureState; ids: string[] }>()
  for (const [id, erasure] of runtime.membership.state.erasures) {
    const act = acts.get(erasure.records[0]!)
    if (act === undefined) acts.set(erasure.records[0]!, { erasure, ids: [id] })
    else act.ids.push(id)
  }
  const newest = [...acts].toSorted(([a, one], [b, other]) => other.erasure.at - one.erasure.at || (a < b ? -1 : 1))
  const computers = standingOf(runtime)
  return {
    total: newest.length,
    computers: Math.max(1, computers.length),
    doneHere: runtime.erasure.isDone,
    erasures: newest
      .slice(window.offset, window.offset + window.limit)
      .map(([id, act]) => shown(runtime, { id, ...act, computers })),
  }
}

function shown(
  runtime: NetworkRuntime,
  {
    id,
    erasure,
    ids,
    computers,
  }: { id: string; erasure: ErasureState; ids: string[]; computers: readonly DeviceState[] },
): Erasure {
  const { membership, erasure: desk } = runtime
  const missing = computers.filter(({ device }) => !desk.book.confirms(device, erasure))
  return {
    id,
    ...who(runtime, erasure.by),
    at: erasure.at,
    records: ids.length,
    ids: ids.slice(0, MOST_IDS),
    confirmed: computers.length - missing.length,
    missing: missing.slice(0, MOST_MISSING).map(({ person, device }) => ({
      ...who({ membership }, person),
      device: device.slice(0, 8),
    })),
  }
}

function who(
  { membership }: Pick<NetworkRuntime, 'membership'>,
  person: string,
): { person: string; name: string; you: boolean } {
  return { person, name: membership.nameOf(person), you: person === membership.person }
}
