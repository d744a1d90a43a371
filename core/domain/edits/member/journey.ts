import { z } from 'zod'

import { MeshError } from '../../../shared/errors.ts'
import { id, whole } from '../../input/fields.ts'
import { journeyText, ownJourney, type Journey } from '../../records/duty/journey.ts'
import type { MemberRecord } from '../../records/member.ts'
import type { EditContext, Write } from '../../write.ts'
import { CHECK_IN_MINUTES } from '../../states/responder-states.ts'
import { defineEdit, put } from '../edit.ts'
import { requireOwn } from './own.ts'

/** A person's own journey on a route of a circle. Only the present or last one is kept. */
export const journeyEdits = {
  /**
   * Sets out; takes the place of the journey before. `minutes` until arrival, then of `grace`; the caller takes them from the circle.
   * @throws MeshError `domain/forbidden` for the record of somebody else
   */
  startJourney: defineEdit(
    z.strictObject({
      circle: id,
      route: id,
      minutes: whole(1, 24 * 60).default(CHECK_IN_MINUTES.every),
      grace: whole(1, 24 * 60).default(CHECK_IN_MINUTES.grace),
    }),
    (record: MemberRecord, { circle, route, minutes, grace }, ctx): Write[] => {
      requireOwn(record, ctx)
      const dueAt = ctx.now + minutes * 60_000
      return [journeyWrite(ctx, { circle, route, startedAt: ctx.now, dueAt, grace, state: 'under-way', at: ctx.now })]
    },
  ),
  /** Saying so twice changes nothing. @throws MeshError `domain/not-allowed-now` with `no-journey` */
  arrive: defineEdit(z.strictObject({}), (record: MemberRecord, _input, ctx): Write[] => {
    requireOwn(record, ctx)
    const journey = requireJourney(record)
    return journey.state === 'arrived' ? [] : [journeyWrite(ctx, { ...journey, state: 'arrived', at: ctx.now })]
  }),
  /** @throws MeshError `domain/not-allowed-now` with `no-journey` where none is under way */
  needHelp: defineEdit(z.strictObject({}), (record: MemberRecord, _input, ctx): Write[] => {
    requireOwn(record, ctx)
    const journey = requireJourney(record)
    if (journey.state === 'arrived') throw noJourney()
    return [journeyWrite(ctx, { ...journey, state: 'needs-help', at: ctx.now })]
  }),
} as const

function requireJourney(record: MemberRecord): Journey {
  const journey = ownJourney(record.journeys, record.person)
  if (journey === null) throw noJourney()
  return journey
}

function noJourney(): MeshError {
  return new MeshError('domain/not-allowed-now', 'No journey is under way', { details: { reason: 'no-journey' } })
}

function journeyWrite({ by }: EditContext, journey: Journey): Write {
  return put(['journeys', `${by}/now`], journeyText(journey))
}
