import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { lineChannel } from '../../core/bridge/line-channel.ts'
import { connectBridge } from '../../core/bridge/rpc-client.ts'
import { BridgeServer } from '../../core/bridge/rpc-server.ts'
import { connectControlSocket, ControlSocket } from '../../core/bridge/socket.ts'
import { FakeEngine } from '../helpers/fake-engine.ts'

let folder: string
let socket: ControlSocket
let server: BridgeServer

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-socket-'))
  const { handlers, events } = new FakeEngine()
  server = new BridgeServer({ handlers, events, checkOutput: true })
})

afterEach(async () => {
  server.stop()
  await socket?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function listen(profileDir: string): Promise<void> {
  socket = new ControlSocket({ profileDir, attach: (channel) => server.attach(channel) })
  await socket.start()
}

async function ask(profileDir: string): Promise<unknown> {
  const channel = await connectControlSocket(profileDir)
  if (channel === undefined) return undefined
  const bridge = connectBridge(channel)
  try {
    return await bridge.call('network:list', {})
  } finally {
    bridge.close()
  }
}

test('the socket lies in the profile, for its owner only, and answers', async () => {
  await listen(folder)
  expect(statSync(join(folder, 'control.sock')).mode & 0o777).toBe(0o600)
  expect(await ask(folder)).toMatchObject({ networks: [{}] })
})

test('a profile whose path is longer than a socket name can be works just so', async () => {
  const deep = join(folder, 'a'.repeat(90), 'b'.repeat(90))
  mkdirSync(deep, { recursive: true })
  await listen(deep)
  expect(statSync(join(deep, 'control.sock')).mode & 0o777).toBe(0o600)
  expect(await ask(deep)).toMatchObject({ networks: [{}] })
  await socket.stop()
  expect(readdirSync(deep)).toEqual([])
  const links = readdirSync('/tmp')
    .map((name) => join('/tmp', name, 'p'))
    .filter((link) => existsSync(link))
  expect(links.map((link) => realpathSync(link))).not.toContain(realpathSync(deep))
})

test('a leftover of a killed peer is replaced', async () => {
  writeFileSync(join(folder, 'control.sock'), '')
  await listen(folder)
  expect(await ask(folder)).toMatchObject({ networks: [{}] })
})

test('nobody answers before start, after stop, and where there is no profile', async () => {
  expect(await connectControlSocket(folder)).toBeUndefined()
  expect(await connectControlSocket(join(folder, 'absent'))).toBeUndefined()
  writeFileSync(join(folder, 'control.sock'), 'not a socket')
  expect(await connectControlSocket(folder)).toBeUndefined()
  await listen(folder)
  await socket.stop()
  await socket.stop()
  expect(await connectControlSocket(folder)).toBeUndefined()
  expect(readdirSync(folder)).toEqual([])
})

test('a folder that cannot hold a socket is named as such', async () => {
  mkdirSync(join(folder, 'control.sock'))
  await expect(listen(folder)).rejects.toMatchObject({ code: 'documents/read-only' })
})

test('stopping while clients are connected ends them', async () => {
  await listen(folder)
  const bridge = connectBridge((await connectControlSocket(folder))!)
  await bridge.call('network:list', {})
  const ended = new Promise<void>((resolve) => bridge.onClose(resolve))
  await socket.stop()
  await ended
})

async function rawClient(): Promise<{ client: Socket; lines: () => any[] }> {
  await listen(folder)
  const client = connect(join(folder, 'control.sock'))
  let text = ''
  client.on('data', (chunk) => (text += String(chunk)))
  client.on('error', () => undefined)
  await new Promise<void>((resolve) => client.once('connect', () => resolve()))
  return {
    client,
    lines: () =>
      text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
  }
}

test('a line that comes in pieces, in the midst of a character too, is one message', () => {
  const stream = new PassThrough()
  const messages: unknown[] = []
  lineChannel(stream as unknown as Socket).onMessage((message) => messages.push(message))
  for (const byte of Buffer.from('{"text":"Zoë 🌊"}\n[1]\n[2')) stream.emit('data', Buffer.from([byte]))
  expect(messages).toEqual([{ text: 'Zoë 🌊' }, [1]])
})

test('lines arrive whole however they are cut, several at once too', async () => {
  const { client, lines } = await rawClient()
  const calls = Buffer.from(
    [1, 2]
      .map(
        (id) =>
          `${JSON.stringify({ t: 'call', id, name: 'record:list', input: { network: 'a1'.repeat(16), kind: 'contact', search: 'Zoë 🌊' } })}\n`,
      )
      .join(''),
  )
  for (const byte of calls) client.write(Buffer.from([byte]))
  await expect
    .poll(() => lines().map((line) => [line.t, line.id]))
    .toEqual([
      ['ok', 1],
      ['ok', 2],
    ])
  client.write(Buffer.concat([calls.subarray(0, calls.indexOf(10) + 1), calls]))
  await expect.poll(() => lines().length).toBe(5)
  client.destroy()
})

test('a line that is not JSON or not UTF-8 is answered as malformed, and the connection lives on', async () => {
  const { client, lines } = await rawClient()
  client.write('{oh\n\n')
  client.write(
    Buffer.from('{"t":"call","id":2,"name":"network:create","input":{"name":"\xff","as":"Ana"}}\n', 'latin1'),
  )
  client.write('{"t":"call","id":1,"name":"network:list","input":{}}\n')
  await expect
    .poll(() => lines().map((line) => line.error?.code ?? `${line.t} ${line.id}`))
    .toEqual(['bridge/malformed-call', 'bridge/malformed-call', 'bridge/malformed-call', 'ok 1'])
  client.destroy()
})

test('a line without end breaks the connection at the limit', async () => {
  const closed = new Promise<void>((resolve) => {
    const small = createServer((incoming) => {
      lineChannel(incoming, 1000).onClose(() => small.close(() => resolve()))
    })
    small.listen(join(folder, 'small.sock'), () => {
      const writer = connect(join(folder, 'small.sock'))
      writer.on('error', () => undefined)
      writer.write('x'.repeat(5000))
    })
  })
  await closed
})
