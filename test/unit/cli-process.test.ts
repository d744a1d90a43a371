import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { BridgeServer } from '../../core/bridge/rpc-server.ts'
import { ControlSocket } from '../../core/bridge/socket.ts'
import { FakeEngine } from '../helpers/fake-engine.ts'

const MAIN = path.resolve(import.meta.dirname, '../../cli/main.ts')

let profile: string
let socket: ControlSocket
const long = Array.from({ length: 200 }, (_, index) => ({
  id: index.toString(16).padStart(32, '0'),
  what: 'Flood '.repeat(500),
}))

beforeAll(async () => {
  profile = mkdtempSync(path.join(tmpdir(), 'muster-process-'))
  const server = new BridgeServer(new FakeEngine({ 'record:list': { total: 200, records: long } }))
  socket = new ControlSocket({ profileDir: profile, attach: (channel) => server.attach(channel) })
  await socket.start()
})
afterAll(async () => {
  await socket.stop()
  rmSync(profile, { recursive: true, force: true })
})

/** The real program; with `readBytes` its reader goes away after that many. */
function muster(
  args: readonly string[],
  options: { readBytes?: number; env?: Record<string, string> } = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
    env: { ...process.env, MUSTER_PROFILE: profile, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += String(chunk)
    if (options.readBytes !== undefined && stdout.length >= options.readBytes) child.stdout.destroy()
  })
  child.stderr.on('data', (chunk: Buffer) => (stderr += String(chunk)))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })))
}

test('the program answers from a running Muster, whole and as one value, however long the answer', async () => {
  const ran = await muster(['--json', 'incident', 'list', '--limit', '200'])
  expect(ran).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(ran.stdout).records).toEqual(long)
}, 30_000)

test('a reader that goes away early is no crash', async () => {
  const ran = await muster(['--json', 'incident', 'list', '--limit', '200'], { readBytes: 10 })
  expect([ran.code, ran.stderr]).toEqual([0, ''])
}, 30_000)

test('help, wrong usage and refusals end with 0, 2 and 1', async () => {
  const runs = await Promise.all([
    muster(['--help']),
    muster(['--json', 'nonsense']),
    muster(['--json', 'lock'], { env: { MUSTER_PROFILE: '/nowhere' } }),
  ])
  expect(runs.map((ran) => ran.code)).toEqual([0, 2, 1])
  expect(JSON.parse(runs[1].stdout).error.code).toBe('cli/usage')
  expect(JSON.parse(runs[2].stdout).error.code).toBe('network/not-running')
}, 30_000)
