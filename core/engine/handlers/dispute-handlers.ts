import type { CommandOutput, Handlers } from '../../bridge/contract.ts'
import { disputeRemoval } from '../../identity/author/dispute.ts'
import { decodeStatement, encodeStatement } from '../../identity/author/statement.ts'
import { decodeRecord, type RecordOf } from '../../identity/log/record/record.ts'
import { isCurrentDevice } from '../../identity/log/state.ts'
import { toHex } from '../../shared/bytes.ts'
import { MeshError } from '../../shared/errors.ts'
import type { EngineAccess } from '../access.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { lastSequencesOf } from './last-sequences.ts'

type Names = 'dispute:show' | 'dispute:make' | 'dispute:take'
type Removal = RecordOf<'remove'>

/** What two coordinators can do together who were taken out by a computer that was stolen. */
export function disputeHandlers(engine: EngineAccess): Pick<Handlers, Names> {
  return {
    'dispute:show': async ({ network }) => shownDispute(engine.unlocked.network(network)),
    'dispute:make': async ({ network }) => {
      const runtime = engine.unlocked.network(network)
      const { membership } = runtime
      const devices = removersOf(runtime).map(({ device }) => device)
      if (devices.length === 0)
        throw new MeshError('domain/not-allowed-now', 'Nobody else has taken this laptop out of the network')
      if (!hasDisputed(runtime, devices)) {
        const { log, device } = membership
        const last = lastSequencesOf(runtime, devices)
        membership.accept(disputeRemoval({ log, device, clock: engine.parts.clock }, devices, last))
        await comeBack(engine, runtime)
      }
      return shownDispute(runtime)
    },
    'dispute:take': async ({ statement }) => {
      const { networkId, records } = decodeStatement(statement)
      const runtime = engine.unlocked.network(toHex(networkId))
      const { membership } = runtime
      const before = membership.state
      membership.accept(records)
      await comeBack(engine, runtime)
      const removals = records.map((bytes) => decodeRecord(bytes) as Removal)
      const targets = new Set(removals.flatMap(({ content }) => content.body.devices.map(toHex)))
      const out = [...targets].filter((it) => isCurrentDevice(before, it) && !isCurrentDevice(membership.state, it))
      return {
        network: runtime.id,
        by: namesOf(runtime, new Set(removals.map(({ authorHex }) => authorHex))),
        out: namesOf(runtime, new Set(out)),
        waits: removals.some(({ id }) => !membership.log.has(id)),
      }
    },
  }
}

function shownDispute(runtime: NetworkRuntime): CommandOutput<'dispute:show'> {
  const { membership } = runtime
  const removers = removersOf(runtime)
  const statements = statementsOf(runtime)
  const self = membership.state.devices.get(membership.device.hex)
  return {
    removers,
    allowed: removers.length > 0 && self?.role !== 'member',
    by: namesOf(runtime, new Set(statements.map(({ authorHex }) => authorHex))),
    ...(statements.length > 0 && {
      statement: encodeStatement({ networkId: runtime.entry.id, records: statements.map(({ bytes }) => bytes) }),
    }),
  }
}

/** Computers of others by which this one is out. */
function removersOf({ membership }: NetworkRuntime): CommandOutput<'dispute:show'>['removers'] {
  const { state, device, person } = membership
  if (state.devices.get(device.hex)?.status !== 'removed') return []
  const removals = membership.log.recordsOfType('remove').filter(({ hex, content }) => {
    return !state.voided.has(hex) && content.body.devices.some((one) => toHex(one) === device.hex)
  })
  return removals.flatMap(({ authorHex, time }) => {
    const whose = state.devices.get(authorHex)?.person
    if (whose === undefined || whose === person) return []
    return [
      {
        device: authorHex,
        fingerprint: authorHex.slice(0, 8),
        person: whose,
        name: membership.nameOf(whose),
        at: time,
      },
    ]
  })
}

/**
 * What those say of a computer that took them and this one out: also once it counts, as those who were not reached yet
 * have to be given it too.
 */
function statementsOf({ membership }: NetworkRuntime): Removal[] {
  const removals = membership.log.recordsOfType('remove')
  const targetsOf = (removal: Removal): string[] => removal.content.body.devices.map(toHex)
  const own = membership.device.hex
  const person = (device: string): string | undefined => membership.personOfDevice(device)
  const taken = removals.filter((it) => person(it.authorHex) !== membership.person && targetsOf(it).includes(own))
  const disputed = new Set(taken.map(({ authorHex }) => authorHex))
  const theirs = new Set(removals.filter((it) => disputed.has(it.authorHex)).flatMap(targetsOf))
  return removals.filter((it) => theirs.has(it.authorHex) && targetsOf(it).some((one) => disputed.has(one)))
}

function hasDisputed({ membership }: NetworkRuntime, devices: readonly string[]): boolean {
  const own = membership.log.recordsOfType('remove').filter(({ authorHex }) => authorHex === membership.device.hex)
  return devices.every((device) => own.some(({ content }) => content.body.devices.some((it) => toHex(it) === device)))
}

/** Of devices (hex), each person once. */
function namesOf({ membership }: NetworkRuntime, devices: ReadonlySet<string>): string[] {
  const persons = new Set([...devices].flatMap((device) => membership.personOfDevice(device) ?? []))
  return [...persons].map((person) => membership.nameOf(person))
}

/** Who is in again by what was just taken is in touch again: those who had given each other up try at once. */
async function comeBack({ unlocked }: EngineAccess, runtime: NetworkRuntime): Promise<void> {
  if (!runtime.membership.belongs || unlocked.wifi === undefined) return
  const online = runtime.online ?? (await runtime.goOnline(unlocked.wifi))
  online.connector.retryNow()
}
