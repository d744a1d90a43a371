import { expect, test } from 'vitest'

import { type AlertLab, MINUTE, sentTo, WIDE } from '../helpers/alert-lab.ts'

const DAY = 24 * 60 * MINUTE

/** Sent by ana, whose clock is ahead by so much, and then looked at by clocks that are right. */
function sentAhead(ms: number): AlertLab {
  const lab = sentTo({ ...WIDE, minutes: 60 })
  for (const sending of Object.values((lab.stored as any).sendings) as any[]) sending.at += ms
  return lab
}
const soon = (lab: AlertLab): AlertLab => {
  lab.now += MINUTE
  return lab
}

test('a call by a clock that is ahead holds from when it came to those it is for, and is raised from then', () => {
  const lab = sentAhead(DAY)
  const came = lab.now + 2 * MINUTE
  for (const person of ['lee', 'kim']) soon(lab).by(person, 'reached')
  expect(lab.view).toMatchObject({ state: 'sent', expires: came + 60 * MINUTE })
  expect(lab.view.nextStep).toEqual({ step: 'repeat', dueAt: came + 3 * MINUTE, due: false })
  lab.now = came + 60 * MINUTE
  expect(lab.view.state).toBe('expired')
})

test('and it does not come back to life when that clock’s time has come', () => {
  const lab = sentAhead(DAY)
  for (const person of ['lee', 'kim']) soon(lab).by(person, 'reached')
  lab.now += DAY
  expect(lab.view.state).toBe('expired')
})

test('one laptop that has it is enough, where this laptop’s own clock says the same', () => {
  const lab = sentAhead(DAY)
  soon(lab).by('lee', 'reached')
  expect(lab.view.expires).toBe(lab.now + 60 * MINUTE)
})

test('one laptop whose clock is behind ends nobody’s call', () => {
  const lab = sentTo({ ...WIDE, minutes: 60 })
  const { now } = lab
  lab.now = 1
  lab.by('lee', 'reached')
  lab.now = now
  expect(lab.view).toMatchObject({ state: 'sent', expires: now + 60 * MINUTE })
  soon(lab).by('kim', 'reached')
  expect(lab.view).toMatchObject({ state: 'sent', expires: now + 60 * MINUTE })
})

test('until somebody has it, its own date is all there is', () => {
  const lab = sentAhead(DAY)
  expect(lab.view).toMatchObject({ state: 'sent', expires: lab.now + DAY + 60 * MINUTE })
})

test('an ordinary call ends as its sender said, however late it came', () => {
  const lab = sentTo({ ...WIDE, minutes: 60 })
  const { now } = lab
  for (const person of ['lee', 'kim']) soon(lab).by(person, 'reached')
  expect(lab.view.expires).toBe(now + 60 * MINUTE)
})
