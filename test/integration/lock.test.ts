import { readFileSync } from 'node:fs'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Laptop } from '../helpers/lab/laptop.ts'
import { namespacesMissing } from '../helpers/lab/namespaces.ts'
import { expectRefusal } from '../helpers/lab/refusals.ts'
import { Room } from '../helpers/lab/room.ts'

const OLD = 'river stones at dawn'
const NEW = 'nine lamps over the bridge'

describe.skipIf(namespacesMissing('locking'))('a running Muster', () => {
  let room: Room
  let network: string
  let ana: Laptop

  const unlock = (passphrase: string) => ana.run(['unlock'], { env: { MUSTER_PASSPHRASE: passphrase } })
  const change = (from: string, to: string) =>
    ana.run(['passphrase', 'change'], { env: { MUSTER_PASSPHRASE: from, MUSTER_NEW_PASSPHRASE: to } })
  const vault = (): string => readFileSync(path.join(ana.profile, 'vault')).toString('hex')
  const seenByBen = (event: string): number => room.peer('Ben').events.filter((one) => one.event === event).length

  beforeAll(async () => {
    room = new Room()
    room.add('Ana', 'Ben')
    ana = room.laptop('Ana')
    await room.start('Ana', 'Ben')
    network = (await room.ask('Ana', 'network', 'create', 'River Street', '--as', 'Ana')).id
    await room.ask('Ben', 'join', (await room.ask('Ana', 'invite', 'create', network)).code, '--as', 'Ben')
    await room.ask('Ana', 'incident', 'add', '--network', network, '--what', 'Before')
    await room.ask('Ana', 'wait', '--synced')
  }, 60_000)

  afterAll(() => room?.dispose(), 60_000)

  test('that is locked leaves the wifi at once and tells nothing to anybody', async () => {
    const connected = seenByBen('peer:connected')
    await ana.ask('lock')
    await room.peer('Ben').waitFor('peer:disconnected', ({ name }) => name === 'Ana', 10_000)
    await room.peer('Ana').waitFor('profile:locked')
    const commands = [
      ['network', 'list'],
      ['incident', 'list', '--network', network],
      ['incident', 'add', '--network', network, '--what', 'Nothing'],
      ['member', 'list', network],
      ['invite', 'create', network],
      ['wait', '--synced', '--timeout', '5'],
    ]
    for (const command of commands) expectRefusal(await ana.run(command), 'identity/locked')
    expect(await ana.ask('status')).toMatchObject({ state: 'locked' })
    expect(JSON.stringify(await ana.ask('status'))).not.toContain('River Street')
    await room.ask('Ben', 'incident', 'add', '--network', network, '--what', 'While it was locked')
    expect(seenByBen('peer:connected')).toBe(connected)
  }, 60_000)

  test('that is unlocked, by its own passphrase only, meets the others and syncs again', async () => {
    expectRefusal(await unlock('river stones at dusk'), 'identity/wrong-passphrase')
    expectRefusal(await ana.run(['network', 'list']), 'identity/locked')
    expect((await unlock(OLD)).code).toBe(0)
    await room.sees('Ana', network, ['Before', 'While it was locked'])
    await room.ask('Ana', 'incident', 'add', '--network', network, '--what', 'After')
    await room.sees('Ben', network, ['After', 'Before', 'While it was locked'])
  }, 60_000)

  test('gets a new passphrase while it runs: the old one opens nothing any more', async () => {
    const before = vault()
    expectRefusal(await change('river stones at dusk', NEW), 'identity/wrong-passphrase')
    expectRefusal(await change(OLD, 'short'), 'identity/passphrase-too-short')
    expect(vault()).toBe(before)
    expect((await change(OLD, NEW)).code).toBe(0)
    expect(vault()).not.toBe(before)
    await room.ask('Ben', 'wait', '--synced', '--timeout', '20') // nobody noticed
    await ana.ask('lock')
    expectRefusal(await unlock(OLD), 'identity/wrong-passphrase')
    expect((await unlock(NEW)).code).toBe(0)
    await room.stop('Ana')
    expectRefusal(await ana.run(['network', 'list']), 'identity/wrong-passphrase')
    ana.passphrase = NEW
    await room.start('Ana')
    await room.ask('Ana', 'wait', '--synced', '--timeout', '20')
    await room.sees('Ana', network, ['After', 'Before', 'While it was locked'])
  }, 90_000)
})
