import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { namespacesMissing } from '../helpers/lab/namespaces.ts'
import { Room } from '../helpers/lab/room.ts'

describe.skipIf(namespacesMissing('laptops that have not heard of each other'))(
  'laptops of one network that have not heard of each other',
  () => {
    let room: Room
    let network: string

    /** Somebody is let in while nobody else is there. */
    const letIn = async (name: string, by: string): Promise<void> => {
      await room.start(name)
      await room.ask(name, 'join', (await room.ask(by, 'invite', 'create', network)).code, '--as', name)
    }
    const meets = async (name: string): Promise<string[]> => {
      const { networks } = await room.laptop(name).call('sync:status', {})
      return networks[0]!.people
        .filter(({ connected }: { connected: boolean }) => connected)
        .map((one: { name: string }) => one.name)
        .toSorted()
    }
    const report = (name: string, what: string): Promise<unknown> =>
      room.ask(name, 'incident', 'add', '--network', network, '--what', what)

    beforeAll(async () => {
      room = new Room()
      room.add('Ana', 'Ben', 'Cleo', 'Dee', 'Eli')
      await room.start('Ana')
      network = (await room.ask('Ana', 'network', 'create', 'River Street', '--as', 'Ana')).id
      await letIn('Ben', 'Ana')
      await room.stop('Ben')
      await letIn('Cleo', 'Ana')
      await room.stop('Ana')
    })
    afterAll(() => room.dispose())

    test('who was let in elsewhere is known to those it meets, though who let it in is away', async () => {
      await room.start('Ben')
      await report('Ben', 'The cellar is under water')
      await expect.poll(() => meets('Ben')).toEqual(['Cleo'])
      await room.sees('Cleo', network, ['The cellar is under water'])
      expect(await room.members('Ben', network)).toEqual(['Ana', 'Ben', 'Cleo'])
    })

    test('two who have both never heard of the other find each other', async () => {
      await room.stop('Cleo')
      await letIn('Dee', 'Ben')
      await room.sees('Dee', network, ['The cellar is under water'])
      await Promise.all([room.stop('Ben'), room.stop('Dee')])
      await room.start('Cleo')
      await letIn('Eli', 'Cleo')
      await room.stop('Cleo')
      await report('Eli', 'A tree lies across the street')
      await room.start('Dee')
      await expect.poll(() => meets('Dee')).toEqual(['Eli'])
      await expect.poll(() => meets('Eli')).toEqual(['Dee'])
      await room.sees('Dee', network, ['The cellar is under water', 'A tree lies across the street'])
    })
  },
)
