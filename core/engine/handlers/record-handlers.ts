import type { CommandOutput, Handlers } from '../../bridge/contract.ts'
import { RECORD_KINDS, type RecordKind, type ShownKind } from '../../bridge/contract/parts.ts'
import type { ShownDocument } from '../../documents/ledger/ports.ts'
import type { AlertView } from '../../domain/records/alert/view.ts'
import { readSession } from '../../documents/unit/session.ts'
import { fromHex, toHex } from '../../shared/bytes.ts'
import { MeshError } from '../../shared/errors.ts'
import type { EngineAccess } from '../access.ts'
import { knownHere } from '../alerts/known-here.ts'
import { listAlerts } from '../alerts/list-alerts.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { upkeepOf } from '../retention/upkeep.ts'
import { conflictValue } from '../records/conflict-value.ts'
import { documentOf } from './act.ts'

type Names =
  | 'record:add'
  | 'record:list'
  | 'record:show'
  | 'record:find'
  | 'record:edit'
  | 'record:archive'
  | 'record:history'
  | 'record:receipts'
/** Enough to see that a prefix is ambiguous. */
const MOST_MATCHES = 10

type Change = CommandOutput<'record:history'>['changes'][number]

/** Contacts, incidents, plans and alerts, and the network's and members' own records. */
export function recordHandlers(engine: EngineAccess): Pick<Handlers, Names> {
  return {
    'record:add': async ({ network, kind, records }) => {
      const runtime = engine.unlocked.network(network)
      return { ids: await engine.unlocked.writer(runtime).add(kind, records) }
    },
    'record:list': async ({ network, ...query }) => {
      const runtime = engine.unlocked.network(network)
      const { total, records } = query.kind === 'alert' ? listAlerts(runtime.ledger, query) : runtime.ledger.list(query)
      return { total, records: shownList(runtime, records) }
    },
    'record:show': async ({ network, kind, id }) => {
      const runtime = engine.unlocked.network(network)
      const found = required(runtime, kind, id)
      return { record: { ...shown(runtime, found, id), ...upkeepOf(runtime, found) } }
    },
    'record:find': async ({ prefix, network, kind }) => {
      const { unlocked } = engine
      const where = network === undefined ? unlocked.networks() : [unlocked.network(network)]
      const matches = where.flatMap((runtime) =>
        runtime.ledger
          .find(prefix, { kind, limit: MOST_MATCHES })
          .flatMap(({ id, kind: found }) => (isListed(found) ? [{ network: runtime.id, kind: found, id }] : [])),
      )
      return { matches: matches.slice(0, MOST_MATCHES) }
    },
    'record:edit': async ({ network, kind, id, patch }) => {
      const runtime = engine.unlocked.network(network)
      const document = documentOf(runtime, { kind, id })
      await engine.unlocked.writer(runtime).edit(kind, document, { name: 'edit', input: patch })
      return { record: shown(runtime, required(runtime, kind, id), id) }
    },
    'record:archive': async ({ network, kind, id, archived }) => {
      const runtime = engine.unlocked.network(network)
      await engine.unlocked.writer(runtime).edit(kind, id, { name: 'archive', input: { archived } })
      return { id }
    },
    'record:history': async ({ network, id }) => {
      const runtime = engine.unlocked.network(network)
      const found = runtime.ledger.get(id)
      if (found === undefined) throw new MeshError('domain/not-found', 'No such record')
      const history = await runtime.ledger.history(id)
      const changes = history.map(({ session, number, at }): Change => ({ at, number, ...authorOf(runtime, session) }))
      return { kind: found.kind as ShownKind, changes }
    },
    'record:receipts': async ({ network, id }) => {
      const runtime = engine.unlocked.network(network)
      if (runtime.ledger.get(id) === undefined) throw new MeshError('domain/not-found', 'No such record')
      return { receipts: receiptsOf(runtime, fromHex(id)) }
    },
  }
}

function isListed(kind: string): kind is RecordKind {
  return RECORD_KINDS.some((one) => one === kind)
}

function shownList(runtime: NetworkRuntime, records: readonly ShownDocument[]): { id: string }[] {
  const known = knownHere(runtime)
  return records.map((found) => shown(runtime, found, found.id, known))
}

/** The record under the id that people know it by, with the fields two people wrote at once without knowing. */
function shown(
  runtime: NetworkRuntime,
  found: ShownDocument,
  id: string,
  known: ReturnType<typeof knownHere> = knownHere(runtime),
): { id: string; [key: string]: unknown } {
  const conflicts = found.conflicts.map(({ path, values }) => ({
    field: path.join('.'),
    values: values.map(({ value }) => conflictValue(found.kind, path, value)),
    /** Who wrote each value; `{}` where that is not known any more. */
    authors: values.map(({ session }) => authorOf(runtime, session)),
  }))
  const record = found.kind === 'alert' ? known(found.record as unknown as AlertView) : (found.record as object)
  return { ...record, id, ...(conflicts.length > 0 && { conflicts }) }
}

/** @throws MeshError `domain/not-found` */
function required(runtime: NetworkRuntime, kind: ShownKind, id: string): ShownDocument {
  const found = runtime.ledger.get(documentOf(runtime, { kind, id }))
  if (found?.kind !== kind) throw new MeshError('domain/not-found', 'No such record')
  return found
}

function authorOf({ ledger, membership }: NetworkRuntime, session: string): { person?: string; name?: string } {
  const record = ledger.sessionRecordOf(fromHex(session))
  const person = record && membership.personOfDevice(toHex(readSession(record).deviceKey))
  return person === undefined ? {} : { person, name: membership.nameOf(person) }
}

function receiptsOf(
  { membership, hub }: NetworkRuntime,
  document: Uint8Array,
): CommandOutput<'record:receipts'>['receipts'] {
  const holding = new Set(hub.whoHas(document))
  const connected = hub.present()
  return membership
    .present()
    .filter(({ person }) => person !== membership.person)
    .map(({ person, devices }) => {
      const times = devices
        .filter((device) => holding.has(device))
        .flatMap((device) => hub.receipts.receipt(device)?.at ?? [])
      return {
        person,
        name: membership.nameOf(person),
        connected: devices.some((device) => connected.has(device)),
        has: devices.some((device) => holding.has(device)),
        ...(times.length > 0 && { at: Math.max(...times) }),
      }
    })
}
