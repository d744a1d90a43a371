import type { CommandOutput } from '../../core/bridge/contract.ts'
import type { Bridge } from '../../core/bridge/rpc-client.ts'
import { MeshError, type ErrorCode } from '../../core/shared/errors.ts'

/** The kinds of records the command line adds and lists. */
export type Kind = 'contact' | 'incident' | 'plan' | 'alert'

const FULL_ID = /^[0-9a-f]{32}$/
const PREFIX = /^[0-9a-f]{6,31}$/

/** Wrong usage, told in one sentence; ends with exit code 2. */
export function usage(sentence: string): MeshError {
  return new MeshError('cli/usage', 'Wrong usage', { details: { sentence } })
}

/**
 * The network meant by an id, the first 6 or more digits of one, or a name; without any, the only one there is.
 *
 * @throws MeshError `identity/unknown-network`, `cli/usage` when several are meant
 */
export async function findNetwork(bridge: Bridge, wanted: string | undefined): Promise<string> {
  if (wanted !== undefined && FULL_ID.test(wanted.toLowerCase())) return wanted.toLowerCase()
  const { networks } = await bridge.call('network:list', {})
  if (wanted !== undefined) return pick(networks, wanted, { what: 'network', absent: 'identity/unknown-network' })
  if (networks.length > 1) throw usage('This profile is in several networks: say which one with --network.')
  if (networks[0] === undefined) throw new MeshError('identity/unknown-network', 'This profile is in no network')
  return networks[0].id
}

/** A member by person id, the first digits of it, or name. */
export async function findMember(bridge: Bridge, network: string, wanted: string): Promise<string> {
  if (FULL_ID.test(wanted)) return wanted
  const { members } = await bridge.call('member:list', { network })
  return pick(
    members.filter((member) => member.state === 'current'),
    wanted,
    { what: 'member', absent: 'identity/not-a-member' },
  )
}

/** A current device of a person (one's own without any), by its key or the first digits of it. */
export async function findDevice(
  bridge: Bridge,
  where: { readonly network: string; readonly person?: string },
  wanted: string,
): Promise<string> {
  const { devices } = await bridge.call('device:list', where)
  const current = devices.filter(({ state }) => state === 'current').map(({ id }) => ({ id, name: '' }))
  return pick(current, wanted, { what: 'computer', absent: 'domain/not-found' })
}

/** A request to join by id, the first digits of it, or name. */
export async function findRequest(bridge: Bridge, network: string, wanted: string): Promise<string> {
  if (/^[0-9a-f]{64}$/.test(wanted)) return wanted
  const { requests } = await bridge.call('request:list', { network })
  return pick(requests, wanted, { what: 'request', absent: 'domain/not-found' })
}

/** An invite by id, the first digits of it, or its code. */
export async function findInvite(bridge: Bridge, network: string, wanted: string): Promise<string> {
  if (/^[0-9a-f]{64}$/.test(wanted)) return wanted
  if (/^\s*muster:/i.test(wanted)) {
    const { invite } = await bridge.call('invite:inspect', { code: wanted })
    if (invite === undefined) throw new MeshError('identity/invite-unknown', 'No such invite here')
    return invite
  }
  const { invites } = await bridge.call('invite:list', { network })
  return pick(
    invites.map(({ id }) => ({ id, name: '' })),
    wanted,
    { what: 'invite', absent: 'identity/invite-unknown' },
  )
}

/** A record by id or the first 6 or more digits of it. */
export async function findRecord(
  bridge: Bridge,
  wanted: string,
  where: { network?: string; kind?: Kind },
): Promise<CommandOutput<'record:find'>['matches'][number]> {
  const prefix = wanted.toLowerCase()
  if (!FULL_ID.test(prefix) && !PREFIX.test(prefix))
    throw usage(`"${wanted.slice(0, 80)}" is not an id: it takes at least the first 6 letters and digits of one.`)
  const { matches } = await bridge.call('record:find', { prefix, ...where })
  if (matches.length > 1) throw usage(`Several records begin with ${prefix}: give more of the id.`)
  if (matches[0] === undefined) throw new MeshError('domain/not-found', 'No such record')
  return matches[0]
}

/**
 * Network and thing from `[network] thing`, where the network may also come from `--network` or be the only one.
 *
 * @throws MeshError `cli/usage` with too few or too many words
 */
export function networkAnd(
  words: readonly string[],
  option: string | undefined,
  what: string,
): { network: string | undefined; thing: string } {
  const [first, second, ...rest] = words
  if (first === undefined) throw usage(`It is not said which ${what}.`)
  if (rest.length > 0 || (second !== undefined && option !== undefined)) throw usage(`It takes one ${what} at a time.`)
  return second === undefined ? { network: option, thing: first } : { network: first, thing: second }
}

function pick(
  all: readonly { id: string; name: string }[],
  wanted: string,
  options: { what: string; absent: ErrorCode },
): string {
  const byName = all.filter(({ name }) => name !== '' && name.normalize('NFC') === wanted.normalize('NFC'))
  const byId = all.filter(({ id }) => wanted.length >= 6 && id.startsWith(wanted.toLowerCase()))
  const found = byName.length > 0 ? byName : byId
  if (found.length > 1)
    throw usage(`Several are meant by "${wanted.slice(0, 80)}": give the id of the ${options.what}.`)
  if (found[0] === undefined) throw new MeshError(options.absent, `No such ${options.what}`)
  return found[0].id
}
