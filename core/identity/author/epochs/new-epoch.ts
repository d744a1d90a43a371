import { fromHex } from '../../../shared/bytes.ts'
import type { RandomBytes } from '../../../shared/clock.ts'
import { epochIdOf } from '../../hashes.ts'
import type { Keyring } from '../../keyring.ts'
import { MAX_PREVIOUS } from '../../log/record/record.ts'
import type { MembershipState } from '../../log/state.ts'
import { seal } from '../../sodium.ts'
import type { Draft } from '../draft.ts'
import { BOXES_PER_RECORD, type Recipients } from './recipients.ts'

/**
 * Appends a fresh epoch sealed to `devices` (hex), under which every unmerged epoch held is wrapped, so that one box
 * opens all of the past. More devices than fit in a record are served by grants after it.
 */
export function appendEpoch(
  draft: Draft,
  options: {
    state: MembershipState
    keyring: Keyring
    recipients: Recipients
    devices: readonly string[]
    random: RandomBytes
  },
): void {
  const key = options.random(32)
  const id = epochIdOf(key)
  const parents = mergeable(options.state, options.keyring)
  const boxes = options.recipients.seal(key, options.devices)
  draft.append('epoch', {
    id,
    parents: parents.map(fromHex),
    keys: boxes.slice(0, BOXES_PER_RECORD),
    wrapped: parents.map((parent) => [
      fromHex(parent),
      seal(key, { ad: fromHex(parent), text: options.keyring.epochKey(parent)! }),
    ]),
  })
  for (let from = BOXES_PER_RECORD; from < boxes.length; from += BOXES_PER_RECORD) {
    draft.append('grant', { epoch: id, keys: boxes.slice(from, from + BOXES_PER_RECORD) })
  }
  key.fill(0)
}

/** Epochs (hex) that a new one takes as parents: those without children whose keys are held, deepest first. */
export function mergeable(state: MembershipState, keyring: Keyring): string[] {
  const held = state.leaves.filter((id) => keyring.epochKey(id) !== undefined)
  if (held.length === 0) {
    const fallback = keyring.sealingEpoch(state)
    return fallback === undefined ? [] : [fallback]
  }
  const depth = (id: string): number => state.epochs.get(id)?.depth ?? 0
  return held.toSorted((a, b) => depth(b) - depth(a) || (a < b ? -1 : 1)).slice(0, MAX_PREVIOUS)
}
