import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { put } from '../../core/domain/edits/edit.ts'
import type { Write } from '../../core/domain/write.ts'
import { AuthoredLab, type Member } from '../helpers/authored-lab.ts'

const MINUTE = 60_000

/** Ana and Lee run Muster as it is. Zoe's copy was changed: it signs with her own device whatever she wants. */
describe('what a member writes in the name of others counts for nobody', () => {
  let lab: AuthoredLab
  let ana: Member
  let lee: Member
  let zoe: Member

  beforeEach(async () => {
    lab = new AuthoredLab()
    ana = await lab.laptop('ana')
    lee = await lab.laptop('lee')
    zoe = await lab.laptop('zoe', { modified: true })
  })
  afterEach(async () => await lab.close())

  const entry = (path: string, id: string, by: string, more: object): Write =>
    put([path, id], { by, at: lab.clock.now(), ...more })

  /** All have what each has; a fourth laptop gets it all at once. */
  async function meet(...members: readonly Member[]): Promise<void> {
    const all = members.length > 0 ? members : [ana, lee, zoe]
    for (let round = 0; round < 2; round++)
      for (const from of all) await from.gives(...all.filter((other) => other !== from))
  }

  /** What every laptop reads, a fresh one too: it must be the same. */
  async function everywhere(document: string): Promise<any> {
    await meet()
    const fresh = await lab.laptop('sam')
    await zoe.gives(fresh)
    const [first, ...others] = [ana, lee, fresh].map((member) => member.reads(document))
    for (const other of others) expect(other).toEqual(first)
    return first
  }

  const draft = async (by: Member, more: object = {}): Promise<string> => {
    const about = { kind: 'incident', id: 'c3'.repeat(16) }
    const input = { about, kind: 'check-on-neighbours', headline: 'Water is rising', status: 'Actual', ...more }
    const id = await by.creates('alert', { audience: { scope: 'network' }, ...input })
    await meet()
    return id
  }
  const sent = async (): Promise<string> => {
    const id = await draft(ana)
    for (const one of [ana, lee]) await one.does('alert', id, 'confirm', { what: 'unverified' })
    await meet()
    await ana.does('alert', id, 'send')
    await meet()
    return id
  }
  const forSend = (version: string) => ({
    version,
    verified: 'unverified',
    reach: 'wide',
    to: ['ana', 'lee'],
    escalation: [3, 7, 15],
  })

  test('forged confirmations do not open the gate', async () => {
    const id = await draft(zoe)
    const { version } = zoe.reads(id)
    const confirmed = (by: string): Write => entry('confirmations', `c-${by}`, by, { what: 'unverified', of: version })
    await zoe.forges('alert', id, confirmed('ana'), confirmed('lee'), confirmed('zoe'))
    await zoe.forges('alert', id, entry('sendings', 's1', 'zoe', forSend(version)))
    const alert = await everywhere(id)
    expect(alert.confirmedBy.unverified).toEqual(['zoe'])
    expect(alert).toMatchObject({ state: 'sent', sentBy: 'zoe', gate: 'failed' })
  })

  test('nobody sends in the name of another', async () => {
    const id = await draft(ana)
    await zoe.forges('alert', id, entry('sendings', 's1', 'ana', forSend(zoe.reads(id).version)))
    expect((await everywhere(id)).state).toBe('draft')
    await ana.does('alert', id, 'confirm', { what: 'unverified' })
    await lee.does('alert', id, 'confirm', { what: 'unverified' })
    await meet()
    await ana.does('alert', id, 'send')
    expect(await everywhere(id)).toMatchObject({ state: 'sent', sentBy: 'ana', gate: 'confirmed' })
  })

  test('nobody answers for another as if it were they; what somebody notes for another is said to be theirs', async () => {
    const id = await sent()
    const answer = { what: 'answer', member: 'lee', answer: 'coming', via: 'app' }
    await zoe.forges('alert', id, entry('course', 'x1', 'lee', answer))
    expect((await everywhere(id)).people.find((one: any) => one.member === 'lee')).toMatchObject({ answer: null })
    await lee.does('alert', id, 'answer', { answer: 'cannot' })
    await meet()
    const [real] = Object.keys(Object.fromEntries(zoe.reads(id).course.map((one: any) => [one.id, one])))
    await zoe.forges('alert', id, entry('course', real!, 'lee', answer), put(['course', real!, 'answer'], 'coming'))
    expect((await everywhere(id)).people.find((one: any) => one.member === 'lee')).toMatchObject({ answer: 'cannot' })
  })

  test("only a person's own devices say what has reached them, and nothing takes their word away", async () => {
    const id = await sent()
    await zoe.forges('alert', id, put(['acks', 'lee/reachedAt'], 1), put(['acks', 'lee/seenAt'], 2))
    expect((await everywhere(id)).people.find((one: any) => one.member === 'lee')).toMatchObject({
      state: 'not-reached',
    })
    lab.clock.advance(MINUTE)
    const now = lab.clock.now()
    await lee.does('alert', id, 'reached')
    await meet()
    await zoe.forges('alert', id, put(['acks', 'lee/reachedAt'], 5))
    expect((await everywhere(id)).acks).toEqual([{ member: 'lee', reachedAt: now, seenAt: null }])
    await zoe.forges('alert', id, put(['acks', 'lee/reachedAt'], null), put(['acks'], {}))
    await meet()
    const second = await lab.laptop('lee', { device: lee.laptop.device })
    await zoe.gives(second)
    await second.does('alert', id, 'seen')
    await second.gives(zoe)
    expect((await everywhere(id)).acks).toEqual([{ member: 'lee', reachedAt: now, seenAt: now }])
  })

  test('what was sent says for ever what it said, whoever writes over it', async () => {
    const id = await sent()
    const before = await everywhere(id)
    const { version } = before
    const lie = (headline: string): object => ({ status: 'Actual', kind: 'supplies', headline, minutes: 60, need: {} })
    const over = (by: string, headline: string): Write => entry('versions', version, by, lie(headline))
    for (const who of [zoe, ana]) {
      await who.forges('alert', id, put(['versions', version, 'headline'], `To the harbour, ${who.person}`))
      await who.forges('alert', id, put(['versions', version, 'need'], { '00': { count: 9 } }))
      await who.forges('alert', id, over('ana', `To the mill, ${who.person}`))
      await who.forges('alert', id, over('zoe', `To the bridge, ${who.person}`))
      await meet()
    }
    await zoe.forges('alert', id, put(['versions'], {}), over('zoe', 'Another place'), put(['sendings'], null))
    expect(await everywhere(id)).toEqual({ ...before, updatedAt: before.updatedAt })
  })

  test('who sent something cannot put other words there that look older', async () => {
    const id = await draft(ana)
    const early = await lab.laptop('ana', { device: ana.laptop.device, modified: true })
    await ana.gives(early)
    await ana.does('alert', id, 'edit', { headline: 'Water is at the door' })
    for (const one of [ana, lee]) {
      await one.does('alert', id, 'confirm', { what: 'unverified' })
      await meet()
    }
    await ana.does('alert', id, 'send')
    await meet()
    const { version, headline } = lee.reads(id)
    expect(headline).toBe('Water is at the door')
    const lie = { status: 'Actual', kind: 'supplies', headline: 'All is well', minutes: 60, need: {} }
    await early.forges('alert', id, entry('versions', version, 'ana', lie))
    await early.gives(zoe)
    expect(await everywhere(id)).toMatchObject({ headline, version, state: 'sent' })
  })

  test("two contents under one id that says nothing of them, neither put over the other, are nobody's word", async () => {
    const id = await draft(zoe)
    const early = await lab.laptop('zoe', { device: zoe.laptop.device, modified: true })
    await zoe.gives(early)
    const version = (by: Member, headline: string): Promise<void> =>
      by.forges(
        'alert',
        id,
        entry('versions', 'v9', 'zoe', { status: 'Actual', kind: 'supplies', headline, minutes: 60 }),
      )
    await version(zoe, 'Come to the mill')
    await zoe.forges('alert', id, entry('sendings', 's9', 'zoe', { ...forSend('v9'), to: ['lee'] }))
    expect(await everywhere(id)).toMatchObject({ headline: 'Come to the mill', state: 'sent' })
    await version(early, 'Come to the harbour')
    await early.gives(zoe)
    expect(await everywhere(id)).toMatchObject({ state: 'draft', headline: 'Water is rising' })
  })

  test('a step of the escalation is taken once, by who took it, whoever writes to its place', async () => {
    const id = await sent()
    lab.clock.advance(3 * MINUTE)
    await zoe.forges('alert', id, entry('escalationLog', 'step-1', 'ana', { step: 'repeat' }))
    await zoe.forges('alert', id, entry('escalationLog', 'step-1', 'zoe', { step: 'call-the-tree' }))
    await zoe.forges('alert', id, put(['escalationLog', 'step-1'], { by: 'zoe', at: 'noon', step: 'repeat' }))
    expect((await everywhere(id)).escalationLog).toEqual([])
    await Promise.all([ana, lee].map((one) => one.does('alert', id, 'escalate', { step: 'repeat' })))
    const { escalationLog, nextStep } = await everywhere(id)
    expect(escalationLog).toMatchObject([{ id: 'step-1', step: 'repeat' }])
    expect(nextStep).toMatchObject({ step: 'back-up-circle' })
    await ana.forges('alert', id, entry('escalationLog', 'step-1', 'ana', { step: 'stop' }))
    await zoe.forges('alert', id, put(['escalationLog', 'step-1'], null), put(['escalationLog'], 7))
    expect((await everywhere(id)).escalationLog).toEqual(escalationLog)
  })

  test('where the maps were replaced that things are kept in, what is written after counts as before', async () => {
    const id = await draft(ana)
    const replaced = ['confirmations', 'sendings', 'acks', 'course', 'versions', 'flags']
    await zoe.forges('alert', id, ...replaced.map((name, at) => put([name], at % 2 === 0 ? {} : null)))
    await meet()
    for (const one of [ana, lee]) {
      await one.does('alert', id, 'confirm', { what: 'unverified' })
      await meet()
    }
    await ana.does('alert', id, 'send')
    await meet()
    await lee.does('alert', id, 'answer', { answer: 'cannot' })
    await lee.does('alert', id, 'flag', { reason: 'unsafe' })
    const alert = await everywhere(id)
    expect(alert).toMatchObject({ gate: 'confirmed', sentBy: 'ana', confirmedBy: { unverified: ['ana', 'lee'] } })
    expect(alert.people.find((one: any) => one.member === 'lee')).toMatchObject({ answer: 'cannot' })
    expect(alert.flags).toMatchObject([{ by: 'lee', reason: 'unsafe' }])
  })

  test('coordinators decide on a flag each for themselves, also where somebody decided for them', async () => {
    const id = await draft(ana)
    await lee.does('alert', id, 'flag', { reason: 'unsafe' })
    await meet()
    const [{ id: flag }] = ana.reads(id).flags
    const decided = (by: string): Write[] => [put(['flags', flag, 'decisions', `${by}/keep`], true)]
    await zoe.forges('alert', id, ...decided('ana'), ...decided('sam'))
    expect((await everywhere(id)).flags[0].decisions).toEqual([])
    await ana.does('alert', id, 'decideFlag', { flag, keep: true })
    expect((await everywhere(id)).flags[0].decisions).toEqual([{ member: 'ana', keep: true, at: lab.clock.now() }])
  })

  test('an incident is verified, moved and noted by whom it says', async () => {
    const id = await ana.creates('incident', { what: 'Flood at the mill', needs: [{ kind: 'supplies' }] })
    await meet()
    const [need] = zoe.reads(id).needs
    const verify = (by: string): Write =>
      entry('verificationLog', `v-${by}`, by, { from: 'unverified', to: 'checking', basis: 'I saw it' })
    await zoe.forges('incident', id, verify('ana'), verify('lee'))
    await zoe.forges(
      'incident',
      id,
      put(['needs', need.id, 'log', 'n1'], { by: 'lee', at: 1, from: 'open', to: 'claimed' }),
    )
    await zoe.forges('incident', id, entry('timeline', 't1', 'lee', { text: 'Nobody is to come' }))
    expect(await everywhere(id)).toMatchObject({ verification: 'unverified', timeline: [], needs: [{ state: 'open' }] })
    await zoe.forges('incident', id, put(['needs'], {}))
    expect(await everywhere(id)).toMatchObject({ needs: [{ id: need.id, kind: 'supplies', state: 'open' }] })
    await zoe.forges('incident', id, put(['needs', need.id], { kind: 'supplies', log: {} }))
    await zoe.forges(
      'incident',
      id,
      put(['needs', need.id, 'log', 'n2'], { by: 'lee', at: 1, from: 'open', to: 'claimed' }),
    )
    await lee.does('incident', id, 'verify', { to: 'verified', basis: 'Lee was there' })
    const incident = await everywhere(id)
    expect(incident.verification).toBe('verified')
    expect(incident.verificationLog.map((one: any) => one.by)).toEqual(['lee', 'lee'])
    expect(incident.needs).toMatchObject([{ id: need.id, state: 'open' }])
    await lee.does('incident', id, 'moveNeed', { need: need.id, state: 'claimed' })
    expect((await everywhere(id)).needs).toMatchObject([{ id: need.id, state: 'claimed', by: ['lee'] }])
  })

  test('who made a record, and what it was made about, is said with its making', async () => {
    const id = await sent()
    const before = await everywhere(id)
    const other = { kind: 'plan', id: 'd4'.repeat(16) }
    await zoe.forges('alert', id, put(['about'], [other.kind, other.id]), put(['references'], other.id))
    await zoe.forges('alert', id, put(['createdBy'], 'lee'), put(['createdAt'], 7))
    expect(await everywhere(id)).toEqual(before)
    await ana.forges('alert', id, put(['about'], [other.kind, other.id]), put(['createdBy'], null))
    expect(await everywhere(id)).toEqual(before)
    expect(before).toMatchObject({
      createdBy: 'ana',
      about: { kind: 'incident', id: 'c3'.repeat(16) },
      references: null,
    })

    const { ids } = await zoe.laptop.ledger.write([
      { kind: 'incident', writes: () => [put(['createdAt'], 5), put(['createdBy'], 'ana'), put(['kind'], 'flood')] },
    ])
    expect(await everywhere(ids[0]!)).toMatchObject({ createdBy: 'zoe', createdAt: 5 })
  })

  test('what a removed person wrote before stays theirs', async () => {
    const id = await draft(ana)
    await lee.does('alert', id, 'confirm', { what: 'unverified' })
    await meet()
    const { session, device, ledger } = lee.laptop
    lab.network.remove(device.id, ledger.lastSequences(device.id))
    for (const one of [ana, zoe]) await one.laptop.ledger.applyCuts(new Set([device.id]))
    await ana.does('alert', id, 'edit', { area: 'Mill street' })
    await ana.gives(zoe)
    const fresh = await lab.laptop('kim')
    await zoe.gives(fresh)
    for (const one of [ana, fresh])
      expect(one.reads(id).confirmations).toMatchObject([{ by: 'lee', what: 'unverified' }])
    expect(session.id).not.toBe('')
  })

  test("a device that turns out to be another person's wrote in that person's name", async () => {
    const id = await draft(ana)
    const { version } = ana.reads(id)
    await zoe.forges('alert', id, entry('confirmations', 'c1', 'kim', { what: 'unverified', of: version }))
    await meet()
    expect(ana.reads(id).confirmations).toEqual([])
    lab.network.people.set(zoe.laptop.device.id, 'kim')
    for (const one of [ana, lee]) {
      one.laptop.ledger.peopleChanged(new Set([zoe.laptop.device.id]))
      await one.laptop.ledger.settled()
    }
    expect((await everywhere(id)).confirmations).toMatchObject([{ by: 'kim' }])
  })
})
