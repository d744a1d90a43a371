import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { Laptop, type Peer } from '../helpers/lab/laptop.ts'
import { namespacesMissing, Wifi } from '../helpers/lab/namespaces.ts'

describe.skipIf(namespacesMissing('three laptops on one wifi'))('three laptops on one wifi', () => {
  let wifi: Wifi
  let ana: Laptop
  let ben: Laptop
  let cleo: Laptop
  let network: string
  const peers: Peer[] = []

  beforeAll(async () => {
    wifi = new Wifi()
    ana = new Laptop({ name: 'ana', namespace: wifi.namespace(1) })
    ben = new Laptop({ name: 'ben', namespace: wifi.namespace(2) })
    cleo = new Laptop({ name: 'cleo', namespace: wifi.namespace(3) })
    for (const [index, laptop] of [ana, ben, cleo].entries()) {
      peers.push(await laptop.start(['--listen', `${wifi.address(index + 1)}:7001`]))
    }
  }, 60_000)

  afterAll(async () => {
    for (const laptop of [ana, ben, cleo]) await laptop?.dispose()
    wifi?.dispose()
  }, 60_000)

  const list = async (laptop: Laptop, kind: string): Promise<any[]> =>
    (await laptop.ask(kind, 'list', '--network', network)).records

  const everywhere = async (kind: string, fits: (records: any[]) => boolean): Promise<void> => {
    for (const laptop of [ana, ben, cleo]) {
      await expect.poll(async () => fits(await list(laptop, kind)), { interval: 200 }).toBe(true)
    }
  }

  test('one starts a network and the others join with its invite', async () => {
    const made = await ana.ask('network', 'create', 'River Street', '--as', 'Ana')
    network = made.id
    expect(made.name).toBe('River Street')
    const invite = await ana.ask('invite', 'create', network, '--uses', '2', '--address', `${wifi.address(1)}:7001`)
    expect(invite.uses).toBe(2)
    for (const [laptop, name] of [
      [ben, 'Ben'],
      [cleo, 'Cleo'],
    ] as const) {
      const before = performance.now()
      const joined = await laptop.ask('join', invite.code, '--as', name)
      console.log(`joined in ${Math.round(performance.now() - before)} ms (process start included)`)
      expect(joined.network).toBe(network)
    }
    await peers[0]!.waitFor('member:joined', (event) => event.name === 'Ben')
    for (const laptop of [ana, ben, cleo]) {
      await expect
        .poll(async () => (await laptop.ask('member', 'list', network)).map((member: any) => member.name).toSorted(), {
          timeout: 60_000,
        })
        .toEqual(['Ana', 'Ben', 'Cleo'])
    }
  }, 90_000)

  test('contacts, incidents and plans of each appear on every laptop', async () => {
    await ana.ask(
      'contact',
      'add',
      '--network',
      network,
      '--name',
      'Dana Fields',
      '--tel',
      '+34600000001',
      '--role',
      'first aid',
    )
    await ben.ask(
      'incident',
      'add',
      '--network',
      network,
      '--what',
      'Water in the cellar of the school',
      '--kind',
      'flood',
      '--place',
      'School',
    )
    await cleo.ask(
      'plan',
      'add',
      '--network',
      network,
      '--summary',
      'Check on neighbours in the heat',
      '--start',
      '2026-12-01T18:00:00Z',
    )
    await everywhere('contact', (records) => records.length === 1 && records[0].fn === 'Dana Fields')
    await everywhere(
      'incident',
      (records) => records.length === 1 && records[0].what === 'Water in the cellar of the school',
    )
    await everywhere(
      'plan',
      (records) => records.length === 1 && records[0].summary === 'Check on neighbours in the heat',
    )
    for (const laptop of [ana, ben, cleo]) await laptop.ask('wait', '--synced', '--timeout', '20')
  }, 90_000)

  test('edits on both sides of a cut are everywhere once it heals', async () => {
    wifi.cut(3)
    await ana.ask('incident', 'add', '--network', network, '--what', 'Lost child at the market')
    await cleo.ask('incident', 'add', '--network', network, '--what', 'Tree across the bus lane')
    await expect.poll(async () => (await list(ben, 'incident')).length).toBe(2)
    expect(await list(cleo, 'incident')).toHaveLength(2)
    wifi.heal(3)
    await everywhere('incident', (records) => records.length === 3)
  }, 120_000)

  test('a removed member gets nothing new', async () => {
    const members = await ana.ask('member', 'list', network)
    const id = members.find((member: any) => member.name === 'Cleo').id
    await ana.ask('member', 'remove', network, id)
    await expect
      .poll(async () => (await ben.ask('member', 'list', network)).map((member: any) => member.name).toSorted(), {
        timeout: 60_000,
      })
      .toEqual(['Ana', 'Ben'])
    await ana.ask('incident', 'add', '--network', network, '--what', 'Only for those who stayed')
    await expect.poll(async () => (await list(ben, 'incident')).length).toBe(4)
    expect((await cleo.ask('incident', 'list', '--network', network)).total).toBe(3)
  }, 90_000)
})
