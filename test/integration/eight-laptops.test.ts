import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { clockAhead } from '../helpers/lab/laptop.ts'
import { namespacesMissing } from '../helpers/lab/namespaces.ts'
import { Room } from '../helpers/lab/room.ts'

const DAY = 24 * 60 * 60_000
/** Fay's clock is a day ahead; Gus is off during the call; Hana is removed in the middle of it. */
const NAMES = ['Ana', 'Ben', 'Cleo', 'Dee', 'Eli', 'Fay', 'Gus', 'Hana'] as const
type Name = (typeof NAMES)[number]
const PRESENT = NAMES.filter((name) => name !== 'Gus')
const STAYED = PRESENT.filter((name) => name !== 'Hana')
const SLOW = { interval: 150 }

/** What each laptop tells by its own clock and its own connections; the rest are facts, and the same everywhere. */
const OWN_VIEW = new Set(['fromFuture', 'nextStep', 'obstacles', 'reachable', 'checkIn', 'you', 'yours'])
/** After it the first step of the escalation is due; less than what makes a laptop doubt its clock. */
const STEP_DUE = 3 * 60_000 + 1_000

function facts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(facts)
  if (typeof value !== 'object' || value === null) return value
  const own = Object.entries(value).filter(([name]) => !OWN_VIEW.has(name))
  return Object.fromEntries(own.map(([name, one]) => [name, facts(one)]))
}

describe.skipIf(namespacesMissing('a call between eight laptops'))('a call between eight laptops', () => {
  let room: Room
  let network: string
  let incident: string
  let alert: string
  const started = performance.now()
  const persons = new Map<string, string>()

  const show = (name: Name): Promise<any> => room.ask(name, 'alert', 'show', alert)
  /** Without a process of its own, for asking again and again. */
  const peek = async (name: Name): Promise<any> => {
    const shown = await room
      .laptop(name)
      .call('alert:show', { network, id: alert })
      .catch(() => undefined)
    return shown?.record
  }
  const boardOf = async (name: Name): Promise<Record<string, string>> => {
    const people: any[] = (await peek(name))?.people ?? []
    return Object.fromEntries(people.map((one) => [nameOf(one.member), one.answer ?? one.state]))
  }
  const nameOf = (person: string): string => [...persons].find(([, id]) => id === person)?.[0] ?? person
  const everywhere = async (names: readonly Name[], see: (name: Name) => Promise<unknown>, what: unknown) => {
    for (const name of names) await expect.poll(() => see(name), { ...SLOW, message: name }).toEqual(what)
  }
  /** Rings of one kind on one laptop, over its restarts. */
  const earlier = new Map<Name, any[]>()
  const rang = (name: Name, what: string): any[] =>
    [...(earlier.get(name) ?? []), ...room.peer(name).events].filter(
      (one) => one.event === 'attention:rang' && one.what === what,
    )
  const restart = async (name: Name, env: Record<string, string>): Promise<void> => {
    earlier.set(name, [...(earlier.get(name) ?? []), ...room.peer(name).events])
    await room.stop(name)
    room.setEnv(env)
    await room.start(name)
    room.setEnv({})
  }

  beforeAll(async () => {
    room = new Room()
    room.add(...NAMES)
    const right = NAMES.filter((name) => name !== 'Fay')
    // two at a time: opening a vault takes a processor
    for (let at = 0; at < right.length; at += 2)
      await Promise.all(right.slice(at, at + 2).map((name) => room.start(name)))
    room.setEnv(clockAhead(DAY))
    await room.start('Fay')
    room.setEnv({})
  }, 240_000)

  afterAll(async () => {
    await room?.dispose()
    console.log(`eight laptops: ${Math.round((performance.now() - started) / 1000)} s in all`)
  })

  test('all are in one network, and then one goes off', async () => {
    network = (await room.ask('Ana', 'network', 'create', 'Mill valley', '--as', 'Ana', '--kind', 'area')).id
    const made = ['invite', 'create', network, '--uses', '7', '--hours', '72', '--address', room.address('Ana')]
    const { code } = await room.ask('Ana', ...made)
    for (const name of NAMES.slice(1)) await room.ask(name, 'join', code, '--as', name)
    await everywhere(NAMES, (name) => room.members(name, network), [...NAMES])
    for (const { id, name } of await room.ask('Ana', 'member', 'list', network)) persons.set(name, id)
    await room.stop('Gus')
  })

  test('one reports, another verifies, and only then does the call go to all', async () => {
    const reported = ['incident', 'add', '--what', 'Water in the cellar of the school', '--kind', 'flood']
    incident = (await room.ask('Ben', ...reported)).id
    const listed = async (name: Name): Promise<unknown> => (await room.ask(name, 'incident', 'list')).total
    await everywhere(PRESENT, listed, 1)

    const call = ['--kind', 'supplies', '--headline', 'Pumps needed at the school', '--to', 'network', '--need', '2']
    const draft = await room.ask('Ana', 'alert', 'send', '--about', incident, ...call)
    expect(draft).toMatchObject({ state: 'draft', obstacles: ['not-verified'] })
    await room.ask('Cleo', 'incident', 'verify', incident, 'verified', '--basis', 'I stand in the water')
    const verified = async (): Promise<unknown> => (await room.ask('Ana', 'incident', 'show', incident)).verification
    await expect.poll(verified, SLOW).toBe('verified')

    alert = draft.id
    const sent = await room.ask('Ana', 'alert', 'send', alert)
    expect(sent).toMatchObject({ state: 'sent', addressed: 7, connected: 6, computers: 6 })
  })

  test('the board tells the same on every laptop: whom it reached, and whom to call', async () => {
    const reached = Object.fromEntries(NAMES.slice(1).map((name) => [name, name === 'Gus' ? 'not-reached' : 'reached']))
    await everywhere(PRESENT, boardOf, reached)
    expect(await show('Dee')).toMatchObject({ gate: 'verified', drill: false, counts: { addressed: 7, reached: 6 } })
  })

  test('each of them rang, once, whatever their clock says; and nobody else', async () => {
    const asked = PRESENT.filter((name) => name !== 'Ana')
    for (const name of asked)
      await expect
        .poll(() => rang(name, 'alert').map(({ level }) => level), { ...SLOW, message: name })
        .toEqual(['full'])
    expect(rang('Ana', 'alert')).toEqual([])
    expect((await peek('Fay')).state).toBe('sent')
  })

  test('a step that falls due on both sides of a cut is taken by the laptops themselves, and once', async () => {
    room.wifi.cut(room.number('Dee'))
    for (const name of ['Ben', 'Dee'] as const) await restart(name, clockAhead(STEP_DUE))
    const steps = async (name: Name): Promise<any[]> => (await peek(name))?.escalationLog ?? []
    for (const name of ['Ben', 'Dee'] as const)
      await expect.poll(async () => (await steps(name)).map(({ step }) => step), SLOW).toEqual(['repeat'])
    expect(await steps('Dee')).toMatchObject([{ by: persons.get('Dee') }])
    room.wifi.heal(room.number('Dee'))
    const seen = async (): Promise<number> =>
      new Set(await Promise.all(PRESENT.map(async (name) => JSON.stringify((await steps(name)).map(facts))))).size
    await expect.poll(seen, SLOW).toBe(1)
    expect((await show('Ana')).escalationLog).toMatchObject([{ id: 'step-1', step: 'repeat' }])
    // those who have not seen it are asked once more, and not twice
    for (const name of PRESENT.filter((one) => one !== 'Ana'))
      await expect.poll(() => rang(name, 'alert').length, { ...SLOW, message: name }).toBe(2)
  })

  test('whoever is removed in the middle hears no later part', async () => {
    await room.ask('Dee', 'alert', 'answer', alert, 'coming', '--agree')
    await room.ask('Eli', 'alert', 'answer', alert, 'cannot')
    await everywhere(['Hana'], boardOf, expect.objectContaining({ Dee: 'coming', Eli: 'cannot' }))
    await room.ask('Ana', 'member', 'remove', network, persons.get('Hana')!)
    await everywhere(STAYED, async (name) => (await room.members(name, network)).includes('Hana'), false)
  })

  test('once it is filled nobody further is asked, and who says so later stands by', async () => {
    await room.ask('Ana', 'alert', 'record', alert, 'Gus', '--by', 'phone')
    await room.ask('Ben', 'alert', 'answer', alert, 'coming', '--agree')
    await everywhere(STAYED, async (name) => (await peek(name))?.enough, true)
    await room.ask('Fay', 'alert', 'answer', alert, 'coming', '--agree')
    await room.ask('Cleo', 'alert', 'answer', alert, 'coming', '--agree')
    const board = { Ben: 'coming', Cleo: 'standby', Dee: 'coming', Eli: 'cannot', Fay: 'standby', Gus: 'phoned' }
    await everywhere(STAYED, boardOf, { ...board, Hana: 'reached' })
  })

  test('the phone tree of the call says whom it is still to reach, alike on every laptop', async () => {
    const tree = async (name: Name): Promise<any> => room.ask(name, 'tree', 'show', '--alert', alert)
    const trees = await Promise.all(STAYED.map(tree))
    for (const one of trees) expect(facts(one)).toEqual(facts(trees[0]))
    expect(JSON.stringify(trees[0])).toContain(persons.get('Gus'))
    expect(JSON.stringify(trees[0])).not.toContain(persons.get('Hana'))
  })

  test('whoever is out there is missed until they are home', async () => {
    await room.ask('Dee', 'alert', 'check-in', alert, 'on-scene')
    await room.ask('Ben', 'alert', 'needs-help', alert)
    for (const name of ['Ana', 'Dee'] as const)
      await expect.poll(() => rang(name, 'needs-help').length, { ...SLOW, message: name }).toBe(1)
    const out = async (name: Name): Promise<unknown> =>
      Object.fromEntries(
        (await peek(name)).responders.flatMap((one: any) => (one.out ? [[nameOf(one.member), one.state]] : [])),
      )
    await everywhere(STAYED, out, { Ben: 'needs-help', Dee: 'on-scene' })
    for (const name of ['Ben', 'Dee'] as const) await room.ask(name, 'alert', 'check-in', alert, 'safe')
    await everywhere(STAYED, out, {})
  })

  test('it ends with the rest stood down, the all-clear and the incident closed', async () => {
    await room.ask('Ana', 'alert', 'enough', alert)
    for (const to of ['triaged', 'responding', 'resolved', 'follow-up'])
      await room.ask('Ana', 'incident', 'move', incident, to)
    const close = ['incident', 'move', incident, 'closed', '--follow-up-owner', 'none wanted']
    expect(await room.refusal('Ana', ...close)).toBe('domain/not-allowed-now')
    await room.ask('Dee', 'alert', 'all-clear', alert, '--note', 'The cellar is dry')
    await everywhere(STAYED, async (name) => (await peek(name))?.state, 'all-clear')
    for (const name of ['Ben', 'Cleo', 'Fay'] as const)
      await expect.poll(() => rang(name, 'over').length, { ...SLOW, message: name }).toBe(1)
    await room.ask('Ana', ...close)
    await room.ask('Ana', 'duty', 'start')
    await room.ask('Ana', 'duty', 'hand-over', 'Cleo', '--note', 'All are home')
    await everywhere(
      STAYED,
      async (name) => (await room.ask(name, 'duty', 'show')).onCall?.[0]?.person,
      persons.get('Cleo'),
    )
  })

  test('who was off comes back to what is over, and it does not ring', async () => {
    await room.start('Gus')
    await everywhere(['Gus'], async (name) => (await peek(name))?.state, 'all-clear')
    await room.ask('Gus', 'wait', '--synced', '--timeout', '20')
    // a line says that it is over, without a sound
    const told = [...room.peer('Gus').events.filter(({ event }) => event === 'attention:rang')]
    expect(told.filter(({ what, level }) => what !== 'over' || level !== 'silent')).toEqual([])
    const items = await room.ask('Gus', 'attention')
    expect(items.filter(({ what, level }: any) => what !== 'over' || level !== 'silent')).toEqual([])
    const { acks } = await peek('Gus')
    expect(acks.map((one: any) => one.member)).not.toContain(persons.get('Gus'))
  })

  test('in the end all who stayed hold the same, and nobody was told to come after enough', async () => {
    const stayed = [...STAYED, 'Gus'] as const
    const closed = async (name: Name): Promise<unknown> => (await room.ask(name, 'incident', 'show', incident)).state
    await everywhere(stayed, closed, 'closed')
    const shown = await Promise.all(stayed.map(show))
    for (const [at, one] of shown.entries()) expect(facts(one), stayed[at]).toEqual(facts(shown[0]))
    expect(shown[0]).toMatchObject({
      state: 'all-clear',
      verified: 'verified',
      gate: 'verified',
      enough: true,
      counts: { addressed: 7, reached: 7, coming: 2 },
    })
    expect(shown[0].escalationLog).toHaveLength(1)
    for (const name of STAYED) expect(rang(name, 'alert').length, name).toBe(name === 'Ana' ? 0 : 2)
    expect(shown[0].course.filter((one: any) => one.what === 'enough')).toHaveLength(1)
    const coming = shown[0].people.filter((one: any) => one.answer === 'coming').map((one: any) => nameOf(one.member))
    expect(coming.toSorted()).toEqual(['Ben', 'Dee'])
  })

  test('who was removed has what they had, and nothing of what came after', async () => {
    const had = await show('Hana')
    expect(had).toMatchObject({ enough: false, counts: { coming: 1 } })
    expect(['all-clear', 'filled']).not.toContain(had.state)
    expect(had.course.map((one: any) => one.what)).toEqual(['answer', 'answer'])
  })
})
