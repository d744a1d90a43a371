import { createServer, type AddressInfo } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { CommandName, CommandOutput } from '../../core/bridge/contract.ts'
import { parseCall } from '../../core/bridge/rpc-server.ts'
import { openEngine, type Engine } from '../../core/engine/engine.ts'
import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { rawCall } from './bridge-calls.ts'
import { launchApp } from './launch-app.ts'
import { choosePassphrase, startNetwork, unlock } from './pages/first-steps.ts'
import type { Running } from './running.ts'

const HEADLINE = 'Pumps needed at the school'

/** Ana's desktop app, and Ben who calls from his laptop. */
describe.skipIf(chromiumPath() === undefined)('a call for help outside the window', () => {
  let folder: string
  let app: Running
  let ben: Engine
  let network: string
  let incident: string

  const say = async <C extends CommandName>(command: C, input: object): Promise<CommandOutput<C>> => {
    const handler = ben.handlers[command] as (input: unknown, context: object) => Promise<CommandOutput<C>>
    return handler(parseCall(command, input), { signal: new AbortController().signal })
  }
  const callOut = async (more: object = {}): Promise<void> => {
    const about = { kind: 'incident', id: incident }
    const record = { about, kind: 'supplies', headline: HEADLINE, ...more }
    const { ids } = await say('record:add', { network, kind: 'alert', records: [record] })
    await expect.poll(async () => (await say('alert:show', { network, id: ids[0]! })).obstacles).toEqual([])
    await say('alert:send', { network, id: ids[0]! })
  }
  const all = () => app.main((electron) => electron.record.notifications as { body: string; closed?: boolean }[])
  /** Those that nobody has taken back. */
  const open = async () => (await all()).filter(({ closed }) => closed !== true).map(({ body }) => body)
  const asked = async (): Promise<number> =>
    (await rawCall(app.page, 'attention:list', {})).value.items.filter((one: any) => one.what === 'alert').length
  const away = (): Promise<void> => app.main((electron) => void electron.BrowserWindow.getAllWindows()[0].hide())
  const isFlashing = () => app.main((electron) => electron.record.flashing as boolean)

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'muster-notice-'))
    app = await launchApp({
      profile: path.join(folder, 'ana'),
      listen: `127.0.0.1:${await freePort()}`, // the same after the lock
      language: 'en-GB',
      args: ['--no-discovery'],
    })
    await choosePassphrase(app.page)
    await startNetwork(app.page, { as: 'Ana', name: 'Canal Street circle' })
    await app.page.getByTestId('qr').waitFor() // only then is it made
    const { value } = await rawCall(app.page, 'network:list', {})
    network = value.networks[0].id
    const { addresses } = (await rawCall(app.page, 'sync:status', {})).value
    const { code } = (await rawCall(app.page, 'invite:create', { network, addresses })).value
    ben = await openEngine({
      profileDir: path.join(folder, 'ben'),
      passphrase: async () => 'river stones at dawn',
      online: true,
      listen: '127.0.0.1:0',
      discovery: false,
      cost: { opslimit: 1, memlimit: 8 << 20 },
    })
    await say('network:join', { code, as: 'Ben' })
    const records = [{ what: 'Flood at the school' }]
    incident = (await say('record:add', { network, kind: 'incident', records })).ids[0]!
  })
  afterAll(async () => {
    await ben?.stop()
    await app?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('is one sentence without anything of it, stays one for several, and opens the window', async () => {
    await away()
    await callOut()
    await expect.poll(open).toContain('A call for help. Open Muster.')
    expect(await isFlashing()).toBe(true)
    await callOut()
    await expect.poll(async () => (await all()).filter(({ body }) => body.startsWith('A call')).length).toBe(2)
    expect((await open()).filter((body) => body.startsWith('A call'))).toEqual(['A call for help. Open Muster.'])
    const shown = JSON.stringify(await all())
    for (const detail of [HEADLINE, 'Ben', 'Canal', 'school', 'supplies']) expect(shown).not.toContain(detail)
    await app.main((electron) => electron.record.clickNotification())
    const window = () =>
      app.main((electron) => {
        const [one] = electron.BrowserWindow.getAllWindows()
        return [one.isVisible(), one.isFocused()]
      })
    expect(await window()).toEqual([true, true])
    expect(await isFlashing()).toBe(false)
  })

  test('is not told to who is looking at the window', async () => {
    await callOut({ status: 'Exercise' })
    await expect.poll(asked).toBe(3)
    await away()
    // what is told after it shows that it was not
    await rawCall(app.page, 'duty:start', { network })
    await rawCall(app.page, 'duty:end', { network })
    await expect.poll(open).toContain('Something asks for you. Open Muster.')
    expect(JSON.stringify(await all())).not.toContain('exercise')
  })

  test('does not come through the lock, which says so, and is there after it', async () => {
    await rawCall(app.page, 'profile:lock', {})
    await app.page.getByText('calls for help do not reach this computer').waitFor()
    const before = (await all()).length
    const connected = async () =>
      (await say('sync:status', {})).networks.flatMap(({ people }) => people).filter((one) => one.connected).length
    await expect.poll(connected).toBe(0)
    await callOut()
    expect((await all()).length).toBe(before)
    await unlock(app.page)
    await expect.poll(asked).toBe(4)
  })
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
