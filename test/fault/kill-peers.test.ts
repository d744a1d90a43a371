import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, expect, test } from 'vitest'

import { connectBridge } from '../../core/bridge/rpc-client.ts'
import { connectControlSocket } from '../../core/bridge/socket.ts'
import { makeCheapVault } from '../helpers/lab/engine-here.ts'
import { freePort } from '../helpers/lab/free-port.ts'
import { Laptop, type Peer } from '../helpers/lab/laptop.ts'
import { figure, inOrdeal } from '../helpers/ordeal.ts'

const KILLS = inOrdeal(6, 1_000)
/** Of one pair of laptops; the next begins anew. */
const KILLS_A_PAIR = inOrdeal(3, 50)
const AT_ONCE = 2
/** From the first acknowledgement of a round to the kill. */
const LONGEST_MS = 400
const WINDOW = 200
const SLOW = { interval: 250 }

const cache = mkdtempSync(path.join(tmpdir(), 'muster-kill-peers-'))
afterAll(() => rmSync(cache, { recursive: true }))

/** One of two laptops that write and pass on what they write, each with what was told to be durable there. */
class Side {
  readonly laptop: Laptop
  readonly name: string
  /** Record -> what it says: told to be saved here, or told by the other to have come here. */
  readonly durable = new Map<string, string>()
  #port = 0
  peer!: Peer

  constructor(name: string) {
    this.name = name
    this.laptop = new Laptop({ name: name.toLowerCase(), env: { NODE_COMPILE_CACHE: cache } })
  }

  async start(): Promise<void> {
    if (this.#port === 0) {
      await makeCheapVault(this.laptop.profile, this.laptop.passphrase)
      this.#port = await freePort()
    }
    this.peer = await this.laptop.start(['--listen', `127.0.0.1:${this.#port}`, '--no-discovery'])
  }

  freeze(): void {
    process.kill(this.peer.pid, 'SIGSTOP')
  }

  thaw(): void {
    process.kill(this.peer.pid, 'SIGCONT')
  }

  /** Writes without a pause until one of the two is gone, and asks each time what of it the other has. */
  async write(
    network: string,
    { other, signal, onFirst }: { other: Side; signal: AbortSignal; onFirst: () => void },
  ): Promise<void> {
    const channel = await connectControlSocket(this.laptop.profile)
    if (channel === undefined) return
    const bridge = connectBridge(channel)
    const going: [id: string, what: string][] = []
    try {
      for (let n = 0; !signal.aborted; n++) {
        const what = `${this.name} ${this.peer.pid} ${n}`
        const { ids } = await bridge.call('record:add', { network, kind: 'incident', records: [{ what }] })
        this.durable.set(ids[0]!, what)
        going.push([ids[0]!, what])
        for (const [id, said] of going.splice(0)) {
          const { receipts } = await bridge.call('record:receipts', { network, id })
          if (receipts[0]?.has !== true) going.push([id, said])
          else {
            other.durable.set(id, said)
            onFirst()
          }
        }
        if (going.length > 20) onFirst()
      }
    } catch {
      // killed
    }
    bridge.close()
  }

  /** How many records the other was told to have passed on. */
  fromOther(): number {
    return [...this.durable.values()].filter((what) => !what.startsWith(this.name)).length
  }

  /** What was told to be durable here and is not, or is called damaged. */
  async lost(network: string): Promise<string[]> {
    const shown = new Map<string, string>()
    for (;;) {
      const window = { network, kind: 'incident' as const, limit: WINDOW, offset: shown.size, sort: 'oldest' as const }
      const { total, records } = await this.laptop.call('record:list', window)
      for (const record of records) shown.set(record.id, String(record['what']))
      if (shown.size >= total || records.length === 0) break
    }
    const { lines } = await this.laptop.call('log:export', {})
    const damaged = lines.filter(({ code }) => /damaged|recovered|missing|rebuilt|forked/u.test(code))
    return [
      ...[...this.durable]
        .filter(([id, what]) => shown.get(id) !== what)
        .map(([, what]) => `${this.name} lost ${what}`),
      ...damaged.map(({ code }) => `${this.name}: ${code}`),
    ]
  }
}

async function killOnePair(): Promise<{ durable: number; received: number; wrong: string[] }> {
  const sides = [new Side('Ana'), new Side('Ben')] as const
  const [ana, ben] = sides
  const wrong: string[] = []
  try {
    for (const side of sides) await side.start()
    const network = (await ana.laptop.ask('network', 'create', 'River Street', '--as', 'Ana')).id
    const { addresses } = await ana.laptop.call('sync:status', {})
    const { code } = await ana.laptop.ask('invite', 'create', network, '--address', addresses[0]!)
    await ben.laptop.ask('join', code, '--as', 'Ben')
    for (let kill = 0; kill < KILLS_A_PAIR; kill++) {
      const [victim, other] = kill % 2 === 0 ? [ben, ana] : [ana, ben]
      const first = Promise.withResolvers<void>()
      const enough = new AbortController()
      const { signal } = enough
      const writing = [
        ana.write(network, { other: ben, signal, onFirst: first.resolve }),
        ben.write(network, { other: ana, signal, onFirst: first.resolve }),
      ]
      await first.promise
      await new Promise((resolve) => setTimeout(resolve, randomInt(LONGEST_MS))) // the random moment
      other.freeze() // so that nothing of what is lost comes back from there
      await victim.peer.kill()
      await victim.start()
      wrong.push(...(await victim.lost(network)))
      enough.abort()
      other.thaw()
      await Promise.all(writing)
    }
    const durable = ana.durable.size + ben.durable.size
    const received = ana.fromOther() + ben.fromOther()
    for (const [side, other] of [
      [ana, ben],
      [ben, ana],
    ] as const)
      for (const [id, what] of other.durable) side.durable.set(id, what)
    await expect.poll(async () => (await ana.lost(network)).length + (await ben.lost(network)).length, SLOW).toBe(0)
    return { durable, received, wrong }
  } finally {
    for (const side of sides) await side.laptop.dispose()
  }
}

test(
  `two that write and sync, killed ${KILLS} times, have all they were told to be saved and all they told the other to have`,
  { timeout: inOrdeal(120_000, 2_400_000) },
  async () => {
    const left = Array.from({ length: KILLS / KILLS_A_PAIR }, (_, number) => number)
    let [durable, received] = [0, 0]
    const wrong: string[] = []
    const work = async (): Promise<void> => {
      while (left.pop() !== undefined) {
        const result = await killOnePair()
        durable += result.durable
        received += result.received
        wrong.push(...result.wrong)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    figure(
      'kill -9 of peers that write and sync',
      `${KILLS} kills, ${durable} acknowledged (${received} of them to the sender), ${wrong.length} lost or damaged`,
      '0 corrupt, 0 lost',
    )
    expect(wrong).toEqual([])
    expect(received).toBeGreaterThan(KILLS)
  },
)
