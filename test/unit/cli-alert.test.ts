import { afterEach, beforeEach, expect, test } from 'vitest'

import { MeshError } from '../../core/shared/errors.ts'
import { CliRig } from '../helpers/cli-rig.ts'
import { FakeEngine, NETWORK, PERSON, RECORD } from '../helpers/fake-engine.ts'

let rig: CliRig
beforeEach(() => {
  rig = new CliRig()
})
afterEach(() => rig.dispose())

const BEN = 'b3'.repeat(16)
const SEND = ['alert', 'send', '--about', RECORD, '--kind', 'supplies', '--headline', 'Pumps needed']
const person = (member: string, state: string, more: object = {}) => ({
  member,
  state,
  answer: null,
  late: false,
  role: null,
  eta: null,
  by: null,
  ...more,
})
const shown = (record: object, more: object = {}) =>
  new FakeEngine({
    'alert:show': {
      record: { id: RECORD, people: [], need: [], ...record },
      obstacles: [],
      people: [],
      computers: 0,
      ...more,
    },
  })

test('what is not let through is kept as a draft, with what stands against it and who can help', async () => {
  rig.engine = new FakeEngine({
    'alert:send': new MeshError('domain/not-allowed-now', 'no', {
      details: { to: 'sent', obstacles: 'not-verified, identifying-text' },
    }),
  })
  const ran = await rig.run(['--json', ...SEND])
  expect([ran.code, ran.json]).toEqual([
    0,
    { id: RECORD, state: 'draft', obstacles: ['not-verified', 'identifying-text'] },
  ])
  const { stdout } = await rig.run(SEND)
  expect(stdout).toMatch(/^NOT SENT, kept as draft c3c3c3c3\./)
  for (const words of [
    'two members',
    'alert confirm c3c3c3c3 unverified',
    'alert confirm c3c3c3c3 text',
    'alert send c3c3c3c3',
  ])
    expect(stdout).toContain(words)
})

test('any other refusal is one', async () => {
  rig.engine = new FakeEngine({ 'alert:send': new MeshError('documents/disk-full', 'full') })
  expect((await rig.run(['--json', ...SEND])).json.error.code).toBe('documents/disk-full')
})

test('a draft that is to be kept is not sent', async () => {
  expect((await rig.run(['--json', ...SEND, '--draft'])).json).toEqual({ id: RECORD, state: 'draft', obstacles: [] })
  expect(rig.engine.input('alert:send')).toBeUndefined()
})

test('a circle is meant by its name', async () => {
  const network = { id: NETWORK, circles: [{ id: 'm1', name: 'Mill' }] }
  const summary = await rig.engine.handlers['network:show'](
    { network: NETWORK },
    { signal: new AbortController().signal },
  )
  rig.engine = new FakeEngine({ 'network:show': { ...summary, record: network } })
  await rig.run([...SEND, '--to', 'circle', '--of', 'Mill'])
  expect(rig.engine.input('record:add').records[0].audience).toEqual({ scope: 'circle', of: 'm1' })
  expect((await rig.run(['--json', ...SEND, '--to', 'circle', '--of', 'Lake'])).json.error.code).toBe('cli/usage')
})

test('it says how many can be reached now, never more than is known', async () => {
  const { stdout } = await rig.run(SEND)
  expect(stdout).toContain('to 4 people; 2 of them on 3 computers can be reached now')
  expect(stdout).not.toMatch(/everyone|everybody/)
})

test('the board says who is reached, who is coming and whom to call', async () => {
  rig.engine = shown(
    {
      state: 'sent',
      headline: 'Pumps needed',
      verified: 'unverified',
      need: [{ role: null, count: 2, coming: 1 }],
      people: [
        person(BEN, 'not-reached'),
        person(PERSON, 'phoned', { by: BEN, answer: 'coming' }),
        person('b9'.repeat(16), 'answered', { answer: 'standby', late: true }),
      ],
    },
    { gate: 'failed' },
  )
  const { stdout } = await rig.run(['alert', 'show', RECORD])
  expect(stdout).toContain('Reached 2 of 3. Call: Ben.')
  expect(stdout).toContain('verified: unverified (sent against the rules')
  expect(stdout).toContain('needed: people, 1 of 2 coming')
  expect(stdout).toMatch(/Ana +phoned +Ben +coming/)
  expect(stdout).toContain('standby (came after enough)')
  expect(stdout).not.toContain('EXERCISE')
})

test('the board is in order of name, and calls contacts and who has left by theirs', async () => {
  const [contact, left, nobody] = ['c4', 'd4', 'e4'].map((byte) => byte.repeat(16)) as [string, string, string]
  rig.engine = shown({ state: 'sent', people: [left, BEN, nobody, contact].map((one) => person(one, 'not-reached')) })
  rig.engine.handlers['record:show'] = async ({ kind, id }) => {
    if (kind === 'contact' && id === contact) return { record: { id, fn: 'Zora' } }
    if (kind === 'member' && id === left) return { record: { id, displayName: 'Ada' } }
    throw new MeshError('domain/not-found', 'no')
  }
  const { stdout } = await rig.run(['alert', 'show', RECORD])
  expect(stdout).toContain('Reached 0 of 4. Call: Ada (has left), Ben, Zora, e4e4e4e4.')
})

test('a drill, and that there are enough, stand out', async () => {
  rig.engine = shown({ state: 'filled', drill: true, enough: true, headline: 'Pumps' })
  const { stdout } = await rig.run(['alert', 'show', RECORD])
  expect(stdout).toMatch(/^\*\*\* EXERCISE/)
  expect(stdout).toContain("please don't come")
})

test('a draft shows whom it would go to and what stands against it', async () => {
  const people = [
    { person: BEN, name: 'Ben', connected: true },
    { person: PERSON, name: 'Ana', connected: false },
  ]
  rig.engine = shown({ state: 'draft', headline: 'Pumps' }, { obstacles: ['not-verified'], people, computers: 1 })
  const { stdout } = await rig.run(['alert', 'show', RECORD])
  expect(stdout).toContain('would go to: 2, 1 of them on 1 computer reachable now')
  expect(stdout).toContain('stands against sending: not-verified')
})

test('what others wrote cannot move the cursor', async () => {
  rig.engine = shown({
    state: 'sent',
    headline: 'Pumps\u001b[2J\u202e',
    instruction: 'Go\u0007',
    need: [{ role: '\u001b]0;x', count: 1, coming: 0 }],
  })
  expect((await rig.run(['alert', 'show', RECORD])).stdout).not.toMatch(/[\u0007\u001b\u202e]/)
})

test('a contact is recorded by the first digits of its id', async () => {
  const contact = 'c9'.repeat(16)
  rig.engine = new FakeEngine({ 'record:find': { matches: [{ network: NETWORK, kind: 'contact', id: contact }] } })
  await rig.run(['alert', 'record', RECORD, 'c9c9c9', 'cannot', '--by', 'phone'])
  expect(rig.engine.input('record:find')).toMatchObject({ kind: 'contact', prefix: 'c9c9c9' })
  expect(rig.engine.input('alert:record')).toMatchObject({ person: contact })
  expect((await rig.run(['--json', 'alert', 'record', RECORD, 'Zora', '--by', 'phone'])).json.error.code).toBe(
    'identity/not-a-member',
  )
})

test('who says "coming" when there are enough is not told to come', async () => {
  const late = (member: string) => person(member, 'answered', { answer: 'standby', late: true })
  rig.engine = shown({ state: 'filled', people: [late(PERSON), late(BEN)], responders: [] })
  const own = await rig.run(['alert', 'answer', RECORD, 'coming'])
  expect(own.stdout).toBe("Saved. We have enough: you stand by, please don't come.\n")
  const noted = await rig.run(['alert', 'record', RECORD, 'Ben', 'coming', '--by', 'phone'])
  expect(noted.stdout).toBe('Noted. There are enough already: they stand by, tell them not to come.\n')
  rig.engine = shown({ state: 'sent', people: [person(PERSON, 'answered', { answer: 'coming' })], responders: [] })
  expect((await rig.run(['alert', 'answer', RECORD, 'coming'])).stdout).toContain('When you are there')
})

test('the first "coming" shows what is agreed to, is refused without a yes, and tells how to give it', async () => {
  rig.engine = new FakeEngine({
    'alert:answer': new MeshError('domain/not-allowed-now', 'no', { details: { reason: 'agreement' } }),
  })
  const ran = await rig.run(['alert', 'answer', RECORD, 'coming'])
  expect([ran.code, ran.stdout]).toEqual([1, ''])
  for (const words of [
    'in a pair',
    'person harmed comes first',
    'photograph nobody',
    'no weapons',
    'unsafe',
    '--agree',
  ])
    expect(ran.stderr).toContain(words)
  const json = await rig.run(['--json', 'alert', 'answer', RECORD, 'coming'])
  expect([json.code, json.json.error.details.reason]).toEqual([1, 'agreement'])
  expect(rig.engine.input('alert:answer')).not.toHaveProperty('agreed')
})

const responder = (member: string, state: string, more: object = {}) => ({
  member,
  state,
  since: 60_000,
  by: null,
  out: state !== 'safe',
  needsHelp: state === 'needs-help',
  pair: [],
  alone: false,
  checkIn: null,
  ...more,
})

test('the board says who is out there, with whom, when they check in, and who needs help before all else', async () => {
  rig.engine = shown({
    state: 'sent',
    headline: 'Pumps',
    responders: [
      responder(PERSON, 'on-scene', { pair: [BEN], checkIn: { dueAt: 240_000, stage: 'running' } }),
      responder(BEN, 'needs-help', { pair: [PERSON], by: PERSON, note: 'At the north gate\u001b[2J' }),
      responder('b9'.repeat(16), 'coming', { alone: true, checkIn: { dueAt: 120_000, stage: 'dispatcher' } }),
      responder('b8'.repeat(16), 'safe', { note: 'Home by bus' }),
      responder('b7'.repeat(16), 'cannot', { out: false }),
    ],
    debriefs: [{ by: BEN, well: 'Quick', change: null, support: true }],
  })
  const { stdout } = await rig.run(['alert', 'show', RECORD])
  expect(stdout).toMatch(/^Pumps\n!!! NEEDS HELP: Ben \(At the north gate\[2J\) !!!\n/)
  expect(stdout).toContain('Out there: 3.')
  expect(stdout).toMatch(/Ana +on scene +\S.+Ben/)
  expect(stdout).toMatch(/Ben +NEEDS HELP .+ Ana/)
  expect(stdout).toMatch(/b9b9b9b9 +coming .+ALONE +LATE, call them: Thu/)
  expect(stdout).toMatch(/b8b8b8b8 +safe/)
  expect(stdout).toContain('b8b8b8b8: Home by bus')
  expect(stdout).not.toContain('b7b7b7b7')
  expect(stdout).toContain('Ben, went well: Quick')
  expect(stdout).toContain('Ben would like somebody to talk to.')
})

test('who checks in is told by when to do so again, and who is still out when it is over how to check out', async () => {
  const due = (member: string, dueAt: number) => responder(member, 'on-scene', { checkIn: { dueAt, stage: 'running' } })
  const responders = [due(PERSON, 1_800_000), due(BEN, 86_400_000 * 2)]
  rig.engine = shown({ state: 'sent', headline: 'Pumps', responders })
  expect((await rig.run(['alert', 'check-in', RECORD])).stdout).toMatch(/^Checked in\. Check in again by .+1970/)
  expect((await rig.run(['alert', 'check-in', RECORD, '--person', 'Ben'])).stdout).toContain('3 Jan 1970')
  expect((await rig.run(['alert', 'answer', RECORD, 'coming'])).stdout).toMatch(
    /again by .+\n.+check-in c3c3c3c3 on-scene/,
  )
  rig.engine = shown({ state: 'all-clear', enough: true, headline: 'Pumps', responders })
  const { stdout } = await rig.run(['alert', 'show', RECORD])
  expect(stdout).toContain('All clear: it is over.')
  expect(stdout).toContain('muster alert check-in c3c3c3c3 safe')
  expect(stdout).not.toContain('We have enough')
})

test('that nobody is on call stands out, with who did not hand over', async () => {
  const late = { person: BEN, name: 'Ben', since: 1_000, until: 60_000 }
  rig.engine = new FakeEngine({ 'duty:show': { state: 'overdue', onCall: [], overdue: [late], since: 60_000 } })
  expect((await rig.run(['duty', 'show'])).stdout).toMatch(/^NOBODY IS ON CALL, since .+: Ben did not hand over/)
  rig.engine = new FakeEngine({ 'duty:show': { state: 'nobody', onCall: [], overdue: [], since: 60_000 } })
  expect((await rig.run(['duty', 'show'])).stdout).toMatch(/^NOBODY IS ON CALL/)
  rig.engine = new FakeEngine({ 'duty:show': { state: 'never', onCall: [], overdue: [] } })
  expect((await rig.run(['duty', 'show'])).stdout).not.toContain('NOBODY IS')
})

test('a route is meant by its name, and by its circle where several have it', async () => {
  const route = (id: string, more: object = {}) => ({
    ...{ id, name: 'School way', places: ['Mill'], windows: [], expiresAt: null, expired: false, archivedAt: null },
    ...more,
  })
  const circles = [
    { id: 'm1', name: 'Mill', archivedAt: null, routes: [route('r1'), route('r3', { name: 'Old', expired: true })] },
    { id: 'b1', name: 'Bridge', archivedAt: null, routes: [route('r2')] },
  ]
  const summary = await rig.engine.handlers['network:show'](
    { network: NETWORK },
    { signal: new AbortController().signal },
  )
  rig.engine = new FakeEngine({ 'network:show': { ...summary, record: { id: NETWORK, circles } } })
  expect((await rig.run(['--json', 'route', 'start', 'School way'])).json.error.code).toBe('cli/usage')
  expect((await rig.run(['--json', 'route', 'start', 'Old'])).json.error.code).toBe('domain/not-found')
  expect(rig.engine.input('journey:start')).toBeUndefined()
  expect((await rig.run(['route', 'start', 'School way', '--circle', 'Bridge', '--minutes', '45'])).code).toBe(0)
  expect(rig.engine.input('journey:start')).toEqual({ network: NETWORK, circle: 'b1', route: 'r2', minutes: 45 })
  expect((await rig.run(['route', 'list'])).stdout).toMatch(/School way +Mill +Mill/)
})
