import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import type { CommandCall, CommandName, CommandOutput, EngineEvents } from '../../core/bridge/contract.ts'
import { type Engine, openEngine } from '../../core/engine/engine.ts'

const context = { signal: new AbortController().signal }
const CHEAP = { opslimit: 1, memlimit: 8 << 20 }

/** One laptop, in this process, on loopback. */
class Laptop {
  engine!: Engine
  readonly ended: EngineEvents['membership:ended'][] = []
  readonly #profileDir: string

  constructor(folder: string, name: string) {
    this.#profileDir = path.join(folder, name)
  }

  async start(): Promise<void> {
    this.engine = await openEngine({
      profileDir: this.#profileDir,
      online: true,
      listen: '127.0.0.1:0',
      discovery: false,
      cost: CHEAP,
      passphrase: async () => 'river stones at dawn',
    })
    this.engine.events.on('membership:ended', (event) => this.ended.push(event))
  }

  ask<Name extends CommandName>(name: Name, input: CommandCall<Name>): Promise<CommandOutput<Name>> {
    return this.engine.handlers[name](input as never, context)
  }

  async state(): Promise<unknown[]> {
    const [listed] = (await this.ask('network:list', {})).networks
    const [synced] = (await this.ask('sync:status', {})).networks
    return [listed?.state, synced?.state]
  }
}

let folder: string
let ana: Laptop
let lee: Laptop
let network: string

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-removed-'))
  ana = new Laptop(folder, 'ana')
  lee = new Laptop(folder, 'lee')
  await ana.start()
  await lee.start()
  network = (await ana.ask('network:create', { name: 'River Street', as: 'Ana', kind: 'circle' })).id
  const { addresses } = await ana.ask('sync:status', {})
  const { code } = await ana.ask('invite:create', { network, uses: 1, hours: 24, approve: false, addresses })
  await lee.ask('network:join', { code, as: 'Lee', timeoutMs: 30_000 })
  await lee.ask('record:add', { network, kind: 'incident', records: [{ what: 'Water in the cellar' }] })
  await lee.ask('sync:wait', { timeoutMs: 30_000 })
})
afterAll(async () => {
  await ana?.engine.stop()
  await lee?.engine.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a computer that is removed while it is connected learns so at once, by a signed record, and is told nothing else', async () => {
  expect(await lee.state()).toEqual(['current', 'current'])
  await ana.ask('invite:create', { network, uses: 5, hours: 24, approve: false }) // withdrawn in the same breath
  const { members } = await ana.ask('member:list', { network })
  await ana.ask('member:remove', { network, person: members.find(({ name }) => name === 'Lee')!.id })
  await expect.poll(() => lee.state()).toEqual(['removed', 'removed'])
  expect(lee.ended).toEqual([{ network, state: 'removed' }])
  expect(await ana.state()).toEqual(['current', 'current'])
  await expect.poll(async () => (await ana.ask('network:list', {})).networks[0]?.connected).toBe(0)
  await ana.ask('record:add', { network, kind: 'incident', records: [{ what: 'Only for those who stayed' }] })
  const { total } = await lee.ask('record:list', { network, kind: 'incident' } as never)
  expect(total).toBe(1)
  const late = lee.ask('record:add', { network, kind: 'incident', records: [{ what: 'Too late' }] })
  await expect(late).rejects.toMatchObject({ code: 'identity/removed' })
})

test('it says so after a restart too', async () => {
  await lee.engine.stop()
  await lee.start()
  expect(await lee.state()).toEqual(['removed', 'removed'])
})
