import type { CommandOutput } from '../../core/bridge/contract.ts'
import { type Bridge, connectBridge } from '../../core/bridge/rpc-client.ts'
import { connectControlSocket } from '../../core/bridge/socket.ts'
import { Laptop, type Peer } from '../../test/helpers/lab/laptop.ts'
import { Wifi } from '../../test/helpers/lab/namespaces.ts'
import { percentile, round2 } from '../lib/report.ts'

const SECOND = 1_000
/** Pairs begin a case one after the other: they share two processors. */
const APART_MS = 3_000
const LOOK_EVERY_MS = 20
const GIVE_UP_MS = 60_000

/** Two laptops that know each other, on a wifi of their own, found by multicast alone. */
class Pair {
  readonly wifi = new Wifi()
  readonly ana: Laptop
  readonly ben: Laptop
  peers: { ana: Peer; ben: Peer } | undefined
  network = ''
  #bridge: Bridge | undefined
  #written = 0
  #moves = 0

  constructor() {
    this.ana = new Laptop({ name: 'ana', namespace: this.wifi.namespace(1) })
    this.ben = new Laptop({ name: 'ben', namespace: this.wifi.namespace(2) })
  }

  async open(): Promise<void> {
    this.peers = { ana: await this.ana.start(), ben: await this.ben.start() }
    this.network = (await this.ana.ask('network', 'create', 'River Street', '--as', 'Ana')).id
    await this.ben.ask('join', (await this.ana.ask('invite', 'create', this.network)).code, '--as', 'Ben')
    await this.write()
    await this.untilBenHasAll()
  }

  async write(): Promise<void> {
    const records = [{ what: 'Water in the cellar' }]
    await this.ana.call('record:add', { network: this.network, kind: 'incident', records })
    this.#written++
  }

  async untilBenHasAll(): Promise<void> {
    const end = performance.now() + GIVE_UP_MS
    while ((await this.#bensTotal()) < this.#written) {
      if (performance.now() > end) throw new Error('it has not come')
      await pause(LOOK_EVERY_MS)
    }
  }

  /** Another address each time. */
  move(): void {
    this.wifi.move(2, 50 + this.#moves++)
  }

  async restartBen(): Promise<void> {
    this.closeBridge()
    await this.peers!.ben.stop()
  }

  closeBridge(): void {
    this.#bridge?.close()
    this.#bridge = undefined
  }

  async dispose(): Promise<void> {
    this.closeBridge()
    for (const laptop of [this.ana, this.ben]) await laptop.dispose()
    this.wifi.dispose()
  }

  async #bensTotal(): Promise<number> {
    try {
      this.#bridge ??= await bridgeTo(this.ben.profile)
      const listed: CommandOutput<'record:list'> | undefined = await this.#bridge?.call('record:list', {
        network: this.network,
        kind: 'incident',
        limit: 0,
      })
      return listed?.total ?? 0
    } catch {
      this.closeBridge()
      return 0
    }
  }
}

/** Brings about what interrupts, has something written meanwhile, and ends it: the time after that is what counts. */
type Case = (pair: Pair) => Promise<void>

const lost =
  (begin: (wifi: Wifi) => void, end: (wifi: Wifi) => void, ms: number): Case =>
  async (pair) => {
    begin(pair.wifi)
    await pause(ms / 2)
    await pair.write()
    await pause(ms / 2)
    end(pair.wifi)
  }
const CUT = [(wifi: Wifi) => wifi.cut(2), (wifi: Wifi) => wifi.heal(2)] as const
const ISOLATED = [(wifi: Wifi) => wifi.isolate(2), (wifi: Wifi) => wifi.rejoin(2)] as const

const CASES: Readonly<Record<string, Case>> = {
  'wifi gone for 30 s': lost(...CUT, 30 * SECOND),
  'wifi gone for 90 s': lost(...CUT, 90 * SECOND),
  'nothing comes through for 30 s': lost(...ISOLATED, 30 * SECOND),
  'nothing comes through for 90 s': lost(...ISOLATED, 90 * SECOND),
  'another address': async (pair) => {
    pair.move()
    await pair.write()
  },
  'asleep for 60 s': async (pair) => {
    process.kill(pair.peers!.ben.pid, 'SIGSTOP')
    await pause(30 * SECOND)
    await pair.write()
    await pause(30 * SECOND)
    process.kill(pair.peers!.ben.pid, 'SIGCONT')
  },
  'busy for 8 s': async (pair) => {
    process.kill(pair.peers!.ben.pid, 'SIGSTOP')
    await pause(4 * SECOND)
    await pair.write()
    await pause(4 * SECOND)
    process.kill(pair.peers!.ben.pid, 'SIGCONT')
  },
  'started while nothing is there, which comes': async (pair) => {
    await pair.restartBen()
    pair.wifi.cut(2)
    await pair.write()
    pair.peers!.ben = await pair.ben.start()
    await pause(5 * SECOND)
    pair.wifi.heal(2)
  },
  // stays as it is: the last
  'a hotspot of one of them in place of the wifi': async (pair) => {
    pair.wifi.hotspot(1, 2)
    await pair.write()
  },
}

/** Milliseconds. */
export interface RecoverFigures {
  readonly what: string
  readonly times: readonly number[]
  readonly p50: number
  readonly longest: number
}

/** From the end of what interrupted two laptops until what was written meanwhile is on both. @param only cases with this in their names */
export async function measureRecover(pairs: number, only: string): Promise<readonly RecoverFigures[]> {
  return await withPairs(pairs, async (all) => {
    const figures: RecoverFigures[] = []
    for (const [what, interrupt] of Object.entries(CASES)) {
      if (!what.includes(only)) continue
      const run = async (pair: Pair, at: number): Promise<number> => {
        await pause(at * APART_MS)
        await interrupt(pair)
        return await timed(() => pair.untilBenHasAll())
      }
      figures.push(figuresOf(what, await Promise.all(all.map(run))))
    }
    return figures
  })
}

/** From the launch of the program, its passphrase included, until what was written elsewhere is here, found by multicast alone. */
export async function measureDiscover(rounds: number): Promise<RecoverFigures> {
  return await withPairs(1, async ([pair]) => {
    const times: number[] = []
    for (let round = 0; round < rounds; round++) {
      await pair!.restartBen()
      await pair!.write()
      times.push(
        await timed(async () => {
          const starting = pair!.ben.start()
          await pair!.untilBenHasAll()
          pair!.peers!.ben = await starting
        }),
      )
    }
    return figuresOf('launched', times)
  })
}

async function withPairs<Result>(count: number, run: (pairs: readonly Pair[]) => Promise<Result>): Promise<Result> {
  const pairs = Array.from({ length: count }, () => new Pair())
  try {
    for (const pair of pairs) await pair.open()
    return await run(pairs)
  } finally {
    for (const pair of pairs) await pair.dispose()
  }
}

function figuresOf(what: string, times: readonly number[]): RecoverFigures {
  console.error(`${what}: ${times.join(' ')} ms`)
  return { what, times, p50: percentile(times, 0.5), longest: Math.max(...times) }
}

async function timed(run: () => Promise<void>): Promise<number> {
  const from = performance.now()
  await run()
  return round2(performance.now() - from)
}

async function bridgeTo(profile: string): Promise<Bridge | undefined> {
  const channel = await connectControlSocket(profile)
  return channel === undefined ? undefined : connectBridge(channel)
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
