import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import type { CommandCall, CommandName, CommandOutput } from '../../core/bridge/contract.ts'
import { type Engine, openEngine } from '../../core/engine/engine.ts'
import { openProfile } from '../../core/engine/profile/open-profile.ts'
import type { NetworkRows } from '../../core/engine/profile/network-rows.ts'
import { fromHex } from '../../core/shared/bytes.ts'
import { systemClock } from '../../core/shared/clock.ts'
import { RingLog } from '../../core/shared/log.ts'
import { freePort } from '../helpers/lab/free-port.ts'
import { random } from '../helpers/libp2p-rig.ts'

const context = { signal: new AbortController().signal }
const CHEAP = { opslimit: 1, memlimit: 8 << 20 }
const PASSPHRASE = 'river stones at dawn'

/** One laptop, in this process, on loopback: at the same address whenever it runs. */
class Laptop {
  engine: Engine | undefined
  readonly name: string
  readonly port: number

  constructor(name: string, port: number) {
    this.name = name
    this.port = port
  }

  async start(): Promise<void> {
    this.engine = await openEngine({
      profileDir: path.join(folder, this.name),
      online: true,
      listen: `127.0.0.1:${this.port}`,
      discovery: false,
      cost: CHEAP,
      passphrase: async () => PASSPHRASE,
    })
  }

  async stop(): Promise<void> {
    await this.engine?.stop()
    this.engine = undefined
  }

  /** What is on its disk, while it does not run. */
  async rows<Answer>(work: (rows: NetworkRows) => Answer): Promise<Answer> {
    const log = new RingLog(systemClock)
    const profile = await openProfile(path.join(folder, this.name), { passphrase: PASSPHRASE, random, log })
    const answer = work(profile.rows)
    await profile.close()
    return answer
  }

  ask<Name extends CommandName>(name: Name, input: CommandCall<Name>): Promise<CommandOutput<Name>> {
    return this.engine!.handlers[name](input as never, context)
  }

  async standing(): Promise<string | undefined> {
    return (await this.ask('network:list', {})).networks[0]?.state
  }

  async incidents(): Promise<number> {
    const all = { network, kind: 'incident', sort: 'newest', offset: 0, limit: 200 } as const
    return (await this.ask('record:list', all)).total
  }
}

let folder: string
let network: string
let ana: Laptop
let ben: Laptop
const laptops: Laptop[] = []

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-pending-'))
  ana = new Laptop('Ana', await freePort())
  ben = new Laptop('Ben', await freePort())
  laptops.push(ana, ben)
  await ana.start()
  await ben.start()
  network = (await ana.ask('network:create', { name: 'River Street', as: 'Ana', kind: 'circle' })).id
  await ben.ask('network:join', { code: (await invite()).code, as: 'Ben', timeoutMs: 30_000 })
  await ben.ask('sync:wait', { timeoutMs: 30_000 })
}, 60_000)
afterAll(async () => {
  for (const one of laptops) await one.stop()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

function invite(): Promise<{ id: string; code: string }> {
  const addresses = [ana, ben].map(({ port }) => `127.0.0.1:${port}`)
  return ana.ask('invite:create', { network, uses: 1, hours: 24, approve: false, addresses })
}

test('who came by an invite that was used up elsewhere, and knows it, is in as soon as a coordinator says so', async () => {
  const { id, code } = await invite()
  const known = async () => (await ben.ask('invite:list', { network })).invites.map((it) => it.id)
  await expect.poll(known, { timeout: 30_000 }).toContain(id)
  const [xenia, yan] = [new Laptop('Xenia', await freePort()), new Laptop('Yan', await freePort())]
  laptops.push(xenia, yan)
  await ana.stop()
  await xenia.start()
  await xenia.ask('network:join', { code, as: 'Xenia', timeoutMs: 30_000 })
  await xenia.stop()
  await ben.stop()
  await ana.start()
  for (let time = 0; time < 5; time++) await invite() // the later one waits
  await yan.start()
  await yan.ask('network:join', { code, as: 'Yan', timeoutMs: 30_000 })
  await ana.ask('record:add', { network, kind: 'incident', records: [{ what: 'Water in the cellar' }] })
  await expect.poll(() => yan.incidents(), { timeout: 30_000 }).toBe(1)
  await yan.stop()
  // What Yan hears first of all, before what a coordinator makes of it
  const records = await ben.rows((rows) => rows.logRecords(fromHex(network)))
  await yan.rows((rows) => {
    rows.logRecords(fromHex(network)) // counts what is there
    rows.appendLog(fromHex(network), records)
  })
  await yan.start()
  expect(await yan.standing()).toBe('pending')
  await ben.start()
  const waiting = async () => (await ana.ask('request:list', { network })).requests
  await expect.poll(async () => (await waiting()).length, { timeout: 30_000 }).toBe(1)
  expect(await yan.standing()).toBe('pending')
  await ana.ask('request:approve', { network, request: (await waiting())[0]!.id })
  await ana.ask('record:add', { network, kind: 'incident', records: [{ what: 'The bridge is under water' }] })
  await expect.poll(() => yan.standing(), { timeout: 30_000 }).toBe('current')
  await expect.poll(() => yan.incidents(), { timeout: 30_000 }).toBe(2)
}, 180_000)
