import { readdirSync } from 'node:fs'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { runCli } from '../../cli/run.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { CliRig, Collector } from '../helpers/cli-rig.ts'
import { NETWORK, PERSON, RECORD, FakeEngine } from '../helpers/fake-engine.ts'

let rig: CliRig
beforeEach(() => {
  rig = new CliRig()
})
afterEach(() => rig.dispose())

const ben = { network: NETWORK, person: PERSON, name: 'Ben' }

test('start tells that it is ready once commands are answered, then one event a line, and ends with 0 at a signal', async () => {
  const status = await new FakeEngine().handlers['sync:status']({}, { signal: new AbortController().signal })
  let asked = false
  const engine: FakeEngine = new FakeEngine({
    'sync:status': () => {
      if (!asked) engine.events.emit('peer:connected', { ...ben, device: 'abcd1234' }) // before it has told that it is ready
      asked = true
      return status
    },
  })
  rig.openEngine = async (options) => {
    rig.opened.push(options)
    return engine
  }
  const world = rig.world(['--json', 'start', '--listen', '127.0.0.1:7001', '--no-discovery'])
  const ending = runCli(world)
  await expect.poll(() => world.stdout.text).toContain('"ready"')
  expect(rig.opened[0]).toMatchObject({ online: true, listen: '127.0.0.1:7001', discovery: false })
  expect(rig.opened[0]).not.toHaveProperty('attended')
  rig.openEngine = async () => Promise.reject(new Error('not needed'))
  expect((await rig.run(['--json', 'network', 'list'])).code).toBe(0)

  engine.events.emit('record:changed', {
    network: NETWORK,
    kind: 'incident',
    id: RECORD,
    record: { id: RECORD, what: 'long' },
  })
  engine.events.emit('member:joined', ben)
  engine.events.emit('sync:receipt', { ...ben, at: 1000, hasEverything: true })
  world.signal()
  world.signal()
  expect(await ending).toBe(0)
  world.signal()
  expect(
    world.stdout.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { event: 'ready', pid: 4242, addresses: ['192.168.1.20:7001'] },
    { event: 'peer:connected', ...ben, device: 'abcd1234' },
    { event: 'record:changed', kind: 'incident', id: RECORD, network: NETWORK },
    { event: 'member:joined', ...ben },
    { event: 'sync:receipt', ...ben, at: 1000, hasEverything: true },
  ])
  expect(engine.stopped).toBe(1)
  expect(readdirSync(rig.profile)).toEqual([])
})

test('a signal while it starts ends it as well', async () => {
  const world = rig.world(['start'])
  rig.openEngine = async () => {
    world.signal()
    return rig.engine
  }
  expect(await runCli(world)).toBe(0)
  expect(rig.engine.stopped).toBe(1)
})

test('a second start on the same profile refuses at once', async () => {
  const world = rig.world(['--json', 'start'])
  const ending = runCli(world)
  await expect.poll(() => world.stdout.text).toContain('ready')
  rig.openEngine = async () => Promise.reject(new Error('not needed'))
  expect((await rig.run(['--json', 'start'])).json.error.code).toBe('identity/profile-in-use')
  world.signal()
  expect(await ending).toBe(0)
})

test('start waits for a command that is just finishing', async () => {
  let tries = 0
  rig.openEngine = async () => {
    if (++tries < 3) throw new MeshError('identity/profile-in-use', 'Locked')
    return rig.engine
  }
  const world = rig.world(['--json', 'start'])
  const ending = runCli(world)
  await expect.poll(() => world.stdout.text).toContain('ready')
  world.signal()
  expect(await ending).toBe(0)
})

test('without a terminal people get plain lines, changes counted together', async () => {
  const world = rig.world(['start'])
  const ending = runCli(world)
  await expect.poll(() => world.stdout.text).toContain('Everyone in this room has it.')
  for (let count = 0; count < 12; count++)
    rig.engine.events.emit('record:changed', { network: NETWORK, kind: 'incident', id: RECORD })
  rig.engine.events.emit('member:joined', { ...ben, name: 'B\u001b[31men\u202e' })
  await expect.poll(() => world.stdout.text).toContain('12 incidents changed in River Street.')
  expect(world.stdout.text).toContain('B[31men joined River Street.')
  world.signal()
  expect(await ending).toBe(0)
  expect(world.stdout.text).not.toMatch(/\u001b|\u202e/)
})

test('what rings is one line each, without what it says; what is silent says so, a drill too', async () => {
  const world = rig.world(['start'])
  const ending = runCli(world)
  await expect.poll(() => world.stdout.text).toContain('Everyone in this room has it.')
  const rang = { network: NETWORK, id: RECORD, what: 'alert', level: 'full', drill: false } as const
  rig.engine.events.emit('attention:changed', { network: NETWORK })
  rig.engine.events.emit('attention:rang', rang)
  rig.engine.events.emit('attention:rang', { ...rang, what: 'enough', level: 'silent' })
  rig.engine.events.emit('attention:rang', { ...rang, what: 'needs-help', drill: true })
  await expect.poll(() => world.stdout.text).toContain('EXERCISE')
  const lines = world.stdout.text.split('\n').filter((line) => line.includes('muster attention'))
  expect(lines.map((line) => line.replace(/^.*?\d\d:\d\d(:\d\d)?\s+/, ''))).toEqual([
    'RINGING: a call for help that you have not answered (River Street, c3c3c3c3). See: muster attention',
    "Asks for you: we have enough, please don't come (River Street, c3c3c3c3). See: muster attention",
    'EXERCISE: somebody who is out there needs help (River Street, c3c3c3c3). See: muster attention',
  ])
  world.signal()
  expect(await ending).toBe(0)
})

test('on a terminal the status stays under the events', async () => {
  const stdout = Object.assign(new Collector(), { isTTY: true, columns: 80 })
  const world = rig.world(['start'], { stdout })
  const ending = runCli(world)
  await expect.poll(() => stdout.text).toContain('Here now: Ben.')
  rig.engine.events.emit('peer:disconnected', { ...ben, device: 'abcd1234' })
  await expect.poll(() => stdout.text).toContain('Ben is out of reach (River Street).')
  expect(stdout.text).toMatch(/\u001b\[\d+A\u001b\[J/)
  world.signal()
  expect(await ending).toBe(0)
})

test('a peer whose reader has gone away runs on', async () => {
  const stdout = new Collector()
  const world = rig.world(['--json', 'start'], { stdout })
  const ending = runCli(world)
  await expect.poll(() => stdout.text).toContain('ready')
  stdout.destroy(Object.assign(new Error('broken pipe'), { code: 'EPIPE' }))
  rig.engine.events.emit('member:joined', ben)
  expect((await rig.run(['--json', 'network', 'list'])).code).toBe(0)
  world.signal()
  expect(await ending).toBe(0)
})

test('start --web serves the page to who has seen its address', async () => {
  const world = rig.world(['--json', 'start', '--web'])
  const ended = runCli(world)
  await expect.poll(() => world.stdout.text, { timeout: 60_000 }).toContain('"ready"')
  const { page } = JSON.parse(world.stdout.text.split('\n')[0]!)
  expect(page).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/)
  const answer = await fetch(page)
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<title>Muster</title>')])
  world.signal()
  expect(await ended).toBe(0)
  await expect(fetch(page)).rejects.toThrow()
}, 90_000)
