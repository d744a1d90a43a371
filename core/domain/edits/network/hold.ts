import { z } from 'zod'

import { MeshError } from '../../../shared/errors.ts'
import { id, many, text } from '../../input/fields.ts'
import type { NetworkRecord } from '../../records/network.ts'
import { HOLD_LOG, MAX_HOLD_REASON, MAX_LIFTED } from '../../retention/holds.ts'
import type { Write } from '../../write.ts'
import { appendLog, defineEdit } from '../edit.ts'
import { requireHarmless } from '../harmless.ts'

/** Records that are not to be erased. The caller has checked that whoever does it coordinates, and knows whose words count. */
export const holdEdits = {
  hold: defineEdit(
    z.strictObject({ record: id, reason: text(MAX_HOLD_REASON) }),
    (network: NetworkRecord, { record, reason }, ctx): Write[] => {
      requireHarmless(reason, 'reason')
      return [appendLog(['holds'], HOLD_LOG, network.holds, { what: 'set', record, reason }, ctx)]
    },
  ),
  /** @throws MeshError `domain/not-allowed-now` with `not-held` where none of these entries holds that record */
  liftHold: defineEdit(
    z.strictObject({ record: id, holds: many(id, MAX_LIFTED) }),
    (network: NetworkRecord, { record, holds }, ctx): Write[] => {
      const lifts = holds.filter((one) => Object.hasOwn(network.holds, one) && network.holds[one]!.record === record)
      if (lifts.length === 0)
        throw new MeshError('domain/not-allowed-now', 'Nobody holds it', { details: { reason: 'not-held' } })
      return [appendLog(['holds'], HOLD_LOG, network.holds, { what: 'lift', record, lifts }, ctx)]
    },
  ),
} as const
