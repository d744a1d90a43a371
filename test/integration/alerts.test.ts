import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

import type { CommandName, CommandOutput } from '../../core/bridge/contract.ts'
import { parseCall } from '../../core/bridge/rpc-server.ts'
import { openEngine, type Engine } from '../../core/engine/engine.ts'

const CHEAP = { opslimit: 1, memlimit: 8 << 20 }
const NAMES = ['Ana', 'Ben', 'Cleo'] as const
type Name = (typeof NAMES)[number]

/** Three engines in this process, on this computer's own address. */
describe('an alert between laptops', () => {
  const folders: string[] = []
  const engines = new Map<Name, Engine>()
  const persons = new Map<string, string>()
  let network: string
  let incident: string

  async function call<C extends CommandName>(name: Name, command: C, input: object): Promise<CommandOutput<C>> {
    const handler = engines.get(name)!.handlers[command] as (
      input: unknown,
      context: object,
    ) => Promise<CommandOutput<C>>
    const given = command === 'network:create' || command === 'network:join' ? input : { network, ...input }
    return await handler(parseCall(command, given), { signal: new AbortController().signal })
  }
  const show = async (name: Name, id: string): Promise<any> => await call(name, 'alert:show', { id })
  const stateOf = async (name: Name, id: string, who: Name): Promise<string | undefined> => {
    const shown = await show(name, id).catch(() => undefined)
    return shown?.record.people.find((one: any) => one.member === persons.get(who))?.state
  }
  const everywhere = async (id: string, who: Name, state: string): Promise<void> => {
    for (const name of NAMES) await expect.poll(() => stateOf(name, id, who)).toBe(state)
  }
  const draft = async (input: object): Promise<string> => {
    const records = [{ about: { kind: 'incident', id: incident }, kind: 'supplies', headline: 'Water rises', ...input }]
    return (await call('Ana', 'record:add', { kind: 'alert', records })).ids[0]!
  }
  const refusal = async (work: Promise<unknown>): Promise<unknown> => {
    const error: any = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    return error && [error.code, error.details.obstacles ?? error.details.reason]
  }

  beforeAll(async () => {
    for (const name of NAMES) {
      const profileDir = mkdtempSync(path.join(tmpdir(), 'muster-alert-'))
      folders.push(profileDir)
      const passphrase = async () => 'river stones at dawn'
      engines.set(
        name,
        await openEngine({
          profileDir,
          passphrase,
          online: true,
          listen: '127.0.0.1:0',
          discovery: false,
          cost: CHEAP,
        }),
      )
    }
    network = (await call('Ana', 'network:create', { name: 'Mill valley', as: 'Ana', kind: 'area' })).id
    const { addresses } = await engines
      .get('Ana')!
      .handlers['sync:status']({}, { signal: new AbortController().signal })
    const { code } = await call('Ana', 'invite:create', { uses: 2, addresses })
    for (const as of ['Ben', 'Cleo'] as const) await call(as, 'network:join', { code, as })
    for (const name of NAMES)
      await vi.waitFor(async () => expect((await call(name, 'member:list', {})).members).toHaveLength(3), {
        timeout: 60_000,
      })
    for (const { id, name } of (await call('Ana', 'member:list', {})).members) persons.set(name, id)
    incident = (
      await call('Ana', 'record:add', {
        kind: 'incident',
        records: [{ what: 'Flood at the mill', severity: 'Severe' }],
      })
    ).ids[0]!
  }, 90_000)

  afterAll(async () => {
    for (const engine of engines.values()) await engine.stop()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }, 30_000)

  test('goes wide only when two members have said to act now, and says whom it would reach', async () => {
    const id = await draft({ audience: { scope: 'network' }, need: [{ count: 1 }] })
    await expect.poll(async () => (await show('Ana', id)).computers).toBe(2)
    const shown = await show('Ana', id)
    expect(shown.obstacles).toEqual(['not-verified'])
    expect(shown.record).toMatchObject({ state: 'draft', severity: 'Severe' })
    expect(shown.people.map(({ name, connected }: any) => [name, connected])).toEqual([
      ['Ben', true],
      ['Cleo', true],
    ])
    expect(shown.gate).toBeUndefined()
    expect(await refusal(call('Ana', 'alert:send', { id }))).toEqual(['domain/not-allowed-now', 'not-verified'])
    await call('Ana', 'alert:confirm', { id, what: 'unverified' })
    await expect.poll(() => show('Ben', id).catch(() => undefined)).toBeDefined()
    await call('Ben', 'alert:confirm', { id, what: 'unverified', version: shown.record.version })
    await expect.poll(async () => (await show('Ana', id)).obstacles).toEqual([])
    expect(await call('Ana', 'alert:send', { id })).toEqual({ id, addressed: 2, connected: 2, computers: 2 })
    expect(await show('Ana', id)).toMatchObject({ gate: 'confirmed', record: { verified: 'unverified' } })
  }, 60_000)

  test('is acknowledged by the laptops it reaches, by nobody else, and the board is the same everywhere', async () => {
    await call('Ana', 'incident:verify', { id: incident, to: 'verified', basis: 'Ben saw it' })
    const id = await draft({ audience: { scope: 'network' }, need: [{ count: 1 }] })
    await call('Ana', 'alert:send', { id })
    await everywhere(id, 'Ben', 'reached')
    await everywhere(id, 'Cleo', 'reached')
    expect(await stateOf('Ana', id, 'Ana')).toBeUndefined()
    const { acks } = (await show('Ana', id)).record
    expect(acks.map((one: any) => one.member).toSorted()).toEqual([persons.get('Ben'), persons.get('Cleo')].toSorted())

    await call('Ben', 'alert:seen', { id })
    await everywhere(id, 'Ben', 'seen')
    expect(await refusal(call('Ben', 'alert:answer', { id, answer: 'coming' }))).toEqual([
      'domain/not-allowed-now',
      'agreement',
    ])
    await call('Ben', 'alert:answer', { id, answer: 'coming', agreed: true })
    await everywhere(id, 'Ben', 'answered')
    await expect.poll(async () => (await show('Cleo', id)).record.enough).toBe(true)
    await call('Cleo', 'alert:answer', { id, answer: 'coming', agreed: true })
    await everywhere(id, 'Cleo', 'answered')
    for (const name of NAMES)
      expect((await show(name, id)).record).toMatchObject({
        state: 'filled',
        counts: { addressed: 2, reached: 2, coming: 1 },
      })
  }, 60_000)

  test('stands against closing the incident until its all-clear; an update takes the place of what it updates', async () => {
    const id = await draft({ audience: { scope: 'network' } })
    await call('Ana', 'alert:send', { id })
    const next = (await call('Ana', 'alert:update', { id, patch: { headline: 'Water falls' } })).id
    expect((await show('Ana', id)).record.updatedBy).toBeNull()
    await call('Ana', 'alert:send', { id: next })
    expect((await show('Ana', id)).record).toMatchObject({ updatedBy: next, nextStep: null })
    expect((await show('Ana', next)).record).toMatchObject({
      messageType: 'Update',
      references: id,
      headline: 'Water falls',
    })

    const move = (to: string) => call('Ana', 'incident:move', { id: incident, to, followUpOwner: 'none-wanted' })
    for (const to of ['triaged', 'responding', 'resolved', 'follow-up']) await move(to)
    expect(await refusal(move('closed'))).toEqual(['domain/not-allowed-now', 'responders-out, all-clear'])
    const open = (await call('Ana', 'record:list', { kind: 'alert' })).records as any[]
    for (const { id: other, state, updatedBy } of open)
      if (state !== 'draft' && updatedBy === null)
        await call('Ana', 'alert:all-clear', { id: other, note: 'All are home' })
    // Ben came, and has not said that he is home
    expect(await refusal(move('closed'))).toEqual(['domain/not-allowed-now', 'responders-out'])
    const out = open.find((one) => one.responders.some((other: any) => other.out))
    await call('Ana', 'alert:check-in', { id: out.id, person: persons.get('Ben'), state: 'safe', via: 'phone' })
    await move('closed')
    await expect.poll(async () => (await show('Ben', next)).record.state).toBe('all-clear')
    expect(await refusal(call('Ben', 'alert:answer', { id: next, answer: 'coming' }))).toEqual([
      'domain/not-allowed-now',
      'over',
    ])
  }, 60_000)

  test('that came while this laptop was locked is acknowledged when it is opened', async () => {
    const context = { signal: new AbortController().signal }
    await engines.get('Cleo')!.handlers['profile:lock']({}, context)
    const id = await draft({ audience: { scope: 'network' }, status: 'Exercise' })
    await call('Ana', 'alert:send', { id })
    await expect.poll(() => stateOf('Ana', id, 'Ben')).toBe('reached')
    expect(await stateOf('Ana', id, 'Cleo')).toBe('not-reached')
    await engines.get('Cleo')!.handlers['profile:unlock']({ passphrase: 'river stones at dawn' }, context)
    await everywhere(id, 'Cleo', 'reached')
    expect((await show('Cleo', id)).record.drill).toBe(true)
  }, 60_000)

  test('shows on every laptop who is out there with whom, and who needs help; a drill too', async () => {
    const about = { kind: 'incident', id: incident }
    const record = { about, kind: 'care', headline: 'A drill', audience: { scope: 'network' }, status: 'Exercise' }
    const id = (await call('Cleo', 'record:add', { kind: 'alert', records: [record] })).ids[0]!
    await call('Cleo', 'alert:send', { id })
    const [ben, cleo] = [persons.get('Ben')!, persons.get('Cleo')!]
    const seenBy = async (name: Name, who: string): Promise<any> =>
      (await show(name, id).catch(() => undefined))?.record.responders.find((one: any) => one.member === who)
    for (const name of ['Ana', 'Ben'] as const)
      await expect.poll(() => seenBy(name, ben)).toMatchObject({ state: 'asked', checkIn: null })
    await call('Ben', 'alert:answer', { id, answer: 'coming' })
    await call('Ana', 'alert:record', { id, person: cleo, via: 'phone', answer: 'coming' })
    await call('Ana', 'alert:pair', { id, first: ben, second: cleo })
    await call('Ben', 'alert:check-in', { id, state: 'on-scene' })
    await call('Ben', 'alert:needs-help', { id, note: 'At the north gate' })
    for (const name of NAMES) {
      await expect.poll(() => seenBy(name, ben)).toMatchObject({ needsHelp: true, pair: [cleo] })
      expect(await seenBy(name, cleo)).toMatchObject({ state: 'coming', checkIn: { stage: 'running' } })
    }
    await call('Cleo', 'alert:check-in', { id, person: ben, state: 'safe', via: 'person' })
    await expect.poll(() => seenBy('Ana', ben)).toMatchObject({ state: 'safe', by: cleo })
    await call('Ben', 'alert:debrief', { id, well: 'We were quick' })
    await call('Cleo', 'alert:all-clear', { id })
    expect((await call('Ana', 'record:list', { kind: 'alert', state: 'expired' })).total).toBe(0)
  }, 60_000)

  test('and who is on call, and who is under way, are known on every laptop', async () => {
    const duty = async (name: Name): Promise<string> => {
      const { state, onCall } = await call(name, 'duty:show', {})
      return [state, ...onCall.map((one) => one.name)].join(' ')
    }
    expect(await duty('Cleo')).toBe('never')
    await call('Ana', 'duty:start', { until: Date.now() + 3_600_000 })
    await call('Ana', 'duty:hand-over', { to: persons.get('Ben'), note: 'The bridge is closed' })
    for (const name of NAMES) await expect.poll(() => duty(name)).toBe('on-call Ben')
    await call('Ben', 'duty:end', {})
    await expect.poll(() => duty('Cleo')).toBe('nobody')
    expect((await call('Cleo', 'duty:show', {})).note).toMatchObject({ name: 'Ana', text: 'The bridge is closed' })
    expect(await refusal(call('Ana', 'duty:end', {}))).toEqual(['domain/not-allowed-now', 'not-on-call'])

    const act = (name: string, input: object) =>
      call('Ana', 'record:act', { kind: 'network', id: network, act: name, input })
    const [ana, ben] = [persons.get('Ana')!, persons.get('Ben')!]
    const circle = (await act('addCircle', { name: 'Mill', members: [ana, ben], pointContact: persons.get('Cleo') }))
      .entry!
    await act('setBuddies', { circle, first: ana, second: ben })
    const route = (await act('addRoute', { circle, name: 'School way', places: ['Mill'] })).entry!
    const { record } = await call('Ana', 'network:show', {})
    const made = (record as any).circles[0].routes[0].id
    expect(await refusal(call('Cleo', 'journey:start', { circle: 'c0', route: made }))).toEqual([
      'domain/not-found',
      undefined,
    ])
    await call('Ana', 'journey:start', { circle: (record as any).circles[0].id, route: made, minutes: 20 })
    const journeys = async (name: Name) => (await call(name, 'journey:list', {})).journeys
    await expect
      .poll(() => journeys('Ben'))
      .toMatchObject([
        {
          name: 'Ana',
          you: false,
          state: 'under-way',
          stage: 'running',
          circleName: 'Mill',
          routeName: 'School way',
          buddies: [ben],
          pointContact: persons.get('Cleo'),
        },
      ])
    await expect
      .poll(() => refusal(call('Cleo', 'journey:start', { circle: (record as any).circles[0].id, route: made })))
      .toEqual(['domain/not-allowed-now', 'not-in-circle'])
    await call('Ana', 'journey:arrive', {})
    await expect.poll(() => journeys('Cleo')).toMatchObject([{ state: 'arrived', stage: null }])
    const accept = { kind: 'member', id: ana, act: 'acceptSafetyAgreement', input: {} }
    expect(await refusal(call('Ben', 'record:act', accept))).toEqual(['domain/forbidden', undefined])
    expect(route).toBeDefined()
  }, 60_000)
})
