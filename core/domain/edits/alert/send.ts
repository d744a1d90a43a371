import { z } from 'zod'

import { MeshError } from '../../../shared/errors.ts'
import { id } from '../../input/fields.ts'
import { ALERT_FIELDS, CONFIRMABLE, type AlertContent, type AlertRecord } from '../../records/alert/alert.ts'
import { gateOf } from '../../records/alert/gate.ts'
import { confirmersOf, identifyingWords } from '../../records/alert/standing.ts'
import { newestOf } from '../../states/causal-log.ts'
import type { EditContext, Write } from '../../write.ts'
import { appendLog, defineEdit } from '../edit.ts'
import { addressees, reachOf } from './audience.ts'
import { requireDraft } from './compose.ts'
import { notNow } from './refusals.ts'

/** What stands against sending an alert (product.md, requirements 6 and 10). */
export type SendingObstacle =
  /** Wider than the own circle, and neither verified nor confirmed by two members. */
  | 'not-verified'
  /** Its text seems to identify somebody, and no second member has confirmed it. */
  | 'identifying-text'
  /** Nobody is in that audience. */
  | 'nobody-addressed'
  /** Two people changed it without knowing of each other: somebody is to say which it is. */
  | 'two-versions'

type About = NonNullable<AlertRecord['about']>

/** What is still to be done before a draft can be sent. @throws MeshError `domain/not-allowed-now` once it is sent */
export function sendingObstacles(record: AlertRecord, ctx: Pick<EditContext, 'by' | 'alerts'>): SendingObstacle[] {
  const { id: version, content } = requireDraft(record)
  const people = ctx.alerts?.people()
  const isMember = (person: string): boolean => people?.members.some((one) => one.id === person) === true
  const confirmed = (what: 'unverified' | 'text'): string[] => confirmersOf(record, what, version).filter(isMember)
  const gate = gateOf(content, { ...standingOf(record, content, ctx), confirmers: confirmed('unverified') })
  const sayers = confirmed('text').filter((person) => person !== content.by)
  const nobody = people === undefined || addressees(audienceOf(content), people, ctx.by).length === 0
  return [
    ...(newestOf(record.versions).length > 1 ? (['two-versions'] as const) : []),
    ...(gate === 'failed' ? (['not-verified'] as const) : []),
    ...(identifyingWords(content).length > 0 && sayers.length === 0 ? (['identifying-text'] as const) : []),
    ...(nobody ? (['nobody-addressed'] as const) : []),
  ]
}

/** A version without a readable audience is held to be for all. */
function audienceOf(content: AlertContent): NonNullable<AlertContent['audience']> {
  return content.audience ?? { scope: 'network', of: null }
}

function standingOf(record: AlertRecord, content: AlertContent, ctx: Pick<EditContext, 'by' | 'alerts'>) {
  const about: About | null = record.about
  const people = ctx.alerts?.people()
  return {
    verified: (about === null ? undefined : ctx.alerts?.about(about)?.verification) ?? ('unverified' as const),
    reach: people === undefined ? ('wide' as const) : reachOf(audienceOf(content), people, ctx.by),
  }
}

/**
 * Sends a draft: what it says, its label and those it goes to are fixed from here on.
 *
 * @throws MeshError `domain/not-allowed-now` with `obstacles`, or once it is sent
 */
export const send = defineEdit(
  z.strictObject({ /** The version that was looked at. */ version: id.optional() }),
  (record: AlertRecord, input, ctx): Write[] => {
    const { id: version, content } = requireDraft(record)
    requireSame(input.version, version)
    const obstacles = sendingObstacles(record, ctx)
    if (obstacles.length > 0) {
      throw new MeshError('domain/not-allowed-now', 'This alert cannot be sent yet', {
        details: { to: 'sent', obstacles: obstacles.join(', ') },
      })
    }
    const facts = ctx.alerts!
    const values = {
      version,
      ...standingOf(record, content, ctx),
      to: addressees(audienceOf(content), facts.people(), ctx.by),
      escalation: facts.escalationMinutes(),
    }
    return [appendLog(['sendings'], ALERT_FIELDS.sendings, record.sendings, values, ctx)]
  },
)

/**
 * "Act now, unverified", or that a text which seems to identify somebody does not. It holds for the version that was looked at;
 * the text is confirmed by another member than its writer.
 *
 * @throws MeshError `domain/not-allowed-now` once it is sent, or with `reason`: `changed`, `second-member`
 */
export const confirm = defineEdit(
  z.strictObject({ what: z.enum(CONFIRMABLE), version: id.optional() }),
  (record: AlertRecord, input, ctx): Write[] => {
    const { id: version, content } = requireDraft(record)
    requireSame(input.version, version)
    if (input.what === 'text' && content.by === ctx.by) throw notNow('second-member')
    if (confirmersOf(record, input.what, version).includes(ctx.by)) return []
    const entry = { what: input.what, of: version }
    return [appendLog(['confirmations'], ALERT_FIELDS.confirmations, record.confirmations, entry, ctx)]
  },
)

function requireSame(seen: string | undefined, version: string): void {
  if (seen !== undefined && seen !== version) throw notNow('changed')
}
