import { z } from 'zod'

import { MeshError } from '../../../shared/errors.ts'
import { id } from '../../input/fields.ts'
import { ALERT_FIELDS, CONFIRMABLE, type AlertRecord } from '../../records/alert/alert.ts'
import { gateOf, TRUE_ENOUGH, type Gate, type SendingObstacle } from '../../records/alert/gate.ts'
import { confirmersOf } from '../../records/alert/standing.ts'
import { presentAlert, type AlertView } from '../../records/alert/view.ts'
import type { VerificationState } from '../../states/verification-states.ts'
import type { EditContext, Write } from '../../write.ts'
import { appendLog, defineEdit } from '../edit.ts'
import { addressees, backUps, checkInRule, reachOf, type Audience } from './audience.ts'
import { requireDraft } from './compose.ts'
import type { AlertFacts, NetworkPeople } from './facts.ts'
import { notNow } from './refusals.ts'

/** What is still to be done before a draft can be sent. @param draft shown, and not sent */
export function sendingObstacles(draft: AlertView, ctx: Pick<EditContext, 'by' | 'alerts'>): SendingObstacle[] {
  const people = ctx.alerts?.people()
  const isMember = (person: string): boolean => people?.members.some((one) => one.id === person) === true
  const confirmers = draft.confirmedBy.unverified.filter(isMember)
  const gate = gateOf(draft, { ...standingOf(draft, ctx), confirmers })
  const readers = draft.confirmedBy.text.filter((person) => isMember(person) && person !== draft.versions[0]?.by)
  const nobody = people === undefined || addressees(audienceOf(draft), people, ctx.by).length === 0
  return [
    ...(draft.contested ? (['two-versions'] as const) : []),
    ...(gate === 'failed' ? (['not-verified'] as const) : []),
    ...(draft.identifyingText.length > 0 && readers.length === 0 ? (['identifying-text'] as const) : []),
    ...(nobody ? (['nobody-addressed'] as const) : []),
  ]
}

/** A version without a readable audience is held to be for all. */
export function audienceOf({ audience }: Pick<AlertView, 'audience'>): Audience {
  return audience ?? { scope: 'network', of: null }
}

function standingOf(alert: AlertView, ctx: Pick<EditContext, 'by' | 'alerts'>) {
  const people = ctx.alerts?.people()
  const about = alert.about === null ? undefined : ctx.alerts?.about(alert.about)
  return {
    verified: about?.verification ?? ('unverified' as const),
    reach: people === undefined ? ('wide' as const) : reachOf(audienceOf(alert), people, ctx.by),
  }
}

/**
 * The gate of a sent alert as this laptop can tell it: what the sender's copy claims is held against who is in which circle, who is a
 * member, and what the incident was ever said to be. A verification that cannot be looked up here does not count, and what went to
 * somebody else than its circle or the verifiers went wide, whatever it says. Undefined for a draft.
 */
export function gateHere(alert: AlertView, facts: AlertFacts): Gate | undefined {
  const verified = labelHere(alert, facts)
  if (verified === null || alert.sentBy === null) return undefined
  const people = facts.people()
  const members = new Set(people.members.map((one) => one.id))
  return gateOf(alert, {
    verified,
    reach: reachHere(alert, people, alert.sentBy),
    confirmers: alert.confirmedBy.unverified.filter((person) => members.has(person)),
  })
}

/** The label that a sent alert carries, as far as the incident or plan that it names bears it out here. Null for a draft. */
export function labelHere(
  { verified, about }: Pick<AlertView, 'verified' | 'about'>,
  facts: AlertFacts,
): VerificationState | null {
  if (verified === null || !TRUE_ENOUGH.has(verified)) return verified
  const outcomes = (about === null ? undefined : facts.about(about))?.outcomes ?? []
  return outcomes.some((one) => TRUE_ENOUGH.has(one)) ? verified : 'unverified'
}

function reachHere(alert: AlertView, people: NetworkPeople, sender: string): 'own' | 'wide' {
  const audience = audienceOf(alert)
  if (reachOf(audience, people, sender) === 'wide') return 'wide'
  const near = new Set([
    sender,
    ...addressees(audience, people, sender),
    ...backUps(audience, people, sender, { verified: false }),
  ])
  return people.members.some(({ id: one }) => !near.has(one) && alert.addressed.includes(one)) ? 'wide' : 'own'
}

/** So many alerts beyond the own circle one person sends within so long: who is called too often stops listening. */
export const SEND_LIMIT = { alerts: 5, withinMs: 10 * 60_000 } as const

function requireRest({ sentWide }: AlertFacts, now: number): void {
  if ((sentWide?.(now - SEND_LIMIT.withinMs) ?? 0) >= SEND_LIMIT.alerts) throw notNow('too-many-calls')
}

/**
 * Sends a draft: what it says, its label and those it goes to are fixed from here on.
 *
 * @throws MeshError `domain/not-allowed-now` with `obstacles`, once it is sent, or `too-many-calls` within {@link SEND_LIMIT}
 */
export const send = defineEdit(
  z.strictObject({ /** The version that was looked at. */ version: id.optional() }),
  (record: AlertRecord, input, ctx): Write[] => {
    const { id: version } = requireDraft(record)
    requireSame(input.version, version)
    const draft = presentAlert(record, { now: ctx.now })
    const obstacles = sendingObstacles(draft, ctx)
    if (obstacles.length > 0) {
      throw new MeshError('domain/not-allowed-now', 'This alert cannot be sent yet', {
        details: { to: 'sent', obstacles: obstacles.join(', ') },
      })
    }
    const facts = ctx.alerts!
    const standing = standingOf(draft, ctx)
    if (standing.reach === 'wide') requireRest(facts, ctx.now)
    const values = {
      version,
      ...standing,
      to: addressees(audienceOf(draft), facts.people(), ctx.by),
      escalation: facts.escalationMinutes(),
      checkIn: checkInRule(audienceOf(draft), facts, ctx.by),
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
