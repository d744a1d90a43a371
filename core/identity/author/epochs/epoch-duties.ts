import { fromHex } from '../../../shared/bytes.ts'
import { isCoordinator } from '../../log/state.ts'
import type { Draft } from '../draft.ts'
import type { Pen } from '../pen.ts'
import { appendEpoch, mergeable } from './new-epoch.ts'
import { BOXES_PER_RECORD } from './recipients.ts'

/** Appends a new epoch for all members but those (hex) that are about to go. */
export function appendEpochWithout(pen: Pen, draft: Draft, gone: readonly string[]): void {
  const devices = pen.rights.members().map((it) => it.device)
  const { state, keyring, recipients, random } = pen
  const staying = devices.filter((device) => !gone.includes(device))
  appendEpoch(draft, { state, keyring, recipients, devices: staying, random })
}

/** Grants of keys to those that lack them, of `devices` (hex) or of all; empty when there is nothing to do. */
export function grantsFor(pen: Pen, devices: readonly string[] | undefined): Uint8Array[] {
  pen.rights.self()
  const draft = pen.draft()
  for (const { epoch, key, lacking } of grantable(pen)) {
    const named = lacking.filter((device) => devices?.includes(device) ?? true)
    const keys = pen.recipients.seal(key, named.slice(0, BOXES_PER_RECORD))
    if (keys.length > 0) draft.append('grant', { epoch: fromHex(epoch), keys })
  }
  return draft.bytes()
}

/** Whether {@link grantsFor} has something to do. */
export function isGrantDue(pen: Pen): boolean {
  return grantable(pen).some(({ lacking }) => lacking.length > 0)
}

/** See `Author.epochDue`. */
export function epochDueOf(pen: Pen): 'exposed' | 'concurrent' | undefined {
  const { state, device, keyring } = pen
  if (!isCoordinator(state, device.hex)) return undefined
  if (state.tip?.exposed === true) return 'exposed'
  return mergeable(state, keyring).length > 1 ? 'concurrent' : undefined
}

function grantable({ state, rights, keyring }: Pen): { epoch: string; key: Uint8Array; lacking: readonly string[] }[] {
  const { tip, leaves, epochs } = state
  const coordinators = rights.members().filter((it) => it.role !== 'member')
  const lackingOf = (epoch: string): readonly string[] => {
    if (epoch === tip?.id) return tip.lacking
    return coordinators.map((it) => it.device).filter((device) => epochs.get(epoch)?.holders.has(device) === false)
  }
  return [...new Set(tip === undefined ? leaves : [tip.id, ...leaves])].flatMap((epoch) => {
    const key = keyring.epochKey(epoch)
    return key === undefined ? [] : [{ epoch, key, lacking: lackingOf(epoch) }]
  })
}
