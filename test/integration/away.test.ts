import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { namespacesMissing } from '../helpers/lab/namespaces.ts'
import { Room } from '../helpers/lab/room.ts'

describe.skipIf(namespacesMissing('members who were away'))('members who were away', () => {
  let room: Room
  let network: string

  beforeAll(async () => {
    room = new Room()
    room.add('Ana', 'Ben', 'Cleo', 'Dee', 'Eli')
    await room.start('Ana', 'Ben', 'Cleo', 'Dee', 'Eli')
    network = (await room.ask('Ana', 'network', 'create', 'River Street', '--as', 'Ana')).id
    const { code } = await room.ask('Ana', 'invite', 'create', network, '--uses', '4', '--address', room.address('Ana'))
    for (const name of ['Ben', 'Cleo', 'Dee', 'Eli']) await room.ask(name, 'join', code, '--as', name)
  }, 120_000)

  afterAll(() => room?.dispose(), 60_000)

  test('a member who missed two key rotations comes back and reads what was written since', async () => {
    await expect.poll(() => room.members('Ben', network)).toHaveLength(5)
    await room.stop('Ben')
    for (const name of ['Dee', 'Eli']) {
      await room.ask('Ana', 'member', 'remove', network, await room.personId(name, 'Ana', network))
      await room.ask('Ana', 'incident', 'add', '--network', network, '--what', `After ${name} left`)
    }
    await room.sees('Cleo', network, ['After Dee left', 'After Eli left'])
    await room.start('Ben')
    await room.sees('Ben', network, ['After Dee left', 'After Eli left'])
    expect(await room.members('Ben', network)).toEqual(['Ana', 'Ben', 'Cleo'])
    await room.ask('Ben', 'incident', 'add', '--network', network, '--what', 'Ben is back')
    await room.sees('Ana', network, ['After Dee left', 'After Eli left', 'Ben is back'])
  }, 180_000)

  test('somebody removed gets nothing new, from nobody, also after a restart', async () => {
    await room.stop('Dee')
    await room.start('Dee')
    await room.ask('Cleo', 'incident', 'add', '--network', network, '--what', 'Only for those who stayed')
    await room.sees('Ben', network, ['After Dee left', 'After Eli left', 'Ben is back', 'Only for those who stayed'])
    const { records } = await room.ask('Dee', 'incident', 'list', '--network', network)
    expect(records.map((record: { what: string }) => record.what)).not.toContain('Only for those who stayed')
    expect(room.peer('Dee').events.filter(({ event }) => event === 'peer:connected')).toEqual([])
  }, 90_000)
})
