import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { profileDir } from '../../core/shared/profile-dir.ts'
import { BridgeServer } from '../../core/bridge/rpc-server.ts'
import { ControlSocket } from '../../core/bridge/socket.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { CliRig, Collector, terminal } from '../helpers/cli-rig.ts'
import { FakeEngine, NETWORK, untilCancelled } from '../helpers/fake-engine.ts'

let rig: CliRig
let running: FakeEngine
let socket: ControlSocket | undefined

beforeEach(() => {
  rig = new CliRig()
  running = new FakeEngine()
})
afterEach(async () => {
  await socket?.stop()
  socket = undefined
  rig.dispose()
})

async function startPeer(): Promise<void> {
  const server = new BridgeServer(running)
  socket = new ControlSocket({ profileDir: rig.profile, attach: (channel) => server.attach(channel) })
  await socket.start()
}

test('a command uses the Muster that runs, and needs no passphrase for it', async () => {
  await startPeer()
  rig.env = {}
  expect((await rig.run(['--json', 'network', 'list'])).code).toBe(0)
  expect(running.calls.map((call) => call.name)).toEqual(['network:list'])
  expect(rig.opened).toEqual([])
})

test('a command waits for a Muster that is starting', async () => {
  rig.openEngine = async (options) => {
    rig.opened.push(options)
    if (rig.opened.length === 3) await startPeer()
    throw new MeshError('identity/profile-in-use', 'Locked')
  }
  expect((await rig.run(['--json', 'network', 'list'])).code).toBe(0)
  expect(rig.opened).toHaveLength(3)
  expect(running.calls).toHaveLength(1)
})

test('it gives up after 10 seconds of a clock that never jumps', async () => {
  rig.openEngine = async () => {
    throw new MeshError('identity/profile-in-use', 'Locked')
  }
  let now = 0
  const waits: number[] = []
  const clock = {
    now: () => 0,
    monotonic: () => now,
    after: (delayMs: number, task: () => void) => (
      waits.push(delayMs),
      (now += delayMs),
      queueMicrotask(task),
      () => undefined
    ),
  }
  const ran = await rig.run(['--json', 'network', 'list'], { clock })
  expect(ran.json.error.code).toBe('identity/profile-in-use')
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(10_000)
})

test('Ctrl+C ends the waiting and the call', async () => {
  rig.openEngine = async () => {
    throw new MeshError('identity/profile-in-use', 'Locked')
  }
  const world = rig.world(['network', 'list'])
  const { runCli } = await import('../../cli/run.ts')
  const waiting = runCli(world)
  world.signal()
  expect(await waiting).toBe(1)
  running = new FakeEngine({ 'sync:wait': untilCancelled })
  await startPeer()
  const second = rig.world(['wait', '--synced'])
  const calling = runCli(second)
  await expect.poll(() => running.calls.length).toBe(1)
  second.signal()
  expect(await calling).toBe(1)
  expect(second.stderr.text).toContain('stopped before it was done')
})

test('the engine is stopped also when the command fails', async () => {
  rig.engine = new FakeEngine({ 'network:leave': new MeshError('identity/unknown-network', 'No') })
  expect((await rig.run(['network', 'leave', NETWORK])).code).toBe(1)
  expect(rig.engine.stopped).toBe(1)
})

test('the profile is where --profile, MUSTER_PROFILE or the platform says', () => {
  const at = (platform: NodeJS.Platform, env: Record<string, string>, option?: string): string =>
    profileDir({ platform, env, homeDir: platform === 'win32' ? 'C:\\Users\\ana' : '/home/ana' }, option)
  expect(at('linux', { MUSTER_PROFILE: '/two' }, '/one')).toBe('/one')
  expect(at('linux', { MUSTER_PROFILE: '/two' })).toBe('/two')
  expect(at('linux', { XDG_DATA_HOME: '/data' })).toBe('/data/muster')
  expect(at('linux', { XDG_DATA_HOME: 'relative', MUSTER_PROFILE: '' })).toBe('/home/ana/.local/share/muster')
  expect(at('darwin', {})).toBe('/home/ana/Library/Application Support/Muster')
  expect(at('win32', { APPDATA: 'C:\\Data' })).toBe('C:\\Data\\Muster')
})

/** The passphrase that the engine was given. */
async function given(
  argv: readonly string[],
  replaced: object = {},
): Promise<{ passphrase: string | undefined; code: string | undefined; stderr: string }> {
  let passphrase: string | undefined
  rig.openEngine = async (options) => {
    passphrase = await options.passphrase?.()
    return rig.engine
  }
  const ran = await rig.run(['--json', ...argv, 'network', 'list'], replaced)
  return { passphrase, code: ran.json.error?.code, stderr: ran.stderr }
}

test('the passphrase comes from the environment or from a file, whose last line end is cut', async () => {
  expect(await given([])).toMatchObject({ passphrase: 'river stones at dawn' })
  const file = join(rig.profile, 'passphrase')
  writeFileSync(file, ' four words of mine \r\n')
  expect(await given(['--passphrase-file', file])).toMatchObject({ passphrase: ' four words of mine ' })
  writeFileSync(file, 'two\n\n')
  expect(await given(['--passphrase-file', file])).toMatchObject({ passphrase: 'two\n' })
  writeFileSync(file, '\n')
  expect(await given(['--passphrase-file', file])).toMatchObject({ code: 'identity/passphrase-needed' })
  expect(await given(['--passphrase-file', '/nowhere'])).toMatchObject({ code: 'cli/file-unreadable' })
})

test('without a passphrase and without a terminal it says what it needs', async () => {
  rig.env = { MUSTER_PASSPHRASE: '' }
  expect(await given([])).toMatchObject({ code: 'identity/passphrase-needed', passphrase: undefined })
})

test('on a terminal a new passphrase is asked for twice, an old one once, and none is shown', async () => {
  rig.env = {}
  const type = async (...lines: string[]): Promise<{ passphrase: string | undefined; shown: string }> => {
    const stdin = terminal()
    const stderr = Object.assign(new Collector(), { isTTY: true })
    const typing = (async () => {
      for (const [index, line] of lines.entries()) {
        await expect.poll(() => stderr.text.split(': ').length - 1).toBeGreaterThan(index)
        stdin.write(`${line}\r`)
      }
    })()
    const { passphrase } = await given([], { stdin, stderr })
    await typing
    return { passphrase, shown: stderr.text }
  }
  const created = await type('dawn', 'dusk', 'dawn', 'dawn')
  expect(created.passphrase).toBe('dawn')
  expect(created.shown).toContain('not the same')
  expect(created.shown).not.toMatch(/dawn|dusk/)
  mkdirSync(rig.profile, { recursive: true })
  writeFileSync(join(rig.profile, 'vault'), '')
  expect(await type('dawn')).toMatchObject({ passphrase: 'dawn' })
})
