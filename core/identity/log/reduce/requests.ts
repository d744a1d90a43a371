import { toHex } from '../../../shared/bytes.ts'
import { isOfType, type RecordOf } from '../record/record.ts'
import type { Reduction } from './reduction.ts'
import type { DeviceState, RequestState, SealedName } from '../state.ts'
import type { Verdict } from './verdict.ts'

/** Verdicts by which an honest newcomer was let in for nothing. */
const ORPHANED: ReadonlySet<Verdict> = new Set([
  'author-removed-meanwhile',
  'author-not-a-member',
  'invite-void',
  'invite-revoked',
])

/** The name an admit or a request carries. */
export function nameOf(record: RecordOf<'admit'> | RecordOf<'request'>): SealedName {
  const { name, epoch, label } = record.content.body
  return { sealed: name, epoch: toHex(epoch), type: record.content.type, label }
}

/** What waits for a coordinator, in order of reduction; one per device, the latest. */
export function requestsOf(
  reduction: Reduction,
  options: { devices: ReadonlyMap<string, DeviceState>; rejected: ReadonlySet<string> },
): Map<string, RequestState> {
  const open = new Map<string, RequestState>()
  for (const [entry, verdict] of reduction.verdicts) {
    const { record } = entry
    if (!isOfType(record, 'request') && !isOfType(record, 'admit')) continue
    const request = requestOf(record, verdict)
    if (request === undefined || options.rejected.has(request.id)) continue
    const known = options.devices.get(request.device)
    if (known !== undefined && known.status !== 'pending') continue
    if (request.kind === 'request' && isRevoked(reduction, request.invite)) continue
    if (known === undefined && reduction.people.removalsOf(request.device).length > 0) continue
    open.set(request.device, request)
  }
  return new Map([...open.values()].map((request) => [request.id, request]))
}

function requestOf(record: RecordOf<'admit'> | RecordOf<'request'>, verdict: Verdict): RequestState | undefined {
  const kind = kindOf(record.content.type, verdict)
  if (kind === undefined) return undefined
  const { device, invite } = record.content.body
  return {
    id: record.hex,
    kind,
    device: toHex(device),
    invite: toHex(invite),
    name: nameOf(record),
    by: record.authorHex,
    at: record.time,
  }
}

function kindOf(type: 'admit' | 'request', verdict: Verdict): RequestState['kind'] | undefined {
  if (type === 'request') return verdict === 'counts' ? 'request' : undefined
  if (verdict === 'pending') return 'over-use'
  return ORPHANED.has(verdict) ? 'orphaned' : undefined
}

function isRevoked(reduction: Reduction, invite: string): boolean {
  const fact = reduction.invites.get(invite)
  if (fact === undefined || fact.revocations.length > 0) return true
  const inviter = fact.entry.record.authorHex
  return reduction.people.removalsOf(inviter).length > 0 || reduction.people.leavesOf(inviter).length > 0
}
