import { fromHex, toHex } from '../../shared/bytes.ts'
import { encodeCbor } from '../../shared/cbor.ts'
import { MeshError } from '../../shared/errors.ts'
import { utf8 } from '../hashes.ts'
import { inviteKeysOf } from '../invite/keys.ts'
import { OWN_DEVICE } from '../log/reduce/reduction.ts'
import type { InviteState } from '../log/state.ts'
import { seal } from '../sodium.ts'
import type { Draft } from './draft.ts'
import type { Pen } from './pen.ts'
import { labelOf, type SaltedName, sealName } from './sealed-name.ts'

const NONE = new Uint8Array(0)

/** Whom to let in: what the joiner sent and proved. */
export interface Newcomer {
  /** 32 bytes. */
  readonly device: Uint8Array
  readonly salted: SaltedName
  /** By the invite's key and the joiner's own. */
  readonly proof: Uint8Array
}

/** A new invite's record, and what its code is made of. */
export interface NewInvite {
  records: Uint8Array[]
  /** Record id, 32 bytes. */
  id: Uint8Array
  /** 16 bytes; goes into the code and nowhere else. */
  seed: Uint8Array
  flags: number
}

/** Appends an invite to the draft. @param options.expires hours since 1970 */
export function appendInvite(
  pen: Pen,
  draft: Draft,
  options: { uses: number; expires: number; flags: number },
): Omit<NewInvite, 'records'> {
  const { uses, expires, flags } = options
  const seed = pen.random(16)
  const keys = inviteKeysOf(seed)
  const { epoch, logKey } = pen.sealing()
  const secrets = seal(logKey, { ad: utf8('invite'), text: encodeCbor([keys.listen, keys.topic]) })
  const key = keys.signing.publicKey
  const { id } = draft.append('invite', { key, uses, expires, flags, epoch: fromHex(epoch), secrets })
  keys.signing.forget()
  return { id, seed, flags }
}

/** See `Author.admit`. */
export function admission(pen: Pen, invite: string, newcomer: Newcomer): Uint8Array[] {
  pen.rights.self()
  const found = pen.rights.openInvite(invite, newcomer)
  return admitRecord(pen, { invite: found, request: NONE, ...newcomer })
}

/** See `Author.request`. */
export function requestRecord(pen: Pen, invite: string, newcomer: Newcomer): Uint8Array[] {
  pen.rights.self()
  pen.rights.openInvite(invite, newcomer)
  const { epoch, logKey } = pen.sealing()
  return pen.one('request', {
    invite: fromHex(invite),
    device: newcomer.device,
    label: labelOf(newcomer.salted),
    name: sealName(newcomer.salted, { key: logKey, type: 'request' }),
    epoch: fromHex(epoch),
    proof: newcomer.proof,
  })
}

/** See `Author.approve`. */
export function approval(pen: Pen, id: string): Uint8Array[] {
  pen.rights.coordinator()
  const asked = pen.rights.request(id)
  const salted = pen.keyring.openSalted(asked.name)
  if (salted === undefined)
    throw new MeshError('domain/not-allowed-now', 'This laptop lacks the key that names who asked')
  const invite = pen.state.invites.get(asked.invite)
  if (asked.kind === 'request' && invite !== undefined && invite.used >= invite.uses)
    throw new MeshError('identity/invite-used-up', 'This invite has been used')
  const device = fromHex(asked.device)
  const request = fromHex(id)
  if (invite === undefined || invite.revoked)
    return admitRecord(pen, { invite: undefined, request, device, salted, proof: NONE })
  return admitRecord(pen, { invite, request, device, salted, proof: proofOf(pen, id) })
}

function admitRecord(
  pen: Pen,
  options: { invite: InviteState | undefined; request: Uint8Array } & Newcomer,
): Uint8Array[] {
  const { invite, request, device, salted, proof } = options
  const { epoch, logKey } = pen.sealing()
  const keys = pen.recipients.sealTo(pen.keyring.epochKey(epoch)!, toHex(device))
  if (keys === undefined)
    throw new MeshError('domain/invalid-input', 'The device key is not sound', { details: { field: 'device' } })
  return pen.one('admit', {
    invite: invite === undefined ? NONE : fromHex(invite.id),
    request,
    device,
    person: invite !== undefined && (invite.flags & OWN_DEVICE) !== 0 ? fromHex(invite.person) : NONE,
    label: labelOf(salted),
    name: sealName(salted, { key: logKey, type: 'admit' }),
    epoch: fromHex(epoch),
    keys,
    proof,
  })
}

function proofOf({ log }: Pen, request: string): Uint8Array {
  const { content } = log.record(request)!
  return content.type === 'request' || content.type === 'admit' ? content.body.proof : NONE
}
