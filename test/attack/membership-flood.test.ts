import { readdirSync, readFileSync, statSync } from 'node:fs'
import { setImmediate, setTimeout } from 'node:timers/promises'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { type LogRecord, signRecord } from '../../core/identity/log/record/record.ts'
import { fromHex } from '../../core/shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../core/shared/cbor.ts'
import type { Wire } from '../../core/shared/wire.ts'
import { fakeMember, type FakeMember } from '../helpers/lab/fake-laptop.ts'
import { Laptop, type Peer } from '../helpers/lab/laptop.ts'
import { random } from '../helpers/libp2p-rig.ts'

const LOOPBACK = ['--listen', '127.0.0.1:0', '--no-discovery']
const MB = 1 << 20

/** Ana, the founder, and Ben run Muster; Mallory is a member whose program appends to the membership log without end. */
describe('a member who writes without end into the membership log', () => {
  const ana = new Laptop({ name: 'ana' })
  const ben = new Laptop({ name: 'ben' })
  let peer: Peer
  let network: string
  const flooders = new Map<string, { member: FakeMember; flood: Uint8Array[][] }>()

  beforeAll(async () => {
    network = (await ana.ask('network', 'create', 'River Street', '--as', 'Ana')).id
    peer = await ana.start(LOOPBACK)
    await ben.start(LOOPBACK)
    const { addresses } = await ana.call('sync:status', {})
    const invite = async (): Promise<string> =>
      (await ana.call('invite:create', { network, addresses: addresses.slice(0, 1) })).code
    await ben.ask('join', await invite(), '--as', 'Ben')
    // made before anybody listens: signing takes longer than a connection waits
    for (const [what, amount] of [
      ['small ones', { count: 4_000, size: 0 }],
      ['of 60 KB', { count: 150, size: 60_000 }],
    ] as const) {
      const member = await fakeMember(await invite(), 'Mallory')
      flooders.set(what, { member, flood: [...batches(member, amount)] })
    }
    await ben.ask('wait', '--synced')
  }, 120_000)
  afterAll(async () => {
    for (const { member } of flooders.values()) await member.stop()
    await Promise.all([ana, ben].map((one) => one.dispose()))
  }, 60_000)

  const rssOf = (one: Peer): number =>
    Number(/^VmRSS:\s+(\d+)/mu.exec(readFileSync(`/proc/${one.pid}/status`, 'utf8'))![1]) << 10

  /** How long Ana's own acts take until Ben has them, in milliseconds: the worst of some. */
  async function honestActs(count: number): Promise<number> {
    let worst = 0
    for (let act = 0; act < count; act++) {
      const began = performance.now()
      const { id } = await ana.call('invite:create', { network, addresses: ['127.0.0.1:7001'] })
      await expect
        .poll(async () => (await ben.call('invite:list', { network })).invites.some((one) => one.id === id), {
          timeout: 60_000,
          interval: 20,
        })
        .toBe(true)
      worst = Math.max(worst, performance.now() - began)
    }
    return worst
  }

  test.each([
    ['small ones', 0],
    ['of 60 KB', 60_000],
  ] as const)(
    'delays nobody, fills nothing and is named: %s',
    async (what, size) => {
      const { member, flood } = flooders.get(what)!
      const wire = await greeted(member)
      const quiet = await honestActs(3)
      const before = rssOf(peer)
      const disk = bytesOn(ana)
      let sent = 0
      let stop = false
      const flooding = (async () => {
        for (const batch of flood) {
          if (stop) return
          await wire.send(encodeCbor([3, batch]))
          sent += batch.length
          await setImmediate()
        }
      })()
      flooding.catch(() => undefined) // it may be cut off
      const worst = await honestActs(8)
      stop = true
      wire.abort()
      await flooding.catch(() => undefined)
      const grown = rssOf(peer) - before
      const written = bytesOn(ana) - disk
      console.log(
        `membership flood, ${what}: ${sent} sent; honest act at another laptop ${Math.round(worst)} ms at worst (<= 2,000; ${Math.round(quiet)} before), ` +
          `RSS +${Math.round(grown / MB)} MB (<= 64), disk +${(written / MB).toFixed(1)} MB (<= 8)`,
      )
      expect(sent * Math.max(size, 350)).toBeGreaterThan(MB)
      expect(worst).toBeLessThan(5_000)
      expect(grown).toBeLessThan(150 * MB)
      expect(written).toBeLessThan(16 * MB)
      const { troubles } = await ana.call('trouble:list', { network })
      expect(troubles).toContainEqual(expect.objectContaining({ device: member.device.hex.slice(0, 8), what: 'much' }))
    },
    60_000,
  )

  test('changes nothing about who belongs, and the others stay of one mind', async () => {
    for (const { member } of flooders.values()) await member.stop()
    await ben.ask('wait', '--synced', '--timeout', '30')
    const lists = await Promise.all([ana, ben].map((one) => one.ask('member', 'list')))
    for (const list of lists) expect(list).toHaveLength(4)
    const began = performance.now()
    for (const { member } of flooders.values())
      await ana.ask('member', 'remove', network, member.log.state().devices.get(member.device.hex)!.person)
    await expect.poll(() => ben.ask('member', 'list')).toHaveLength(2)
    console.log(`membership flood: its author is out everywhere after ${Math.round(performance.now() - began)} ms`)
  }, 60_000)
})

/** A conversation that has got past the greeting; what the other side says is read and forgotten. */
async function greeted(member: FakeMember): Promise<Wire> {
  for (;;) {
    const wire = await member.open('/muster/sync/1').catch(() => undefined)
    await wire
      ?.send(encodeCbor([1, 1, member.networkId, random(32), Date.now(), random(100), {}]))
      .catch(() => undefined)
    const first = await wire?.receive({ signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
    if (wire !== undefined && first !== undefined) {
      void readOn(wire).catch(() => undefined)
      return wire
    }
    await setTimeout(500) // the last connection of this device is still being taken down
  }
}

async function readOn(wire: Wire): Promise<void> {
  for (let message = await wire.receive(); message !== undefined; message = await wire.receive()) {
    const decoded = decodeCbor(message) as unknown[]
    if (decoded[0] === 11) await wire.send(encodeCbor([12, decoded[1] as number]))
  }
}

/** Names, or with a size records of a type that nobody knows, each on the one before. */
function* batches(
  { log, device }: FakeMember,
  { count, size }: { count: number; size: number },
): Generator<Uint8Array[]> {
  const like = log.recordsOfType('name')[0]!.content.body // a name that nobody can read: it stays as it was
  const person = fromHex(log.state().devices.get(device.hex)!.person)
  let last: readonly LogRecord[] = log.heads()
  for (let made = 0; made < count;) {
    const batch: LogRecord[] = []
    for (let bytes = 0; bytes < 120_000 && made < count; made++) {
      const record = signRecord(
        {
          networkId: log.networkId,
          previous: last.map(({ id }) => id),
          depth: 1 + Math.max(...last.map(({ depth }) => depth)),
          time: made,
          ...(size === 0
            ? { type: 'name', body: { ...like, name: random(200), person } }
            : { type: 'fill' as never, body: random(size) as never }),
        },
        device,
      )
      batch.push(record)
      bytes += record.bytes.byteLength
      last = [record]
    }
    yield batch.map(({ bytes }) => bytes)
  }
}

function bytesOn(laptop: Laptop): number {
  return readdirSync(laptop.profile).reduce((sum, name) => sum + statSync(`${laptop.profile}/${name}`).size, 0)
}
