import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { CommandName, CommandOutput } from '../../core/bridge/contract.ts'
import { parseCall } from '../../core/bridge/rpc-server.ts'
import { openEngine, type Engine } from '../../core/engine/engine.ts'

const CHEAP = { opslimit: 1, memlimit: 8 << 20 }
type Name = 'Ana' | 'Ben'

/** Two engines in this process: what is known of circles rests on the log, the network's record, cards and members' records. */
describe('what an engine knows of circles', () => {
  const folders: string[] = []
  const engines = new Map<Name, Engine>()
  const persons = { Ana: '', Ben: '' }
  let network: string
  let north: string

  async function call<C extends CommandName>(name: Name, command: C, input: object): Promise<CommandOutput<C>> {
    const handler = engines.get(name)!.handlers[command] as (
      input: unknown,
      context: object,
    ) => Promise<CommandOutput<C>>
    const given = command === 'network:create' || command === 'network:join' ? input : { network, ...input }
    return await handler(parseCall(command, given), { signal: new AbortController().signal })
  }
  const act = async (name: string, input: object): Promise<string> =>
    (await call('Ana', 'record:act', { kind: 'network', id: network, act: name, input })).entry ?? ''
  const circle = async (name: Name = 'Ana') =>
    (await call(name, 'circle:list', {})).circles.find(({ id }) => id === north)!
  const card = async (member: string, consent: object): Promise<string> => {
    const records = [{ fn: 'Somebody', member, tel: ['+34600000001'], lang: ['ar'], consent }]
    return (await call('Ana', 'record:add', { kind: 'contact', records })).ids[0]!
  }

  beforeAll(async () => {
    for (const name of ['Ana', 'Ben'] as const) {
      const profileDir = mkdtempSync(path.join(tmpdir(), 'muster-circles-'))
      folders.push(profileDir)
      const passphrase = async () => 'river stones at dawn'
      const options = { profileDir, passphrase, online: true, listen: '127.0.0.1:0', discovery: false, cost: CHEAP }
      engines.set(name, await openEngine(options))
    }
    network = (await call('Ana', 'network:create', { name: 'Mill valley', as: 'Ana', kind: 'area' })).id
    const { addresses } = await engines
      .get('Ana')!
      .handlers['sync:status']({}, { signal: new AbortController().signal })
    const { code } = await call('Ana', 'invite:create', { addresses })
    persons.Ben = (await call('Ben', 'network:join', { code, as: 'Ben' })).id
    const { members } = await call('Ana', 'member:list', {})
    persons.Ana = members.find(({ you }) => you)!.id
    north = await act('addCircle', { name: 'North', members: [persons.Ana, persons.Ben], pointContact: persons.Ben })
    await act('addRoute', { circle: north, name: 'Bus', travellers: [persons.Ana, persons.Ben] })
  }, 60_000)
  afterAll(async () => {
    for (const engine of engines.values()) await engine.stop()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  test('a point contact can be called once a card says so, and no longer when consent is taken back', async () => {
    expect((await circle()).pointContact).toEqual({ person: persons.Ben, tel: null, lacks: 'no-number' })
    const id = await card(persons.Ben, { phoneTree: true, givenBy: 'Ben' })
    expect((await circle()).pointContact).toMatchObject({ tel: '+34600000001', lacks: null })
    const consent = { phoneTree: false, givenBy: 'Ben' }
    await call('Ana', 'record:edit', { kind: 'contact', id, patch: { consent } })
    expect((await circle()).pointContact).toMatchObject({ tel: null, lacks: 'no-number' })
    await call('Ana', 'record:edit', { kind: 'contact', id, patch: { consent: { phoneTree: true, givenBy: 'Ben' } } })
    expect((await circle()).pointContact).toMatchObject({ tel: '+34600000001' })
    await call('Ana', 'record:archive', { kind: 'contact', id })
    expect((await circle()).pointContact).toMatchObject({ tel: null, lacks: 'no-number' })
  })

  test('who would suit is said with the routes in use and the languages that both have, on every laptop alike', async () => {
    await card(persons.Ana, { phoneTree: true, givenBy: 'Ana' })
    await call('Ben', 'record:edit', { kind: 'member', id: persons.Ben, patch: { lang: ['ar-EG', 'es'] } })
    const suggested = async (name: Name) => (await circle(name))?.suggestions
    await expect.poll(async () => (await suggested('Ana'))?.[0]?.lang).toEqual(['ar'])
    const [first, second] = [persons.Ana, persons.Ben].toSorted()
    const [{ routes } = { routes: [] }] = await suggested('Ana')
    expect(await suggested('Ana')).toMatchObject([{ first, second, routes: [expect.any(String)] }])
    await expect.poll(() => suggested('Ben')).toEqual(await suggested('Ana'))
    await act('editRoute', { circle: north, route: routes[0]!, expiresAt: Date.now() - 1 })
    expect((await suggested('Ana'))?.[0]?.routes).toEqual([])
    await act('setBuddies', { circle: north, first: persons.Ana, second: persons.Ben })
    expect(await circle()).toMatchObject({ alone: [], suggestions: [] })
  })

  test('a team has those with its skill, however they write it', async () => {
    await act('addTeam', { skill: 'first aid', pointContact: persons.Ana })
    await call('Ben', 'record:edit', { kind: 'member', id: persons.Ben, patch: { skills: ['First Áid'] } })
    const members = async () => (await call('Ana', 'circle:list', {})).teams[0]?.members
    await expect.poll(members).toEqual([persons.Ben])
    expect((await call('Ana', 'circle:list', {})).teams).toMatchObject([
      { skill: 'first aid', pointContact: { person: persons.Ana }, backUp: { lacks: 'nobody' } },
    ])
  })

  test('who is removed leaves a post that must be filled and somebody without a buddy, and is nowhere suggested', async () => {
    await call('Ana', 'member:remove', { person: persons.Ben })
    expect(await circle()).toMatchObject({
      members: [persons.Ana],
      pointContact: { person: persons.Ben, tel: null, lacks: 'left' },
      alone: [persons.Ana],
      suggestions: [],
    })
    expect((await call('Ana', 'circle:list', {})).teams[0]?.members).toEqual([])
  })
})
