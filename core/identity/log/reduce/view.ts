import { toHex } from '../../../shared/bytes.ts'
import { joined, stretchesOf, type Stretches } from '../cut.ts'
import { epochsOf, leavesOf, tipOf } from './epochs.ts'
import type { Entry } from '../record/graph.ts'
import { isOfType, type RecordOf } from '../record/record.ts'
import type { Reduction } from './reduction.ts'
import { nameOf, requestsOf } from './requests.ts'
import type {
  DeviceState,
  DeviceStatus,
  InviteState,
  MembershipState,
  PersonState,
  Role,
  SealedName,
} from '../state.ts'

/** The snapshot a reduction amounts to. */
export function viewOf(reduction: Reduction, networkId: Uint8Array): MembershipState {
  const rejected = new Set(reduction.counting('reject').map((entry) => toHex(entry.record.content.body.request)))
  const devices = devicesOf(reduction, rejected)
  const epochs = epochsOf(reduction)
  const isTrusted = (device: string): boolean => {
    const status = devices.get(device)?.status
    return status === 'member' || status === 'pending'
  }
  const persons = personsOf(reduction, devices)
  const members = [...devices.values()].filter((it) => it.status === 'member').map((it) => it.device)
  return {
    networkId,
    founder: reduction.people.founder,
    devices,
    persons,
    invites: invitesOf(reduction),
    requests: requestsOf(reduction, { devices, rejected }),
    epochs,
    tip: tipOf(epochs, { isTrusted, members }),
    leaves: leavesOf(epochs),
    erasures: reduction.erasures.view({ networkId, persons: persons.values() }),
    voided: new Map(
      [...reduction.verdicts].filter(([, it]) => it !== 'counts').map(([entry, it]) => [entry.record.hex, it]),
    ),
  }
}

function devicesOf(reduction: Reduction, rejected: ReadonlySet<string>): Map<string, DeviceState> {
  const { people } = reduction
  const devices = new Map<string, DeviceState>()
  for (const device of people.devices()) {
    const admission = people.admissionOf(device)!
    const { record } = admission.entry
    const isRejected = admission.pending && reduction.graph.admitsOf(device).some((it) => rejected.has(it.record.hex))
    const status: DeviceStatus =
      people.removalsOf(device).length > 0 || isRejected
        ? 'removed'
        : people.leavesOf(device).length > 0
          ? 'left'
          : admission.pending
            ? 'pending'
            : 'member'
    const admit = isOfType(record, 'admit') ? record : undefined
    devices.set(device, {
      device,
      person: admission.person,
      role: roleOf(reduction, admission.person),
      status,
      admittedBy: record.authorHex,
      admittedAt: record.time,
      invite:
        admit === undefined || admit.content.body.invite.byteLength === 0
          ? undefined
          : toHex(admit.content.body.invite),
      name: admit === undefined ? undefined : nameOf(admit),
      joinedOrder: devices.size,
      cut: cutOf([...people.removalsOf(device), ...people.leavesOf(device)]),
    })
  }
  return devices
}

/**
 * The numbers that count per session, by all records that took the device out. Two that did so apart may have seen different
 * ones: what either lets counts, so that nothing a coordinator accepted is taken back.
 */
function cutOf(records: readonly Entry[]): Map<string, Stretches> {
  const cut = new Map<string, Stretches[]>()
  for (const { record } of records) {
    if (!isOfType(record, 'remove') && !isOfType(record, 'leave')) continue
    for (const [session, ...runs] of (record as RecordOf<'remove'>).content.body.last) {
      const hex = toHex(session)
      const known = cut.get(hex)
      if (known === undefined) cut.set(hex, [stretchesOf(runs)])
      else known.push(stretchesOf(runs))
    }
  }
  return new Map(Array.from(cut, ([session, all]) => [session, joined(all)]))
}

function roleOf(reduction: Reduction, person: string): Role {
  const seniority = reduction.people.seniority(person)
  if (seniority === undefined) return 'member'
  return person === reduction.people.founder && seniority < 0 ? 'founder' : 'coordinator'
}

function personsOf(reduction: Reduction, devices: ReadonlyMap<string, DeviceState>): Map<string, PersonState> {
  const { people } = reduction
  const names = new Map<string, SealedName>()
  for (const { record } of reduction.counting('name')) {
    const { person, name, epoch } = record.content.body
    names.set(toHex(person), { sealed: name, epoch: toHex(epoch), type: 'name', label: undefined })
  }
  const since = (person: string): number => people.seniority(person) ?? Number.MAX_SAFE_INTEGER
  const ranked = people.persons().toSorted((a, b) => since(a) - since(b)) // stable: members stay in order of joining
  return new Map(
    ranked.map((person, seniority) => {
      const own = people.devicesOf(person).filter((device) => devices.get(device)?.person === person)
      const present = own.some((device) => devices.get(device)?.status === 'member')
      const name = names.get(person) ?? own.map((device) => devices.get(device)?.name).find((it) => it !== undefined)
      const role = roleOf(reduction, person)
      const coordinated = people.hasCoordinated(person)
      return [person, { person, devices: own, role, coordinated, seniority, present, name }]
    }),
  )
}

function invitesOf(reduction: Reduction): Map<string, InviteState> {
  const { people } = reduction
  return new Map(
    [...reduction.invites].map(([id, { entry, body, person, revocations, usedBy }]) => {
      const inviter = entry.record.authorHex
      const revoked =
        revocations.length > 0 || people.removalsOf(inviter).length > 0 || people.leavesOf(inviter).length > 0
      const { key, uses, expires, flags, secrets } = body
      return [
        id,
        {
          id,
          key,
          uses,
          used: usedBy.size,
          expires,
          flags,
          inviter,
          person,
          revoked,
          epoch: toHex(body.epoch),
          secrets,
        },
      ]
    }),
  )
}
