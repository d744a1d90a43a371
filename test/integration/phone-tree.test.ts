import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

import type { CommandName, CommandOutput } from '../../core/bridge/contract.ts'
import { parseCall } from '../../core/bridge/rpc-server.ts'
import { openEngine, type Engine } from '../../core/engine/engine.ts'

const PATIENT = { timeout: 60_000 }
const CHEAP = { opslimit: 1, memlimit: 8 << 20 }
const NAMES = ['Ana', 'Ben', 'Cleo'] as const
type Name = (typeof NAMES)[number]
type Tree = CommandOutput<'tree:show'>

/** Three engines in this process; Cleo's laptop is closed before anything is called. */
describe('the phone tree between laptops', () => {
  const folders: string[] = []
  const engines = new Map<Name, Engine>()
  const persons = new Map<string, string>()
  const id = (name: string): string => persons.get(name)!
  let network: string
  let alert: string

  async function call<C extends CommandName>(name: Name, command: C, input: object): Promise<CommandOutput<C>> {
    const handler = engines.get(name)!.handlers[command] as (i: unknown, context: object) => Promise<CommandOutput<C>>
    const given = command === 'network:create' || command === 'network:join' ? input : { network, ...input }
    return await handler(parseCall(command, given), { signal: new AbortController().signal })
  }
  const tree = (name: Name, input: object = {}): Promise<Tree> => call(name, 'tree:show', input)
  /** What every laptop is to show alike. */
  const common = ({ nodes, ...rest }: Tree): object => ({ ...rest, nodes: nodes.map(({ you: _you, ...node }) => node) })
  const nodeOf = (shown: Tree, name: string) => shown.nodes.find((node) => node.name === name)
  const onBoth = async (check: (shown: Tree) => unknown, expected: unknown, input: object = {}): Promise<void> => {
    for (const name of ['Ana', 'Ben'] as const)
      await expect
        .poll(async () => check(await tree(name, input).catch(() => ({ nodes: [] }) as never)))
        .toEqual(expected)
  }
  const codeOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: any) => [error.code, error.details.reason].filter((one) => one !== undefined),
    )

  beforeAll(async () => {
    for (const name of NAMES) {
      const profileDir = mkdtempSync(path.join(tmpdir(), 'muster-tree-'))
      folders.push(profileDir)
      const passphrase = async () => 'river stones at dawn'
      const where = { profileDir, online: true, listen: '127.0.0.1:0', discovery: false, cost: CHEAP }
      engines.set(name, await openEngine({ ...where, passphrase }))
    }
    network = (await call('Ana', 'network:create', { name: 'Mill valley', as: 'Ana', kind: 'area' })).id
    const { addresses } = await engines
      .get('Ana')!
      .handlers['sync:status']({}, { signal: new AbortController().signal })
    const { code } = await call('Ana', 'invite:create', { uses: 2, addresses })
    for (const as of ['Ben', 'Cleo'] as const) await call(as, 'network:join', { code, as })
    await vi.waitFor(async () => expect((await call('Ana', 'member:list', {})).members).toHaveLength(3), PATIENT)
    for (const member of (await call('Ana', 'member:list', {})).members) persons.set(member.name, member.id)
    const yes = { phoneTree: true, print: true }
    const card = (fn: string, tel: string, consent: object | undefined, member?: string): object => ({
      ...{ fn, tel: [tel], lang: ['es'] },
      ...(consent !== undefined && { consent }),
      ...(member !== undefined && { member }),
    })
    await call('Ana', 'record:add', {
      kind: 'contact',
      records: [
        card('Ana', '+34600000001', yes, id('Ana')),
        card('Dana', '+34600000004', { phoneTree: true, print: false }),
        card('Eli', '+34600000005', { phoneTree: false, print: true }),
        card('Flor', '+34600000006', { ...yes, givenAt: '2020-01-01T00:00:00Z', expiresAt: '2020-02-01T00:00:00Z' }),
      ],
    })
    await call('Ben', 'record:add', { kind: 'contact', records: [card('Ben', '+34600000002', yes, id('Ben'))] })
    await vi.waitFor(async () => expect((await call('Ana', 'record:list', { kind: 'contact' })).total).toBe(5), PATIENT)
    await engines.get('Cleo')!.stop()
  }, 90_000)

  afterAll(async () => {
    for (const engine of engines.values()) await engine.stop()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }, 30_000)

  test('is the same on every laptop, with those who agreed, and says who has to be told in person', async () => {
    await onBoth(
      (shown) => shown.nodes.map(({ name, tel, missing }) => [name, tel, missing]).toSorted(),
      [
        ['Ana', '+34600000001', null],
        ['Ben', '+34600000002', null],
        ['Cleo', null, 'no-card'],
        ['Dana', '+34600000004', null],
      ],
    )
    expect(common(await tree('Ben'))).toEqual(common(await tree('Ana')))
    // Nobody is on call: the founder begins
    expect(await tree('Ana')).toMatchObject({ root: id('Ana'), left: [], emergencyNumber: null })
    expect(nodeOf(await tree('Ana'), 'Dana')).toMatchObject({
      kind: 'contact',
      printed: false,
      shownTel: '+34 600 00 00 04',
    })
  }, 60_000)

  test('begins with who is on call, or with whom one says; never with somebody who is no member', async () => {
    await call('Ana', 'duty:start', { person: id('Ben') })
    await onBoth(({ root }) => root, id('Ben'))
    expect((await tree('Ana', { root: id('Ana') })).root).toBe(id('Ana'))
    expect(await codeOf(tree('Ana', { root: 'f'.repeat(32) }))).toEqual(['domain/not-found'])
  }, 60_000)

  test('of a call for help it names whom to phone still, until they were; contacts only where it is for all', async () => {
    const add = async (more: object): Promise<string> =>
      (await call('Ana', 'record:add', { kind: 'alert', records: [{ about: incident, kind: 'supplies', ...more }] }))
        .ids[0]!
    const [found] = (await call('Ana', 'record:add', { kind: 'incident', records: [{ what: 'Flood at the mill' }] }))
      .ids
    const incident = { kind: 'incident', id: found! }
    await call('Ana', 'incident:verify', { id: found!, to: 'verified', basis: 'Ben saw it' })
    alert = await add({ headline: 'Water rises', audience: { scope: 'network' } })
    expect(await codeOf(tree('Ana', { alert }))).toEqual(['domain/not-allowed-now', 'not-sent'])
    await call('Ana', 'alert:send', { id: alert })
    const dana = nodeOf(await tree('Ana'), 'Dana')!.person
    await onBoth((shown) => shown.alert?.open.map(({ person }) => person).toSorted(), [id('Cleo'), dana].toSorted(), {
      alert,
    })
    expect(await tree('Ana', { alert })).toMatchObject({
      root: id('Ana'),
      alert: { count: 3, reached: 1, verified: 'verified' },
    })
    await call('Ben', 'alert:record', { id: alert, person: dana, via: 'phone', answer: 'coming' })
    await call('Ana', 'alert:record', { id: alert, person: id('Cleo'), via: 'person' })
    await onBoth((shown) => [shown.alert?.reached, shown.alert?.open], [3, []], { alert })
    expect(nodeOf(await tree('Ana', { alert }), 'Dana')?.board).toMatchObject({
      state: 'phoned',
      answer: 'coming',
      by: id('Ben'),
    })
    await call('Ben', 'record:edit', { kind: 'member', id: id('Ben'), patch: { skills: ['verify'] } })
    const verifiers = async () => (await call('Ana', 'alert:audience', { scope: 'verifiers' })).people.length
    await expect.poll(verifiers).toBe(1)
    const near = await add({ headline: 'Check the pump', audience: { scope: 'verifiers' } })
    await call('Ana', 'alert:send', { id: near })
    expect((await tree('Ana', { alert: near })).nodes.map(({ kind }) => kind)).not.toContain('contact')
  }, 60_000)

  test('a branch that was said to be done is so on every laptop, once', async () => {
    const branch = id('Ben')
    await call('Ana', 'tree:confirm', { alert, branch })
    await call('Ana', 'tree:confirm', { alert, branch })
    await onBoth((shown) => shown.branches.filter((one) => one.confirmed !== undefined && one.branch !== branch), [], {
      alert,
    })
    await expect
      .poll(async () => (await call('Ben', 'alert:show', { id: alert })).record['course'])
      .toEqual(
        expect.arrayContaining([expect.objectContaining({ what: 'branch-done', member: branch, by: id('Ana') })]),
      )
    const { course }: any = (await call('Ana', 'alert:show', { id: alert })).record
    expect(course.filter(({ what }: any) => what === 'branch-done').length).toBe(1)
    await call('Ana', 'alert:all-clear', { id: alert })
    expect(await codeOf(call('Ana', 'tree:confirm', { alert, branch: id('Cleo') }))).toEqual([
      'domain/not-allowed-now',
      'over',
    ])
  }, 60_000)

  test('a number goes out of it on every laptop as soon as consent is taken back', async () => {
    const { records } = await call('Ben', 'record:list', { kind: 'contact', search: 'Dana' })
    await call('Ben', 'record:act', {
      ...{ kind: 'contact', id: records[0]!.id, act: 'consent' },
      input: { phoneTree: false, print: false },
    })
    await onBoth((shown) => shown.nodes.map(({ name }) => name).includes('Dana'), false)
  }, 60_000)
})
