import { randomBytes } from 'node:crypto'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import type { Address, Discovery, DiscoveryEvents, DiscoveryTopic } from '../../core/network/ports.ts'

/** One laptop of the rig; its discovery is not started yet. */
export interface DiscoveryNode {
  readonly discovery: Discovery
  /** What it tells about itself; a test may replace the content. */
  readonly addresses: Address[]
}

/** What a Discovery is tried with. */
export interface DiscoveryRig {
  laptop(): Promise<DiscoveryNode>
  /** Lets some time pass, where the rig's clock does not move by itself. */
  tick(): Promise<void>
  dispose(): Promise<void>
}

/** What every Discovery must do. Run it for multicast DNS and for the one in memory. */
export function complyAsDiscovery(name: string, setUp: () => Promise<DiscoveryRig>): void {
  describe(`${name} complies as Discovery`, () => {
    let rig: DiscoveryRig
    let nodes: DiscoveryNode[]

    beforeEach(async () => {
      rig = await setUp()
      nodes = []
    })
    afterEach(async () => {
      for (const { discovery } of nodes) await discovery.stop()
      await rig.dispose()
    })

    interface Watched extends DiscoveryNode {
      readonly found: DiscoveryEvents['peer:found'][]
      readonly hint: string
    }
    async function laptop(topic: {
      secret: Uint8Array
      hourly?: boolean
      ask?: boolean
      answer?: boolean
    }): Promise<Watched> {
      const node = await rig.laptop()
      const hint = randomBytes(8).toString('hex')
      const watched: Watched = { ...node, found: [], hint }
      nodes.push(node)
      node.discovery.events.on('peer:found', (event) => watched.found.push(event))
      node.discovery.setTopics([full({ ...topic, hint })])
      return watched
    }
    async function soon(fact: () => unknown): Promise<void> {
      await expect
        .poll(
          async () => {
            await rig.tick()
            return fact()
          },
          { timeout: 10_000, interval: 20 },
        )
        .toBe(true)
    }
    async function aWhile(): Promise<void> {
      for (let round = 0; round < 40; round++) await rig.tick()
    }

    for (const hourly of [true, false]) {
      test(`finds who starts before and who starts after it (${hourly ? 'a network' : 'an invite'})`, async () => {
        const secret = random()
        const first = await laptop({ secret, hourly })
        const second = await laptop({ secret, hourly })
        await first.discovery.start()
        await second.discovery.start()
        await soon(() => first.found.length > 0 && second.found.length > 0)
        const said = ({ addresses, hint }: Watched) => ({ addresses, hint, topic: { secret }, isFresh: true })
        expect(first.found[0]).toMatchObject(said(second))
        expect(second.found[0]).toMatchObject(said(first))
      })
    }

    test('finds nobody of another group, nor itself', async () => {
      const [ours, theirs] = [random(), random()]
      const first = await laptop({ secret: ours })
      const other = await laptop({ secret: theirs })
      const second = await laptop({ secret: ours })
      for (const { discovery } of [first, other, second]) await discovery.start()
      await soon(() => first.found.length > 0 && second.found.length > 0)
      await aWhile()
      expect(other.found).toEqual([])
      expect(new Set([...first.found, ...second.found].map(({ hint }) => hint))).toEqual(
        new Set([first.hint, second.hint]),
      )
      expect(first.found.every(({ hint }) => hint === second.hint)).toBe(true)
    })

    test('does not answer what it is told not to answer', async () => {
      const secret = random()
      const silent = await laptop({ secret, answer: false })
      const speaking = await laptop({ secret })
      await silent.discovery.start()
      await speaking.discovery.start()
      await soon(() => silent.found.length > 0)
      await aWhile()
      expect(speaking.found).toEqual([])
    })

    test('finds nobody by a topic that it only answers', async () => {
      const secret = random()
      const answering = await laptop({ secret, ask: false })
      const first = await laptop({ secret })
      const second = await laptop({ secret })
      for (const { discovery } of [answering, first, second]) await discovery.start()
      await soon(() => new Set(first.found.map(({ hint }) => hint)).size === 2 && second.found.length > 0)
      await aWhile()
      expect(answering.found).toEqual([])
    })

    test('follows its topics when they change', async () => {
      const [before, after] = [random(), random()]
      const first = await laptop({ secret: before })
      const second = await laptop({ secret: after })
      await first.discovery.start()
      await second.discovery.start()
      await aWhile()
      expect(first.found).toEqual([])
      first.discovery.setTopics([full({ secret: after, hint: first.hint })])
      await soon(() => first.found.length > 0)
    })

    test('tells new addresses of someone it knows when it asks again', async () => {
      const secret = random()
      const first = await laptop({ secret })
      const second = await laptop({ secret })
      await first.discovery.start()
      await second.discovery.start()
      await soon(() => first.found.length > 0)
      second.addresses.splice(0, 1, { ip: second.addresses[0]!.ip, port: 4999 })
      await soon(() => {
        first.discovery.ask()
        return first.found.some(({ addresses }) => addresses[0]?.port === 4999)
      })
    })

    test('is silent and deaf once stopped, and works again when started again', async () => {
      const secret = random()
      const first = await laptop({ secret })
      const second = await laptop({ secret })
      await first.discovery.start()
      await first.discovery.start()
      await first.discovery.stop()
      await first.discovery.stop()
      await second.discovery.start()
      await aWhile()
      expect([first.found, second.found]).toEqual([[], []])
      await first.discovery.start()
      await soon(() => first.found.length > 0)
    })
  })
}

function full({
  secret,
  hourly = true,
  ask = true,
  answer = true,
  hint,
}: Partial<DiscoveryTopic> & { secret: Uint8Array; hint: string }): DiscoveryTopic {
  return { secret, hourly, ask, answer, hint }
}

function random(): Uint8Array {
  return new Uint8Array(randomBytes(32))
}
