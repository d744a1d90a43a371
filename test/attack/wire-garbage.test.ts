import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { createNetwork } from '../../core/identity/author/create-network.ts'
import { DeviceKey } from '../../core/identity/device-key.ts'
import { encodeInvite } from '../../core/identity/invite/code.ts'
import { decodeCbor, encodeCbor } from '../../core/shared/cbor.ts'
import { systemClock } from '../../core/shared/clock.ts'
import type { Wire } from '../../core/shared/wire.ts'
import { fakeAnswerer, fakeJoiner, fakeMember } from '../helpers/lab/fake-laptop.ts'
import { Laptop, type Peer } from '../helpers/lab/laptop.ts'
import { expectRefusal } from '../helpers/lab/refusals.ts'
import { random } from '../helpers/libp2p-rig.ts'

const LOOPBACK = ['--listen', '127.0.0.1:0', '--no-discovery']
const HOUR_MS = 3_600_000
const WITHIN = { signal: AbortSignal.timeout(170_000) }

/** Bytes that are no message of any protocol, or not at this place. */
const GARBAGE: readonly [string, Uint8Array][] = [
  ['random bytes', random(300)],
  ['one byte', new Uint8Array([0xff])],
  ['a mebibyte of zeros', new Uint8Array((1 << 20) - 8)],
  ['a message out of place', encodeCbor([7, 1, []])],
  ['a map', encodeCbor({ type: 'hello' })],
  ['deep arrays', new Uint8Array(60_000).fill(0x81)],
  ['an array that claims to be endless', new Uint8Array([0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])],
]
const OTHER_VERSION = encodeCbor([1, 2, 'a later Muster', { and: 'more' }])

const ana = new Laptop({ name: 'ana' })
const ben = new Laptop({ name: 'ben' })
const cleo = new Laptop({ name: 'cleo' })
let peer: Peer
let network: string
let listen: string
let count = 0

/** The running Muster of Ana answers, writes, and Ben has it in the end. */
async function anaIsHealthy(): Promise<void> {
  const what = `Still here ${++count}`
  await ana.ask('incident', 'add', '--what', what)
  await expect
    .poll(async () => (await ben.call('record:list', { network, kind: 'incident', limit: 1 })).records[0]?.['what'], {
      timeout: 60_000,
    })
    .toBe(what)
}
const invite = async (...args: string[]): Promise<string> =>
  (await ana.ask('invite', 'create', network, '--address', listen, ...args)).code

beforeAll(async () => {
  peer = await ana.start(LOOPBACK)
  for (const laptop of [ben, cleo]) await laptop.start(LOOPBACK)
  listen = (await peer.waitFor('ready')).addresses[0]
  network = (await ana.ask('network', 'create', 'River Street', '--as', 'Ana')).id
  await ben.ask('join', await invite(), '--as', 'Ben')
}, 60_000)
afterAll(async () => {
  for (const laptop of [ana, ben, cleo]) await laptop.dispose()
}, 60_000)

describe('a laptop that answers an invite, and', () => {
  const founder = new DeviceKey(random(32))
  const founded = createNetwork({ device: founder, name: 'Somebody', clock: systemClock, random })

  /** What joining by such a laptop comes to. Whom nobody answered tries again with more time: others use this machine too. */
  async function joining(say: (wire: Wire) => Promise<void>, seconds = [1, 5, 20]): Promise<string> {
    const seed = random(16)
    const answerer = await fakeAnswerer({ seed }, say)
    const expires = Math.ceil(Date.now() / HOUR_MS) + 2
    const inviter = founder.publicKey
    const code = encodeInvite({
      networkId: founded.networkId,
      seed,
      expires,
      flags: 1,
      inviter,
      addresses: [answerer.address],
    })
    const join = (within: number) => cleo.run(['join', code, '--as', 'Cleo', '--timeout', String(within)])
    let answer = await join(seconds[0]!)
    for (const within of seconds.slice(1))
      if (answer.json.error.code === 'network/nobody-found') answer = await join(within)
    await answerer.stop()
    expectRefusal(answer, answer.json.error.code)
    expect(await cleo.ask('network', 'list')).toEqual([])
    return answer.json.error.code
  }

  test.each(GARBAGE)(
    'says %s, is named for it, and nothing is left of it',
    async (_, bytes) => {
      expect(await joining((wire) => wire.send(bytes))).toBe('sync/protocol-violation')
    },
    90_000,
  )

  test('speaks another version is named for that', async () => {
    expect(await joining((wire) => wire.send(OTHER_VERSION))).toBe('sync/other-version')
  }, 90_000)

  test('shows another network than the code names is named for that', async () => {
    const other = createNetwork({ device: founder, name: 'Somebody', clock: systemClock, random })
    const offer = encodeCbor([1, 1, other.records[0]!, [], other.records[0]!])
    expect(await joining((wire) => wire.send(offer))).toBe('identity/wrong-network')
  }, 90_000)

  test('says nothing, or closes, counts as nobody', async () => {
    expect(await joining(async (wire) => wire.close(), [1])).toBe('network/nobody-found')
    expect(await joining(async (wire) => void (await wire.receive(WITHIN)), [1])).toMatch(/nobody-found|timed-out/u)
  }, 30_000)
})

describe('somebody who holds an invite, and', () => {
  test('says anything but what a joiner says gets nobody in, and is in no list', async () => {
    const code = await invite()
    const joiner = await fakeJoiner(code)
    const proof = random(64)
    const sayings: readonly Uint8Array[] = [
      ...GARBAGE.map(([, bytes]) => bytes),
      OTHER_VERSION,
      encodeCbor([2, joiner.device, 'Mallory', random(16), proof]),
      encodeCbor([2, random(32), 'Mallory', random(16), proof]),
      encodeCbor([2, joiner.device, '', random(16), proof]),
      encodeCbor([2, joiner.device, 'M'.repeat(10_000), random(16), proof]),
    ]
    for (const saying of sayings) {
      const wire = await joiner.open()
      expect((decodeCbor((await wire.receive(WITHIN))!) as unknown[]).slice(0, 2)).toEqual([1, 1])
      await wire.send(saying)
      // the conversation ends without an answer
      expect(await wire.receive(WITHIN).catch(() => undefined)).toBeUndefined()
    }
    await joiner.stop()
    const names = (await ana.ask('member', 'list')).map(({ name }: { name: string }) => name)
    expect(names.toSorted()).toEqual(['Ana', 'Ben'])
    expect(await ana.ask('request', 'list')).toEqual([])
    // the invite is still good, for one person
    await cleo.ask('join', code, '--as', 'Cleo')
    await anaIsHealthy()
  }, 90_000)
})

describe('a member whose program', () => {
  let member: Awaited<ReturnType<typeof fakeMember>>
  const hello = (version: number, id: Uint8Array): Uint8Array =>
    encodeCbor([1, version, id, random(32), Date.now(), random(100), {}])

  beforeAll(async () => {
    member = await fakeMember(await invite(), 'Mallory')
  }, 30_000)
  afterAll(() => member?.stop(), 30_000)

  /** The code of the goodbye, or how else it ended. */
  async function goodbye(wire: Wire): Promise<unknown> {
    for (;;) {
      const message = await wire.receive(WITHIN).catch(() => undefined)
      if (message === undefined) return 'closed'
      const [type, code] = decodeCbor(message) as [number, unknown]
      if (type === 10) return code
    }
  }

  test.each(GARBAGE)(
    'begins a sync with %s is sent away by name',
    async (_, bytes) => {
      const wire = await member.open('/muster/sync/1')
      await wire.send(bytes)
      expect(await goodbye(wire)).toBe('protocol-violation')
    },
    30_000,
  )

  test('speaks another version is told so', async () => {
    for (const first of [OTHER_VERSION, hello(2, member.networkId)]) {
      const wire = await member.open('/muster/sync/1')
      await wire.send(first)
      expect(await goodbye(wire)).toBe('other-version')
    }
  }, 30_000)

  test('greets for another network, or goes on with nonsense after a good beginning, is sent away', async () => {
    const elsewhere = await member.open('/muster/sync/1')
    await elsewhere.send(hello(1, random(16)))
    expect(await goodbye(elsewhere)).toBe('protocol-violation')
    const nonsense = [
      encodeCbor([7, 1, [random(400)]]),
      encodeCbor([4, 9, true, []]),
      encodeCbor([99, 'new']),
      random(50),
    ]
    for (const next of nonsense) {
      const wire = await member.open('/muster/sync/1')
      await wire.send(hello(1, member.networkId))
      await wire.send(next)
      // units that are none are refused one by one; the rest ends the conversation
      if (next === nonsense[0]) await wire.send(random(50))
      expect(await goodbye(wire)).toBe('protocol-violation')
    }
  }, 60_000)

  test('sends garbage for catch-up changes nothing', async () => {
    for (const [, bytes] of GARBAGE) {
      // being cut off before it has said all of it is an answer too
      const wire = await member.open('/muster/catch-up/1').catch(() => undefined)
      await wire?.send(bytes).catch(() => undefined)
      expect(await wire?.receive(WITHIN).catch(() => undefined)).toBeUndefined()
    }
  }, 60_000)

  test('has done all that harms nobody: the others go on, and the log tells by codes alone', async () => {
    await anaIsHealthy()
    const codes = (await ana.ask('log')).map(({ code }: { code: string }) => code)
    expect(codes).toContain('sync:ended:protocol-violation')
    expect(codes).toContain('sync:ended:other-version')
    expect(JSON.stringify(await ana.ask('log'))).not.toMatch(/Mallory|127\.0\.0\.1|[0-9a-f]{16}/u)
    const members = await ana.ask('member', 'list')
    expect(members.map(({ name }: { name: string }) => name).toSorted()).toEqual(['Ana', 'Ben', 'Cleo', 'Mallory'])
    expect(await peer.stop()).toBe(0)
  }, 60_000)
})
