import { beforeEach, describe, expect, test } from 'vitest'

import { memoryChannel } from '../../core/bridge/memory-channel.ts'
import { connectBridge } from '../../core/bridge/rpc-client.ts'
import { BridgeServer } from '../../core/bridge/rpc-server.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { EngineClient } from '../../renderer/engine/engine-client.ts'
import { mayChange } from '../../renderer/engine/refresh-rules.ts'
import { FakeEngine, NETWORK, PERSON, RECORD } from '../helpers/fake-engine.ts'

const OTHER = 'ee'.repeat(16)
const LIST = { network: NETWORK, kind: 'incident' } as const

describe('the page’s engine client', () => {
  let engine: FakeEngine
  let client: EngineClient
  let tasks: (() => void)[]
  let end: () => void
  let failure: MeshError | undefined

  /** Lets what is under way between the two ends arrive. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
  const runTasks = async (): Promise<void> => {
    for (const task of tasks.splice(0)) task()
    await settle()
  }
  const asked = (name: string): number => engine.calls.filter((call) => call.name === name).length
  const tellChange = (id = RECORD, network = NETWORK): void =>
    engine.events.emit('record:changed', { network, kind: 'incident', id })

  beforeEach(() => {
    failure = undefined
    const list = async (): Promise<unknown> => {
      if (failure !== undefined) throw failure
      return { total: 1, records: [{ id: RECORD }] }
    }
    engine = new FakeEngine({ 'record:list': list })
    tasks = []
    const server = new BridgeServer({ handlers: engine.handlers, events: engine.events })
    const [ours, theirs] = memoryChannel()
    server.attach(theirs)
    end = () => ours.close()
    client = new EngineClient(connectBridge(ours), { after: (_, task) => void tasks.push(task) })
  })

  test('asks once for any number of onlookers of the same question', async () => {
    const watched = client.watch('record:list', LIST)
    expect(client.watch('record:list', { ...LIST })).toBe(watched)
    watched.subscribe(() => undefined)
    watched.subscribe(() => undefined)
    expect(watched.peek().state).toBe('loading')
    await settle()
    expect(watched.peek().state).toBe('ready')
    expect(asked('record:list')).toBe(1)
  })

  test('gives the same answer object until something changes', async () => {
    const watched = client.watch('record:list', LIST)
    watched.subscribe(() => undefined)
    await settle()
    expect(watched.peek()).toBe(watched.peek())
  })

  test('asks again once for many events that come together', async () => {
    let changes = 0
    const watched = client.watch('record:list', LIST)
    watched.subscribe(() => changes++)
    await settle()
    for (let at = 0; at < 500; at++) tellChange()
    await settle()
    expect(asked('record:list')).toBe(1)
    expect(tasks).toHaveLength(1)
    await runTasks()
    expect(asked('record:list')).toBe(2)
    expect(changes).toBe(2)
  })

  test('asks again after an event that came while an answer was under way', async () => {
    const watched = client.watch('record:list', LIST)
    watched.subscribe(() => undefined)
    await settle()
    tellChange()
    await settle()
    for (const task of tasks.splice(0)) task()
    tellChange()
    await settle()
    await runTasks()
    expect(asked('record:list')).toBe(3)
  })

  test('does not ask for what nobody looks at, but does when somebody looks again', async () => {
    const watched = client.watch('record:list', LIST)
    const stop = watched.subscribe(() => undefined)
    await settle()
    stop()
    tellChange()
    await settle()
    expect(tasks).toHaveLength(0)
    await runTasks()
    expect(asked('record:list')).toBe(1)
    watched.subscribe(() => undefined)
    await settle()
    expect(asked('record:list')).toBe(2)
  })

  test('is not moved by what happens in another network', async () => {
    client.watch('record:list', LIST).subscribe(() => undefined)
    await settle()
    tellChange(RECORD, OTHER)
    await settle()
    await runTasks()
    expect(asked('record:list')).toBe(1)
  })

  test('keeps the last value beside the error when a refresh fails', async () => {
    const watched = client.watch('record:list', LIST)
    watched.subscribe(() => undefined)
    await settle()
    failure = new MeshError('documents/busy', 'busy')
    tellChange()
    await settle()
    await runTasks()
    const answer = watched.peek()
    expect(answer).toMatchObject({ state: 'ready', error: { code: 'documents/busy' } })
    expect(answer).toHaveProperty('value')
  })

  test('forgets every answer when the profile is locked, and one that arrives late too', async () => {
    const watched = client.watch('record:list', LIST)
    watched.subscribe(() => undefined)
    await settle()
    expect(watched.peek().state).toBe('ready')
    engine.events.emit('profile:locked', {})
    await settle()
    expect(watched.peek()).toEqual({ state: 'loading' })
  })

  test('says once that the engine went away', async () => {
    let told = 0
    client.onConnection(() => told++)
    expect(client.connected).toBe(true)
    end()
    await settle()
    expect(client.connected).toBe(false)
    expect(told).toBe(1)
    await expect(client.run('network:list', {})).rejects.toMatchObject({ code: 'bridge/disconnected' })
  })
})

describe('an answer may have changed', () => {
  const changed = { network: NETWORK, kind: 'incident', id: RECORD } as const

  test('by a change of the same record or of a record of the same kind', () => {
    const show = { name: 'record:show', input: { network: NETWORK, kind: 'incident', id: RECORD } } as const
    expect(mayChange(show, 'record:changed', changed)).toBe(true)
    expect(mayChange(show, 'record:changed', { ...changed, id: OTHER })).toBe(false)
    expect(mayChange(show, 'record:changed', { ...changed, kind: 'plan' })).toBe(false)
    expect(mayChange({ name: 'record:list', input: LIST }, 'record:changed', changed)).toBe(true)
    expect(mayChange({ name: 'record:list', input: { ...LIST, kind: 'plan' } }, 'record:changed', changed)).toBe(false)
  })

  test('by the name of a network, which comes with its record', () => {
    const list = { name: 'network:list', input: {} } as const
    expect(mayChange(list, 'record:changed', { ...changed, kind: 'network', id: NETWORK })).toBe(true)
    expect(mayChange(list, 'record:changed', changed)).toBe(false)
  })

  test('by what concerns people where people are shown', () => {
    const joined = { network: NETWORK, person: PERSON, name: 'Ben' }
    expect(mayChange({ name: 'member:list', input: { network: NETWORK } }, 'member:joined', joined)).toBe(true)
    expect(mayChange({ name: 'record:list', input: LIST }, 'member:joined', joined)).toBe(false)
    expect(mayChange({ name: 'sync:status', input: {} }, 'member:joined', joined)).toBe(true)
  })
})
