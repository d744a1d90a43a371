import { afterAll, beforeAll, expect, test } from 'vitest'

import { Laptop } from '../helpers/lab/laptop.ts'

const home = new Laptop({ name: 'home' })
const travel = new Laptop({ name: 'travel' })
const ben = new Laptop({ name: 'ben' })
const LOOPBACK = ['--listen', '127.0.0.1:0', '--no-discovery']

beforeAll(async () => {
  await home.ask('network', 'create', 'River Street', '--as', 'Ana')
  await home.start(LOOPBACK)
  const { addresses } = await home.call('sync:status', {})
  const join = async (laptop: Laptop, code: string, as: string): Promise<void> => {
    await laptop.start(LOOPBACK)
    await laptop.ask('join', code, '--as', as)
  }
  const network = await home.ask('network', 'list')
  const at = addresses.slice(0, 1)
  const own = await home.call('invite:create', { network: network[0].id, ownDevice: true, addresses: at })
  await join(travel, own.code, 'Ana')
  const other = await home.call('invite:create', { network: network[0].id, addresses: at })
  await join(ben, other.code, 'Ben')
  await Promise.all([home, travel, ben].map((one) => one.ask('wait', '--synced')))
}, 120_000)
afterAll(async () => {
  await Promise.all([home, travel, ben].map((one) => one.dispose()))
})

test('a second computer is the same person, with the same office, and each knows which one it is', async () => {
  const members = await ben.ask('member', 'list')
  expect(members.map((one: { name: string; devices: number }) => [one.name, one.devices])).toEqual([
    ['Ana', 2],
    ['Ben', 1],
  ])
  const [seen] = await travel.ask('network', 'list')
  expect(seen).toMatchObject({ as: 'Ana', role: 'founder' })
  const lists = await Promise.all([home, travel].map((one) => one.ask('device', 'list')))
  expect(lists.map((list) => list.map((one: { here: boolean }) => one.here))).toEqual([
    [true, false],
    [false, true],
  ])
  expect(await ben.ask('device', 'list', '--of', 'Ana')).toHaveLength(2)
})

test('a lost computer is taken out alone: its person stays, and it is told', async () => {
  const [, lost] = await home.ask('device', 'list')
  expect(await ben.refusal('device', 'remove', lost.fingerprint, '--of', 'Ana')).toBe('identity/not-a-coordinator')
  expect(await home.refusal('device', 'remove', 'ffffffff')).toBe('domain/not-found')
  const [own] = await home.ask('device', 'list')
  expect(await home.refusal('device', 'remove', own.fingerprint)).toBe('domain/not-allowed-now')
  await home.ask('device', 'remove', lost.fingerprint)
  await expect.poll(() => ben.ask('device', 'list', '--of', 'Ana')).toHaveLength(1)
  await expect.poll(async () => (await travel.ask('network', 'list'))[0].state).toBe('removed')
  expect((await ben.ask('member', 'list'))[0]).toMatchObject({ name: 'Ana', devices: 1, state: 'current' })
  await home.ask('incident', 'add', '--what', 'The bridge is under water')
  await expect.poll(async () => (await ben.ask('incident', 'list')).records).toHaveLength(1)
  expect((await travel.ask('incident', 'list')).records).toHaveLength(0)
}, 60_000)
