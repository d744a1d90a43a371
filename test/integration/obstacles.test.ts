import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { namespacesMissing } from '../helpers/lab/namespaces.ts'
import { Room } from '../helpers/lab/room.ts'

describe.skipIf(namespacesMissing('what keeps laptops apart'))('on a wifi that keeps computers apart', () => {
  let room: Room
  let network: string

  beforeAll(async () => {
    room = new Room()
    room.add('Ana', 'Ben')
    await room.start('Ana', 'Ben')
    network = (await room.ask('Ana', 'network', 'create', 'River Street', '--as', 'Ana')).id
    await room.ask('Ben', 'join', (await room.ask('Ana', 'invite', 'create', network)).code, '--as', 'Ben')
  })
  afterAll(() => room.dispose())
  const ben = async (): Promise<unknown> => (await room.laptop('Ana').call('sync:status', {})).networks[0]!.people[0]

  test('who says that it is here and takes no connection is told apart from who is not here', async () => {
    await expect.poll(ben).toMatchObject({ connected: true })
    expect(await ben()).not.toHaveProperty('obstacle')
    room.wifi.keepApart()
    // told once Ben is heard of again after a vain try: his questions come 1, 3, 7, 15, 31 and 63 seconds after his start
    await expect.poll(ben, { timeout: 150_000 }).toMatchObject({ connected: false, obstacle: 'blocked' })
    const { stdout } = await room.laptop('Ana').run(['status'], { text: true })
    expect(stdout).toContain(
      "Ben's computer is on this wifi, but takes no connection: this wifi or a firewall keeps the two apart.",
    )
  }, 240_000)

  test('and once it lets them through, nothing is in the way', async () => {
    room.wifi.letThrough()
    await expect.poll(ben).toMatchObject({ connected: true })
    expect(await ben()).not.toHaveProperty('obstacle')
  })

  test('who has switched off is not called blocked', async () => {
    await room.stop('Ben')
    await new Promise((resolve) => setTimeout(resolve, 12_000)) // tried in vain several times
    expect(await ben()).toMatchObject({ connected: false })
    expect(await ben()).not.toHaveProperty('obstacle')
  })
})
