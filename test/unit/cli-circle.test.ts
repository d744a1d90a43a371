import { afterEach, beforeEach, expect, test } from 'vitest'

import { CliRig } from '../helpers/cli-rig.ts'
import { FakeEngine, NETWORK, PERSON, SUMMARY } from '../helpers/fake-engine.ts'

const BEN = 'b3'.repeat(16)
const NOBODY = { person: null, tel: null, lacks: 'nobody' } as const
const route = {
  id: 'route00001',
  name: 'Morning bus',
  places: ['Mill'],
  windows: [{ days: ['MO'], from: '07:30', to: '08:15' }],
  travellers: [BEN],
  expiresAt: 1,
  expired: true,
  archivedAt: null,
}
const north = { id: 'north00001', name: 'North', archivedAt: null, buddies: [], routes: [route] }
const known = {
  id: 'north00001',
  name: 'North',
  members: [PERSON, BEN],
  pointContact: { person: BEN, tel: '+34600000002', lacks: null },
  backUp: NOBODY,
  alone: [PERSON, BEN],
  suggestions: [{ first: PERSON, second: BEN, routes: [], lang: ['es'] }],
  escalatesTo: [BEN],
}
const team = { id: 'team000001', skill: 'first aid', members: [BEN], pointContact: NOBODY, backUp: NOBODY }

let rig: CliRig
beforeEach(() => {
  rig = new CliRig()
  const links = [
    { id: 'link000001', name: 'East side', pointContact: null, backUp: null, shared: null, archivedAt: null },
  ]
  const teams = [{ id: 'team000001', skill: 'first aid', archivedAt: null }]
  const settings = { retentionRouteDays: 10, escalationMinutes: [3, 7, 15] }
  rig.engine = new FakeEngine({
    'network:show': {
      ...SUMMARY,
      record: { id: NETWORK, circles: [north, { ...north, id: 'gone000001', archivedAt: 5 }], teams, links, settings },
    },
    'circle:list': { circles: [known], teams: [team], escalationMinutes: [3, 7, 15] },
  })
})
afterEach(() => rig.dispose())

test('circles are listed with whom to call and what they lack', async () => {
  const { stdout } = await rig.run(['circle', 'list'])
  expect(stdout).toMatch(/North +2 +Ben, \+34600000002 +NOBODY NAMED +Ana, Ben/)
  expect((await rig.run(['--json', 'circle', 'list'])).json.circles[0].alone).toEqual([PERSON, BEN])
})

test('a circle is shown with who would suit, which routes are over, and what happens when nobody answers, by name', async () => {
  const { stdout } = await rig.run(['circle', 'show', 'North'])
  for (const words of [
    'Back-up: NOBODY NAMED',
    'NO BUDDY: Ana, Ben',
    'Would suit: Ana and Ben',
    'Morning bus (route00001), MO 07:30-08:15, taken by Ben, OVER',
    'If nobody answers: after 3 min again; after 7 min Ben; after 15 min the phone tree.',
  ])
    expect(stdout).toContain(words)
  expect((await rig.run(['--json', 'circle', 'show', 'South'])).json.error.code).toBe('domain/not-found')
})

test.each([
  [
    ['circle', 'add', 'West', '--member', 'Ben', '--point', 'Ben', '--check-in', '20'],
    'addCircle',
    { name: 'West', members: [PERSON, BEN], pointContact: BEN, checkInMinutes: 20 },
  ],
  [
    ['circle', 'edit', 'North', '--back-up', 'none', '--grace', '4', '--name', 'South'],
    'editCircle',
    { circle: 'north00001', backUp: null, checkInGraceMinutes: 4, name: 'South' },
  ],
  [['circle', 'edit', 'gone00', '--restore'], 'editCircle', { circle: 'gone000001', archived: false }],
  [['circle', 'join', 'North', '--person', 'Ben'], 'joinCircle', { circle: 'north00001', person: BEN }],
  [['circle', 'leave', 'north0'], 'leaveCircle', { circle: 'north00001' }],
  [
    ['circle', 'pair', 'North', 'Ana', 'Ben'],
    'setBuddies',
    { circle: 'north00001', first: PERSON, second: BEN, paired: true },
  ],
  [
    ['circle', 'pair', 'North', 'Ana', 'Ben', '--end'],
    'setBuddies',
    { circle: 'north00001', first: PERSON, second: BEN, paired: false },
  ],
  [
    ['route', 'add', 'North', 'School way', '--place', 'Mill', '--window', 'mo,TU 07:30-08:15'],
    'addRoute',
    {
      circle: 'north00001',
      name: 'School way',
      places: ['Mill'],
      windows: [{ days: ['MO', 'TU'], from: '07:30', to: '08:15' }],
    },
  ],
  [
    ['route', 'edit', 'Morning bus', '--renew'],
    'editRoute',
    { circle: 'north00001', route: 'route00001', expiresAt: 180_000 + 10 * 86_400_000 },
  ],
  [
    ['route', 'take', 'Morning bus', '--person', 'Ben', '--stop'],
    'takeRoute',
    { circle: 'north00001', route: 'route00001', person: BEN, takes: false },
  ],
  [['team', 'add', 'interpreters', '--point', 'Ben'], 'addTeam', { skill: 'interpreters', pointContact: BEN }],
  [['team', 'edit', 'first aid', '--archive'], 'editTeam', { team: 'team000001', archived: true }],
  [
    ['link', 'add', 'West side', '--shared', 'Calls for supplies'],
    'addLink',
    { name: 'West side', shared: 'Calls for supplies' },
  ],
  [['link', 'edit', 'East side', '--shared', 'none'], 'editLink', { link: 'link000001', shared: null }],
] as [string[], string, object][])('muster %j does %s', async (argv, act, input) => {
  const ran = await rig.run(['--json', ...argv])
  const asked = rig.engine.input('record:act')
  expect([asked.kind, asked.id, asked.act, asked.input]).toEqual(['network', NETWORK, act, input])
  // What was made or brought back is shown; the stand-in has not done it
  expect(ran.code).toBe(act === 'addCircle' || argv.includes('--restore') ? 1 : 0)
})

test('a route that was made is told by its own id, not by that of the circle', async () => {
  const { json } = await rig.run(['--json', 'route', 'add', 'North', 'Morning bus'])
  expect(json).toEqual({ circle: 'north00001', route: 'route00001' })
})

test.each([
  [['route', 'add', 'North', 'Bus', '--window', 'XX 07:30-08:15']],
  [['route', 'add', 'North', 'Bus', '--window', 'MO 7-8']],
  [['route', 'edit', 'Morning bus', '--renew', '--until', '2026-12-01']],
  [['circle', 'edit', 'North']],
  [['circle', 'edit', 'North', '--archive', '--restore']],
  [['network', 'settings', '--escalation', '7,3,15']],
  [['network', 'settings', '--escalation', '3,7']],
  [['network', 'settings', '--emergency', 'one one two']],
] as [string[]][])('wrong usage is told and nothing is done: %j', async (argv) => {
  const ran = await rig.run(['--json', ...argv])
  expect([ran.code, ran.json.error.code]).toEqual([2, 'cli/usage'])
  for (const name of ['record:act', 'record:edit'] as const) expect(rig.engine.input(name)).toBeUndefined()
})

test('the settings of a network are shown, and changed by options', async () => {
  expect((await rig.run(['network', 'settings'])).stdout).toContain('after 3 min again; after 7 min')
  expect(rig.engine.input('record:edit')).toBeUndefined()
  await rig.run(['network', 'settings', '--escalation', '2,5,9', '--emergency', 'none', '--country', 'es'])
  expect(rig.engine.input('record:edit').patch).toEqual({
    settings: { country: 'ES', emergencyNumber: null, escalationMinutes: [2, 5, 9] },
  })
})

test('teams and links are listed with what they lack', async () => {
  expect((await rig.run(['team', 'list'])).stdout).toMatch(/first aid +NOBODY NAMED +NOBODY NAMED +Ben/)
  expect((await rig.run(['link', 'list'])).stdout).toMatch(/East side +NOBODY NAMED +NOBODY NAMED +nothing/)
})
