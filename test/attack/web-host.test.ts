import { request } from 'node:http'
import { connect } from 'node:net'
import path from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type RawData, WebSocket } from 'ws'

import type { Channel } from '../../core/bridge/channel.ts'
import { BridgeServer } from '../../core/bridge/rpc-server.ts'
import { WebHost } from '../../web/web-host.ts'
import { FakeClock } from '../helpers/fake-clock.ts'
import { FakeEngine } from '../helpers/fake-engine.ts'

const PAGE = path.resolve('test/fixtures/page')

let host: WebHost
let clock: FakeClock
let server: BridgeServer
let attached: Channel[]
let port: number
let token: string

beforeEach(async () => {
  const engine = new FakeEngine()
  server = new BridgeServer({ handlers: engine.handlers, events: engine.events })
  attached = []
  clock = new FakeClock()
  let drawn = 0
  host = new WebHost({
    page: PAGE,
    port: 0,
    clock,
    random: (size) => new Uint8Array(size).fill(++drawn),
    attach: (channel) => {
      attached.push(channel)
      server.attach(channel)
    },
  })
  await host.start()
  const address = new URL(host.address)
  port = Number(address.port)
  token = address.hash.replace('#token=', '')
})

afterEach(async () => {
  server.stop()
  await host.stop()
})

interface Got {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly body: string
}

/** A request exactly as written: no library between that mends the path. */
function get(target: string, options: { headers?: Record<string, string>; method?: string } = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const { headers = {}, method = 'GET' } = options
    const asked = request({ host: '127.0.0.1', port, path: target, method, headers }, (answer) => {
      let body = ''
      answer.on('data', (bytes) => (body += String(bytes)))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
    })
    asked.on('error', reject).end()
  })
}

/** What a WebSocket got: `open`, or the status it was refused with. The default is what our page sends. */
function dial(
  claims: { origin?: string | undefined; host?: string; protocols?: string[]; path?: string } = {},
): Promise<{ outcome: string; socket: WebSocket; first: Promise<unknown> }> {
  const { path: target = '/bridge', protocols = ['muster.v1', `token.${token}`] } = claims
  const origin = 'origin' in claims ? claims.origin : `http://127.0.0.1:${port}`
  const socket = new WebSocket(`ws://127.0.0.1:${port}${target}`, protocols, {
    ...(origin === undefined ? {} : { origin }),
    ...(claims.host === undefined ? {} : { headers: { host: claims.host } }),
  })
  const first = new Promise<unknown>((resolve) => socket.once('message', (data) => resolve(JSON.parse(textOf(data)))))
  return new Promise((resolve) => {
    const end = (outcome: string) => resolve({ outcome, socket, first })
    socket.once('open', () => end('open'))
    socket.once('unexpected-response', (_request, answer) => end(String(answer.statusCode)))
    socket.once('error', (error) => end(error.message))
  })
}

const textOf = (data: RawData) => (data as Buffer).toString()

const outcome = async (claims: Parameters<typeof dial>[0]) => {
  const { outcome: it, socket } = await dial(claims)
  socket.terminate()
  return it
}

describe('who may speak with the engine', () => {
  test('the page, with the token: it gets answers', async () => {
    const { socket, outcome: it, first } = await dial()
    expect(it).toBe('open')
    socket.send(JSON.stringify({ t: 'call', id: 1, name: 'profile:status', input: {} }))
    expect(await first).toMatchObject({ t: 'ok', id: 1, value: { state: 'unlocked' } })
    socket.terminate()
  })

  test('nobody without the right token', async () => {
    const almost = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`
    for (const given of ['', 'x', almost, `${token}A`, token.slice(1)])
      expect(await outcome({ protocols: ['muster.v1', `token.${given}`] })).toBe('403')
    expect(await outcome({ protocols: ['muster.v1'] })).toBe('403')
    expect(await outcome({ protocols: [`token.${token}`] })).toBe('403')
    expect(await outcome({ protocols: ['muster.v1', `once.${token}`] })).toBe('403')
    expect(await outcome({ path: `/bridge?token=${token}`, protocols: ['muster.v1'] })).toBe('403')
    expect(attached).toEqual([])
  })

  test('no page of another origin, not even with the token', async () => {
    const foreign = [
      'https://evil.example',
      'null',
      '',
      undefined,
      'http://localhost',
      'http://127.0.0.1',
      'http://127.0.0.1:1',
    ]
    for (const origin of foreign) expect(await outcome({ origin })).toBe('403')
    for (const origin of [
      `https://127.0.0.1:${port}`,
      `http://127.0.0.1:${port}.evil.example`,
      `http://localhost:${port}`,
    ])
      expect(await outcome({ origin })).toBe('403')
    expect(attached).toEqual([])
  })

  test('nobody who came by another name (DNS rebinding), neither for the bridge nor for a file', async () => {
    for (const name of [
      `evil.example:${port}`,
      `localhost:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port}.`,
      `[::1]:${port}`,
    ]) {
      expect(await outcome({ host: name, origin: `http://${name}` })).toBe('403')
      expect(await outcome({ host: name })).toBe('403')
      const got = await get('/', { headers: { host: name } })
      expect([got.status, got.body]).toEqual([403, ''])
    }
    expect(attached).toEqual([])
  })

  test('nobody at another path', async () => {
    for (const target of ['/', '/bridge/', '//bridge', '/Bridge', '/bridge?x'])
      expect(await outcome({ path: target })).toBe('403')
  })

  test('eight pages at once, not a ninth', async () => {
    const open = await Promise.all(Array.from({ length: 8 }, () => dial()))
    expect(open.map((it) => it.outcome)).toEqual(Array.from({ length: 8 }, () => 'open'))
    expect(await outcome({})).toBe('403')
    for (const { socket } of open) socket.terminate()
    await expect.poll(() => outcome({})).toBe('open')
  })
})

describe('the address for a program, which others on this laptop can read', () => {
  const secretOf = (address: string | undefined) => new URL(address ?? '').hash.replace('#once=', '')

  test('admits once, gives that page the lasting token, and then nobody', async () => {
    const once = secretOf(host.addressOnce())
    expect(once).not.toBe(token)
    const { outcome: it, first, socket } = await dial({ protocols: ['muster.v1', `once.${once}`] })
    expect([it, await first]).toEqual(['open', { t: 'token', token }])
    socket.terminate()
    expect(await outcome({ protocols: ['muster.v1', `once.${once}`] })).toBe('403')
    expect(host.addressOnce()).toBeUndefined()
  })

  test('does not wait for its page longer than a minute', async () => {
    const once = secretOf(host.addressOnce())
    clock.advance(60_001)
    expect(await outcome({ protocols: ['muster.v1', `once.${once}`] })).toBe('403')
  })
})

describe('what is sent through the bridge', () => {
  test('is refused where it is no call, is unknown or malformed, and the connection lives on', async () => {
    const { socket } = await dial()
    const answers: { id: number; error?: { code: string } }[] = []
    socket.on('message', (data) => answers.push(JSON.parse(textOf(data))))
    const call = (id: number, name: unknown, input: unknown) =>
      socket.send(JSON.stringify({ t: 'call', id, name, input }))
    socket.send('no json')
    socket.send(Buffer.from([1, 2, 3]))
    call(1, 'no:such', {})
    call(2, '__proto__', {})
    call(3, 'constructor', {})
    call(4, 'profile:unlock', { passphrase: 7 })
    call(5, 'profile:unlock', { passphrase: 'river stones at dawn', admin: true })
    socket.send('{"t":"call","id":6,"name":"profile:unlock","input":{"__proto__":{"passphrase":"x"}}}')
    call(7, 'profile:status', {})
    await expect.poll(() => answers.length).toBe(9)
    const codes = answers.map(({ error }) => error?.code ?? 'ok').toSorted()
    expect(codes).toEqual(
      [
        ...['bridge/malformed-call', 'bridge/malformed-call'],
        ...Array.from({ length: 3 }, () => 'bridge/unknown-command'),
      ]
        .concat(...[['domain/invalid-input', 'domain/invalid-input', 'domain/invalid-input'], ['ok']])
        .toSorted(),
    )
    socket.terminate()
  })

  test('ends the connection where it is larger than any call', async () => {
    const { socket } = await dial()
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.on('error', () => undefined)
    socket.send('x'.repeat((8 << 20) + 1))
    expect(await closed).toBe(1009)
  })
})

describe('which files are served', () => {
  test('those of the page, with their types', async () => {
    expect(await get('/')).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } })
    const script = await get('/assets/main-1a2b3c4d.js')
    expect(script).toMatchObject({ status: 200, headers: { 'content-type': 'text/javascript; charset=utf-8' } })
    expect((await get('/', { method: 'HEAD' })).body).toBe('')
  })

  test.each([
    '/../package.json',
    '/assets/../../package.json',
    '/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2fpackage.json',
    '/..%5c..%5cpackage.json',
    '/assets/..\\..\\package.json',
    '//etc/passwd',
    '/%00',
    '/%',
    '/index.html%00.js',
    '/secret.txt',
    '/files.json',
    '/assets/',
    '/assets/gone-1a2b3c4d.js',
    '/__proto__',
    `http://127.0.0.1/index.html`,
  ])('nothing else: %s', async (target) => {
    const got = await get(target)
    expect([got.status, got.body]).toEqual([404, ''])
  })

  test('to no other site, unless it leads the person here', async () => {
    const asked = (site: string, destination: string) =>
      get('/', { headers: { 'sec-fetch-site': site, 'sec-fetch-dest': destination } })
    expect((await asked('cross-site', 'script')).status).toBe(403)
    expect((await asked('same-site', 'image')).status).toBe(403)
    expect((await asked('cross-site', 'iframe')).status).toBe(403)
    expect((await asked('cross-site', 'document')).status).toBe(200)
    expect((await asked('none', 'document')).status).toBe(200)
    expect((await asked('same-origin', 'script')).status).toBe(200)
  })

  test('to be read, not changed', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect((await get('/', { method })).status).toBe(405)
  })
})

describe('the host itself', () => {
  test('listens on the loopback address only', async () => {
    const other = connect({ host: '127.0.0.2', port })
    const refused = new Promise((resolve) =>
      other.once('error', () => resolve(true)).once('connect', () => resolve(false)),
    )
    expect(await refused).toBe(true)
    other.destroy()
  })

  test('tells what is the matter when its port is taken', async () => {
    const second = new WebHost({
      page: PAGE,
      port,
      clock,
      random: (size) => new Uint8Array(size),
      attach: () => undefined,
    })
    await expect(second.start()).rejects.toMatchObject({ code: 'network/port-in-use' })
    await second.stop()
  })
})
