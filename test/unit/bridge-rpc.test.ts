import fc from 'fast-check'
import { expect, test, vi } from 'vitest'

import type { Channel } from '../../core/bridge/channel.ts'
import { memoryChannel } from '../../core/bridge/memory-channel.ts'
import { connectBridge, type Bridge } from '../../core/bridge/rpc-client.ts'
import { BridgeServer } from '../../core/bridge/rpc-server.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { FakeEngine, NETWORK, PERSON, RECORD, untilCancelled } from '../helpers/fake-engine.ts'

function rig(
  engine = new FakeEngine(),
  options: { maxPending?: number } = {},
): { engine: FakeEngine; server: BridgeServer; bridge: Bridge; raw: Channel; answers: any[] } {
  const server = new BridgeServer({ handlers: engine.handlers, events: engine.events, checkOutput: true, ...options })
  const [ours, theirs] = memoryChannel()
  server.attach(theirs)
  const [raw, other] = memoryChannel()
  server.attach(other)
  const answers: any[] = []
  raw.onMessage((message) => answers.push(message))
  return { engine, server, bridge: connectBridge(ours), raw, answers }
}

const connected = { network: NETWORK, person: PERSON, name: 'Ben', device: 'abcd1234' }

test('a call reaches its handler with defaults filled in and brings its answer back', async () => {
  const { bridge, engine } = rig()
  expect(await bridge.call('invite:create', { network: NETWORK })).toMatchObject({ uses: 1 })
  expect(engine.input('invite:create')).toEqual({
    network: NETWORK,
    uses: 1,
    hours: 24,
    approve: false,
    ownDevice: false,
  })
})

test('a failure arrives as the same code with its details; what has no code says nothing of itself', async () => {
  const { bridge } = rig(
    new FakeEngine({
      'network:leave': new MeshError('identity/last-coordinator', 'No', { details: { count: 1 } }),
      'member:list': new Error('secret word in a stack'),
    }),
  )
  await expect(bridge.call('network:leave', { network: NETWORK })).rejects.toMatchObject({
    code: 'identity/last-coordinator',
    details: { count: 1 },
  })
  const failure = await bridge.call('member:list', { network: NETWORK }).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'shared/internal' })
  expect(JSON.stringify(failure) + String(failure)).not.toContain('secret')
})

test('an unknown command is refused by name, also the names that every object has', async () => {
  const { bridge, engine } = rig()
  for (const name of ['network:explode', 'toString', '__proto__', 'constructor', '']) {
    await expect(bridge.call(name as never, {} as never)).rejects.toMatchObject({ code: 'bridge/unknown-command' })
  }
  expect(engine.calls).toEqual([])
})

test('bad input never reaches a handler', async () => {
  const { bridge, engine } = rig()
  await expect(
    bridge.call('record:show', { network: NETWORK, kind: 'incident', id: 'nonsense' }),
  ).rejects.toMatchObject({ code: 'domain/invalid-input', details: { field: 'id' } })
  expect(engine.calls).toEqual([])
})

test('whatever arrives on a channel, the server answers with data and goes on serving', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          fc.jsonValue(),
          fc.record(
            {
              t: fc.constantFrom('call', 'cancel', 'listen', 'unlisten', 'ok', '__proto__'),
              id: fc.oneof(fc.integer(), fc.double(), fc.string(), fc.constant(1)),
              name: fc.oneof(fc.constantFrom('record:list', 'peer:connected', 'constructor'), fc.string()),
              input: fc.jsonValue(),
            },
            { requiredKeys: [] },
          ),
        ),
        { maxLength: 20 },
      ),
      async (messages) => {
        const { bridge, raw, answers } = rig()
        for (const message of messages) raw.send(message)
        expect(await bridge.call('network:list', {})).toMatchObject({ networks: [{ name: 'River Street' }] })
        for (const answer of answers) expect(['ok', 'err', 'event']).toContain(answer.t)
      },
    ),
    { numRuns: 300 },
  )
}, 60_000)

test('a second call under a pending id is refused without answering the first', async () => {
  const { raw, answers } = rig(new FakeEngine({ 'sync:wait': untilCancelled }))
  raw.send({ t: 'call', id: 7, name: 'sync:wait', input: {} })
  raw.send({ t: 'call', id: 7, name: 'network:list', input: {} })
  await expect.poll(() => answers).toMatchObject([{ t: 'err', id: 0, error: { code: 'bridge/malformed-call' } }])
  raw.send({ t: 'cancel', id: 7 })
  await expect.poll(() => answers.at(-1)).toMatchObject({ t: 'err', id: 7, error: { code: 'shared/aborted' } })
})

test('more calls at once than allowed are refused, and there is room again when one ends', async () => {
  const { bridge } = rig(new FakeEngine({ 'sync:wait': untilCancelled }), { maxPending: 3 })
  const stop = new AbortController()
  const waiting = [1, 2, 3].map(() =>
    bridge.call('sync:wait', {}, { signal: stop.signal }).catch((error: MeshError) => error.code),
  )
  await expect(bridge.call('network:list', {})).rejects.toMatchObject({ code: 'bridge/too-many-calls' })
  stop.abort()
  expect(await Promise.all(waiting)).toEqual(['shared/aborted', 'shared/aborted', 'shared/aborted'])
  await expect
    .poll(() =>
      bridge.call('network:list', {}).then(
        () => 'answered',
        () => 'refused',
      ),
    )
    .toBe('answered')
})

test('cancelling reaches the handler, and so does the caller going away', async () => {
  const signals: AbortSignal[] = []
  const { bridge } = rig(
    new FakeEngine({
      'sync:wait': (input: unknown, context: { signal: AbortSignal }) => (
        signals.push(context.signal),
        untilCancelled(input, context)
      ),
    }),
  )
  const stop = new AbortController()
  const first = bridge.call('sync:wait', {}, { signal: stop.signal })
  const second = bridge.call('sync:wait', {})
  await expect.poll(() => signals.length).toBe(2)
  stop.abort()
  await expect(first).rejects.toMatchObject({ code: 'shared/aborted' })
  await expect.poll(() => signals.map((signal) => signal.aborted)).toEqual([true, false])
  bridge.close()
  await expect(second).rejects.toMatchObject({ code: 'bridge/disconnected' })
  await expect.poll(() => signals.map((signal) => signal.aborted)).toEqual([true, true])
  await expect(bridge.call('network:list', {})).rejects.toMatchObject({ code: 'bridge/disconnected' })
})

test('events reach those who listen and nobody else', async () => {
  const { bridge, engine, answers } = rig()
  const listener = vi.fn()
  const off = bridge.on('peer:connected', listener)
  await bridge.call('network:list', {})
  engine.events.emit('peer:connected', connected)
  engine.events.emit('network:changed', { network: NETWORK })
  await expect.poll(() => listener.mock.calls).toEqual([[connected]])
  off()
  await bridge.call('network:list', {})
  engine.events.emit('peer:connected', connected)
  await bridge.call('network:list', {})
  expect(listener).toHaveBeenCalledTimes(1)
  expect(answers).toEqual([])
})

test('a listener that throws does not keep events from the others', async () => {
  const { bridge, engine } = rig()
  const second = vi.fn()
  bridge.on('peer:connected', () => {
    throw new Error('broken listener')
  })
  bridge.on('peer:connected', second)
  await bridge.call('network:list', {})
  engine.events.emit('peer:connected', connected)
  await expect.poll(() => second.mock.calls.length).toBe(1)
})

test('a client that does not read is dropped, and the others are served', async () => {
  const engine = new FakeEngine()
  const server = new BridgeServer({ handlers: engine.handlers, events: engine.events, maxQueuedBytes: 1000 })
  let queued = 0
  const closed = vi.fn()
  let receive: (message: unknown) => void = () => undefined
  server.attach({
    send: (message) => (queued += JSON.stringify(message).length),
    onMessage: (listener) => (receive = listener),
    onClose: () => undefined,
    close: closed,
  })
  const [ours, theirs] = memoryChannel()
  server.attach(theirs)
  receive({ t: 'listen', name: 'record:changed' })
  for (let count = 0; count < 20; count++)
    engine.events.emit('record:changed', { network: NETWORK, kind: 'incident', id: RECORD })
  expect(closed).toHaveBeenCalled()
  expect(await connectBridge(ours).call('network:list', {})).toMatchObject({ networks: [{}] })
})

test("garbage from the engine's side never breaks the caller", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          fc.jsonValue(),
          fc.record(
            {
              t: fc.constantFrom('ok', 'err', 'event'),
              id: fc.oneof(fc.integer(), fc.jsonValue()),
              name: fc.string(),
              error: fc.jsonValue(),
              value: fc.jsonValue(),
            },
            { requiredKeys: ['t'] },
          ),
        ),
        { maxLength: 20 },
      ),
      async (messages) => {
        const [ours, theirs] = memoryChannel()
        const bridge = connectBridge(ours)
        bridge.on('peer:connected', () => undefined)
        for (const message of messages) theirs.send(message)
        await Promise.resolve()
        theirs.onMessage(
          (message: any) =>
            message.t === 'call' &&
            theirs.send({ t: 'err', id: message.id, error: { code: 'made/up', message: 5, details: [] } }),
        )
        await expect(bridge.call('network:list', {})).rejects.toMatchObject({ code: 'shared/internal', details: {} })
      },
    ),
    { numRuns: 200 },
  )
}, 60_000)

test('an answer that breaks the contract is found out by the tests', async () => {
  const { bridge } = rig(new FakeEngine({ 'network:create': { id: 'not an id', name: 'x' } }))
  await expect(bridge.call('network:create', { name: 'x', as: 'y' })).rejects.toMatchObject({ code: 'shared/internal' })
})

test('stopping closes every client', async () => {
  const { bridge, server } = rig()
  const closed = vi.fn()
  bridge.onClose(closed)
  server.stop()
  server.stop()
  await expect.poll(() => closed.mock.calls.length).toBe(1)
  expect(server.size).toBe(0)
})
