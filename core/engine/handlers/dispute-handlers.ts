import type { CommandOutput, Handlers } from '../../bridge/contract.ts'
import { disputeRemoval } from '../../identity/author/dispute.ts'
import { decodeStatement, encodeStatement } from '../../identity/author/statement.ts'
import { decodeRecord, type RecordOf } from '../../identity/log/record/record.ts'
import { isCurrentDevice } from '../../identity/log/state.ts'
import { fromHex, toHex } from '../../shared/bytes.ts'
import { MeshError } from '../../shared/errors.ts'
import type { EngineAccess } from '../access.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

type Names = 'dispute:show' | 'dispute:make' | 'dispute:take'
type Removal = RecordOf<'remove'>

/** What two coordinators can do together who were taken out by a computer that was stolen. */
export function disputeHandlers(engine: EngineAccess): Pick<Handlers, Names> {
  return {
    'dispute:show': async ({ network }) => shownDispute(engine.unlocked.network(network)),
    'dispute:make': async ({ network }) => {
      const runtime = engine.unlocked.network(network)
      const { membership, ledger } = runtime
      const devices = removersOf(runtime).map(({ device }) => device)
      if (devices.length === 0)
        throw new MeshError('domain/not-allowed-now', 'Nobody else has taken this laptop out of the network')
      if (!hasDisputed(runtime, devices)) {
        const last = devices.flatMap((device) => ledger.lastSequences(device))
        const cut = last.map(([session, sequence]) => [fromHex(session), sequence] as const)
        const { log, device } = membership
        membership.accept(disputeRemoval({ log, device, clock: engine.parts.clock }, devices, cut))
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
  const statements = statementsAgainst(
    runtime,
    removers.map(({ device }) => device),
  )
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

/** Removals of any of these devices (hex) by people who are out themselves, or that this laptop made. */
function statementsAgainst({ membership }: NetworkRuntime, devices: readonly string[]): Removal[] {
  const { state, log } = membership
  return log.recordsOfType('remove').filter(({ authorHex, content }) => {
    const isOut = state.devices.get(authorHex)?.status === 'removed'
    return isOut && content.body.devices.some((one) => devices.includes(toHex(one)))
  })
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

/** Who is in again by what was just taken is in touch again. */
async function comeBack({ unlocked }: EngineAccess, runtime: NetworkRuntime): Promise<void> {
  if (runtime.membership.belongs && runtime.online === undefined && unlocked.wifi !== undefined)
    await runtime.goOnline(unlocked.wifi)
}
