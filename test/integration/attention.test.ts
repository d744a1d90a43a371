import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

import type { CommandName, CommandOutput, EngineEvents } from '../../core/bridge/contract.ts'
import { parseCall } from '../../core/bridge/rpc-server.ts'
import { openEngine, type Engine } from '../../core/engine/engine.ts'
import { systemClock } from '../../core/shared/clock.ts'

const MINUTE = 60_000
const NAMES = ['Ana', 'Ben', 'Cleo'] as const
type Name = (typeof NAMES)[number]
type Rang = EngineEvents['attention:rang']

/** Three engines in this process, on this computer's own address. All their clocks are moved by the test. */
describe('what asks for people', () => {
  const folders = new Map<Name, string>()
  const engines = new Map<Name, Engine>()
  const rang = new Map<Name, Rang[]>(NAMES.map((name) => [name, []]))
  const ahead = new Map<Name, number>()
  let network: string
  let incident: string

  async function call<C extends CommandName>(name: Name, command: C, input: object = {}): Promise<CommandOutput<C>> {
    const handler = engines.get(name)!.handlers[command] as (
      input: unknown,
      context: object,
    ) => Promise<CommandOutput<C>>
    const anywhere = /^(profile|attention|network:(create|join)|sync)/.test(command)
    return await handler(parseCall(command, anywhere ? input : { network, ...input }), {
      signal: new AbortController().signal,
    })
  }
  const open = async (name: Name): Promise<void> => {
    const engine = await openEngine({
      profileDir: folders.get(name)!,
      passphrase: async () => 'river stones at dawn',
      online: true,
      listen: '127.0.0.1:0',
      discovery: false,
      cost: { opslimit: 1, memlimit: 8 << 20 },
      clock: { ...systemClock, now: () => Date.now() + (ahead.get(name) ?? 0) },
    })
    engine.events.on('attention:rang', (one) => rang.get(name)!.push(one))
    engines.set(name, engine)
  }
  const everywhere = (ms: number): void => {
    for (const name of NAMES) ahead.set(name, (ahead.get(name) ?? 0) + ms)
  }
  const sendTo = async (name: Name, audience: object, more: object = {}): Promise<string> => {
    const about = { kind: 'incident', id: incident }
    const record = { about, kind: 'supplies', headline: 'Water rises', audience, ...more }
    const { ids } = await call(name, 'record:add', { kind: 'alert', records: [record] })
    await expect.poll(async () => (await call(name, 'alert:show', { id: ids[0]! })).obstacles).toEqual([])
    await call(name, 'alert:send', { id: ids[0]! })
    return ids[0]!
  }
  const list = async (name: Name) => (await call(name, 'attention:list')).items
  const ofAlert = (name: Name, id: string) => rang.get(name)!.filter((one) => one.id === id)

  beforeAll(async () => {
    for (const name of NAMES) {
      folders.set(name, mkdtempSync(path.join(tmpdir(), 'muster-attention-')))
      await open(name)
    }
    network = (await call('Ana', 'network:create', { name: 'Mill valley', as: 'Ana', kind: 'area' })).id
    const { addresses } = await call('Ana', 'sync:status')
    const { code } = await call('Ana', 'invite:create', { uses: 2, addresses })
    for (const as of ['Ben', 'Cleo'] as const) await call(as, 'network:join', { code, as })
    const reached = async () => (await call('Ana', 'alert:audience', { scope: 'network' })).computers
    await vi.waitFor(async () => expect(await reached()).toBe(2), { timeout: 60_000 })
    const records = [{ what: 'Flood at the mill', severity: 'Severe', urgency: 'Expected' }]
    incident = (await call('Ana', 'record:add', { kind: 'incident', records })).ids[0]!
    await call('Ana', 'incident:verify', { id: incident, to: 'verified', basis: 'saw-it' })
  }, 90_000)
  afterAll(async () => {
    for (const engine of engines.values()) await engine.stop()
    for (const folder of folders.values()) rmSync(folder, { recursive: true, force: true })
  }, 30_000)

  let first: string

  test('a call rings once on every laptop that it is for, and on none else', async () => {
    first = await sendTo('Ana', { scope: 'network' })
    const once = [{ network, id: first, what: 'alert', level: 'full', drill: false }]
    for (const name of ['Ben', 'Cleo'] as const) {
      await expect.poll(async () => (await list(name)).map(({ id, level }) => [id, level])).toEqual([[first, 'full']])
      await expect.poll(() => ofAlert(name, first).at(-1)).toEqual(once[0])
      expect(ofAlert(name, first).filter(({ level }) => level === 'full')).toEqual(once)
    }
    expect([await list('Ana'), ofAlert('Ana', first)]).toEqual([[], []])
  }, 60_000)

  test('it does not ring again after a restart, and is listed still', async () => {
    await engines.get('Ben')!.stop()
    rang.get('Ben')!.length = 0
    await open('Ben')
    expect(await list('Ben')).toMatchObject([{ id: first, what: 'alert', level: 'full' }])
    const second = await sendTo('Ana', { scope: 'network' }, { status: 'Exercise' })
    await expect.poll(() => ofAlert('Ben', second)).toMatchObject([{ level: 'sound', drill: true }])
    expect(ofAlert('Ben', first)).toEqual([])
  }, 60_000)

  test('quiet hours make it a line at once, and back', async () => {
    const day = { on: true, from: '00:00', to: '00:00' }
    await call('Cleo', 'profile:set-preferences', { quietHours: day })
    const levels = async () => (await list('Cleo')).map(({ level }) => level)
    await expect.poll(async () => new Set(await levels())).toEqual(new Set(['silent']))
    await call('Cleo', 'profile:set-preferences', { quietHours: { ...day, on: false } })
    await expect.poll(levels).toContain('full')
  }, 60_000)

  test('its steps are taken by themselves when their time has come, and ring again for who has not seen it', async () => {
    const before = ofAlert('Cleo', first).length
    everywhere(3 * MINUTE)
    for (const name of NAMES) await call(name, 'profile:set-preferences', { sound: true })
    const steps = async (name: Name) =>
      ((await call(name, 'alert:show', { id: first })).record['escalationLog'] as { step: string; by: string }[]).map(
        ({ step }) => step,
      )
    await expect.poll(() => steps('Ana')).toEqual(['repeat'])
    await expect.poll(() => ofAlert('Cleo', first).length).toBe(before + 1)
  }, 60_000)

  test('an answer ends it there, and an all-clear is told to who was coming', async () => {
    await call('Cleo', 'alert:answer', { id: first, answer: 'coming', agreed: true })
    await expect.poll(async () => (await list('Cleo')).some(({ id }) => id === first)).toBe(false)
    const coming = async () => (await call('Ana', 'alert:show', { id: first })).record['counts']
    await expect.poll(coming).toMatchObject({ coming: 1 })
    await call('Ana', 'alert:all-clear', { id: first })
    await expect.poll(() => ofAlert('Cleo', first).at(-1)).toMatchObject({ what: 'over', level: 'sound' })
  }, 60_000)

  test('a sixth call beyond the own circle within ten minutes is refused, and the fourth is a silent line to others', async () => {
    const drill = { status: 'Exercise' }
    for (let sent = 2; sent < 5; sent++) await sendTo('Ana', { scope: 'network' }, drill)
    await expect(sendTo('Ana', { scope: 'network' }, drill)).rejects.toMatchObject({
      code: 'domain/not-allowed-now',
      details: { reason: 'too-many-calls' },
    })
    const lines = async () =>
      (await list('Ben')).filter(({ what }) => what === 'alert').map(({ level, collapsed = 0 }) => [level, collapsed])
    await expect.poll(lines).toContainEqual(['silent', 1])
    const loud = rang.get('Ben')!.filter(({ what, level }) => what === 'alert' && level !== 'silent')
    expect(new Set(loud.map(({ id }) => id)).size).toBeLessThanOrEqual(3)
  }, 60_000)
})
