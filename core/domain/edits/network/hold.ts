import { z } from 'zod'

import { MeshError } from '../../../shared/errors.ts'
import { id, text } from '../../input/fields.ts'
import type { NetworkRecord } from '../../records/network.ts'
import { heldRecords, type Hold, HOLD_LOG, MAX_HOLD_REASON, MAX_LIFTED } from '../../retention/holds.ts'
import type { EditContext, Write } from '../../write.ts'
import { appendLog, defineEdit } from '../edit.ts'
import { requireHarmless } from '../harmless.ts'

/** Records that are not to be erased. The caller has checked that whoever does it coordinates. */
export const holdEdits = {
  /** Another hold of the same record by the same person changes nothing. */
  hold: defineEdit(
    z.strictObject({ record: id, reason: text(MAX_HOLD_REASON) }),
    (network: NetworkRecord, { record, reason }, ctx): Write[] => {
      requireHarmless(reason, 'reason')
      const standing = standingOf(network, record)
      if (standing.some((one) => one.by === ctx.by && one.reason === reason)) return []
      return [entry(network, { what: 'set', record, reason }, ctx)]
    },
  ),
  /** Lifts all holds of a record that are known here. @throws MeshError `domain/not-allowed-now` with `not-held` */
  liftHold: defineEdit(z.strictObject({ record: id }), (network: NetworkRecord, { record }, ctx): Write[] => {
    const standing = standingOf(network, record)
    if (standing.length === 0)
      throw new MeshError('domain/not-allowed-now', 'Nobody holds it', { details: { reason: 'not-held' } })
    return [entry(network, { what: 'lift', record, lifts: standing.slice(0, MAX_LIFTED).map((one) => one.id) }, ctx)]
  }),
} as const

/** Of whomever: to lift what does not count does no harm. */
function standingOf(network: NetworkRecord, record: string): readonly Hold[] {
  const entries = Object.entries(network.holds).map(([entryId, one]) => ({ id: entryId, ...one }))
  return heldRecords(entries, () => true).get(record) ?? []
}

function entry(network: NetworkRecord, values: { readonly [field: string]: unknown }, ctx: EditContext): Write {
  return appendLog(['holds'], HOLD_LOG, network.holds, values, ctx)
}
