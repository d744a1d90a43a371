import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { clockAhead } from '../helpers/lab/laptop.ts'
import { namespacesMissing } from '../helpers/lab/namespaces.ts'
import { Room } from '../helpers/lab/room.ts'

const HOUR = 60 * 60_000
const NAMES = ['Ana', 'Ben', 'Cleo'] as const
type Name = (typeof NAMES)[number]
const SLOW = { interval: 150 }

/** Cleo's clock is five hours ahead. */
describe.skipIf(namespacesMissing('a call and a wrong clock'))('a call and a wrong clock', () => {
  let room: Room
  let network: string

  const peek = async (name: Name, id: string): Promise<any> =>
    (
      await room
        .laptop(name)
        .call('alert:show', { network, id })
        .catch(() => undefined)
    )?.record
  const call = async (name: Name): Promise<string> => {
    const { id } = await room.ask(name, 'incident', 'add', '--what', 'Water in the cellar of the school')
    const what = ['--about', id, '--kind', 'supplies', '--headline', 'Pumps needed at the school']
    return (await room.ask(name, 'alert', 'send', ...what)).id
  }
  const connected = async (name: Name): Promise<unknown> => (await room.ask(name, 'network', 'list'))[0].connected

  beforeAll(async () => {
    room = new Room()
    room.add(...NAMES)
    await Promise.all([room.start('Ana'), room.start('Ben')])
    room.setEnv(clockAhead(5 * HOUR))
    await room.start('Cleo')
    room.setEnv({})
    network = (await room.ask('Ana', 'network', 'create', 'Mill street', '--as', 'Ana', '--kind', 'circle')).id
    const made = ['invite', 'create', network, '--uses', '2', '--hours', '72', '--address', room.address('Ana')]
    const { code } = await room.ask('Ana', ...made)
    for (const name of ['Ben', 'Cleo'] as const) await room.ask(name, 'join', code, '--as', name)
  }, 90_000)
  afterAll(async () => {
    await room?.dispose()
  }, 60_000)

  test('among three the one that is wrong dates its own call by the others, and finds theirs neither over nor due', async () => {
    for (const name of NAMES) await expect.poll(() => connected(name), SLOW).toBe(2)
    const [cleos, anas] = [await call('Cleo'), await call('Ana')]
    for (const [name, id] of [
      ['Ana', cleos],
      ['Ben', cleos],
      ['Cleo', anas],
      ['Cleo', cleos],
    ] as const) {
      await expect.poll(async () => (await peek(name, id))?.state, SLOW).toBe('sent')
      const { sent, sendings, nextStep } = await peek(name, id)
      expect(Math.abs(sent - Date.now())).toBeLessThan(10 * 60_000)
      expect(sendings).toMatchObject([{ fromFuture: false }])
      expect(nextStep).toMatchObject({ step: 'repeat', due: false })
    }
    for (const name of NAMES) expect((await peek(name, cleos)).escalationLog).toEqual([])
    const rang = (name: Name): any[] => room.peer(name).events.filter(({ event }) => event === 'attention:rang')
    await expect.poll(() => rang('Cleo'), SLOW).toMatchObject([{ id: anas, what: 'alert', level: 'full' }])
    await expect.poll(() => rang('Ana'), SLOW).toMatchObject([{ id: cleos, what: 'alert', level: 'full' }])
  }, 90_000)
})
