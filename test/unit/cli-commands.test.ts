import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { MeshError } from '../../core/shared/errors.ts'
import { CliRig } from '../helpers/cli-rig.ts'
import { FakeEngine, LOG_ID, NETWORK, PERSON, RECORD } from '../helpers/fake-engine.ts'

let rig: CliRig

beforeEach(() => {
  rig = new CliRig()
})
afterEach(() => rig.dispose())

const OTHER = {
  id: 'a1b1'.repeat(8),
  name: 'First aid',
  kind: 'specialist',
  person: PERSON,
  as: 'Ana',
  role: 'member',
  members: 1,
  connected: 0,
  joinedAt: 1,
}
const FIRST = { ...OTHER, id: NETWORK, name: 'River Street' }

/** Every documented command with the JSON that the issue promises and the call it makes. */
const COMMANDS: [argv: string, json: unknown, call: string, input: object][] = [
  [
    'network create Riverside --as Ana',
    { id: NETWORK, name: 'River Street' },
    'network:create',
    { name: 'Riverside', as: 'Ana' },
  ],
  ['network list', [{ id: NETWORK }], 'network:list', {}],
  ['network show', { id: NETWORK }, 'network:show', { network: NETWORK }],
  [`network leave ${NETWORK}`, { id: NETWORK }, 'network:leave', { network: NETWORK }],
  [
    `invite create ${NETWORK}`,
    { code: expect.stringMatching(/^MUSTER:/), expires: expect.stringMatching(/Z$/), uses: 1 },
    'invite:create',
    { network: NETWORK, uses: 1, hours: 24, approve: false },
  ],
  [
    `invite create ${NETWORK} --uses 5 --hours 3 --approve --address 10.0.0.1:7001 --address [fd00::1]:7001`,
    { uses: 1 },
    'invite:create',
    { uses: 5, hours: 3, approve: true, addresses: ['10.0.0.1:7001', '[fd00::1]:7001'] },
  ],
  [`invite list ${NETWORK}`, [{ id: LOG_ID }], 'invite:list', { network: NETWORK }],
  [`invite revoke ${NETWORK} ${LOG_ID}`, { id: LOG_ID }, 'invite:revoke', { network: NETWORK, invite: LOG_ID }],
  ['invite revoke d4d4d4', { id: LOG_ID }, 'invite:revoke', { network: NETWORK, invite: LOG_ID }],
  [
    `invite revoke MUSTER:ABC --network ${NETWORK}`,
    { id: LOG_ID },
    'invite:revoke',
    { network: NETWORK, invite: LOG_ID },
  ],
  [
    'join MUSTER:ABC --as Ben --timeout 2.5',
    { network: NETWORK, id: PERSON },
    'network:join',
    { code: 'MUSTER:ABC', as: 'Ben', timeoutMs: 2500 },
  ],
  ['request list', [{ id: LOG_ID, name: 'Cleo' }], 'request:list', { network: NETWORK }],
  ['request approve Cleo', { id: LOG_ID }, 'request:approve', { request: LOG_ID }],
  [`request reject ${NETWORK} d4d4d4d4`, { id: LOG_ID }, 'request:reject', { request: LOG_ID }],
  [`member list ${NETWORK}`, [{ id: PERSON, name: 'Ana' }, { name: 'Ben' }], 'member:list', { network: NETWORK }],
  ['member promote Ben', { id: PERSON }, 'member:promote', { network: NETWORK, person: 'b3'.repeat(16) }],
  [`member remove ${NETWORK} b3b3b3`, { id: PERSON }, 'member:remove', { person: 'b3'.repeat(16) }],
  [
    'contact add --name Dana --tel +34600000001 --tel +34600000002 --role driver',
    { id: RECORD },
    'record:add',
    { kind: 'contact', records: [{ fn: 'Dana', tel: ['+34600000001', '+34600000002'], role: ['driver'] }] },
  ],
  [
    `incident add --network ${NETWORK} --what Flood --kind flood --place School --precision block --source saw-it`,
    { id: RECORD },
    'record:add',
    {
      kind: 'incident',
      records: [{ what: 'Flood', kind: 'flood', place: { label: 'School', precision: 'block' }, source: 'saw-it' }],
    },
  ],
  [
    'plan add --summary Visits --kind event --start 2026-12-01T18:00:00Z --end 2026-12-01T19:00:00+01:00',
    { id: RECORD },
    'record:add',
    {
      kind: 'plan',
      records: [
        { summary: 'Visits', kind: 'event', start: '2026-12-01T18:00:00.000Z', end: '2026-12-01T18:00:00.000Z' },
      ],
    },
  ],
  [
    'incident list --search cellar --state reported --limit 5 --offset 0',
    { total: 1, records: [{ id: RECORD }] },
    'record:list',
    { search: 'cellar', state: 'reported', limit: 5, offset: 0 },
  ],
  [`incident show ${RECORD}`, { id: RECORD }, 'record:show', { network: NETWORK, kind: 'incident', id: RECORD }],
  ['incident show c3c3c3', { id: RECORD }, 'record:show', { id: RECORD }],
  [`contact edit ${RECORD} --tel +34600000001`, { id: RECORD }, 'record:edit', { patch: { tel: ['+34600000001'] } }],
  [`plan archive ${RECORD}`, { id: RECORD }, 'record:archive', { archived: true }],
  [`plan archive ${RECORD} --undo`, { id: RECORD }, 'record:archive', { archived: false }],
  [`incident move ${RECORD} responding`, { id: RECORD, entry: 'e1' }, 'incident:move', { to: 'responding' }],
  [
    `incident verify ${RECORD} verified --basis seen`,
    { id: RECORD },
    'incident:verify',
    { to: 'verified', basis: 'seen' },
  ],
  [
    `incident need ${RECORD} --kind supplies --text pumps`,
    { id: RECORD },
    'incident:need',
    { kind: 'supplies', text: 'pumps' },
  ],
  [`incident need ${RECORD} e1 --state claimed`, { id: RECORD }, 'incident:need', { need: 'e1', state: 'claimed' }],
  [
    `incident respond ${RECORD} coming --eta 2026-12-01T18:20:00Z --person Ben`,
    { id: RECORD },
    'incident:respond',
    { state: 'coming', eta: '2026-12-01T18:20:00.000Z', person: 'b3'.repeat(16) },
  ],
  [`incident note ${RECORD} here`, { id: RECORD }, 'incident:note', { text: 'here' }],
  [
    `alert send --about ${RECORD} --kind first-aid --headline Heat --need first=2 --need 3 --to specialists --of medic --minutes 60 --exercise`,
    { id: RECORD, state: 'sent', addressed: 4, connected: 2, computers: 3 },
    'record:add',
    {
      kind: 'alert',
      records: [
        {
          about: { kind: 'incident', id: RECORD },
          kind: 'first-aid',
          headline: 'Heat',
          need: [{ role: 'first', count: 2 }, { count: 3 }],
          audience: { scope: 'specialists', of: 'medic' },
          minutes: 60,
          status: 'Exercise',
        },
      ],
    },
  ],
  [`alert send ${RECORD} --act-now`, { state: 'sent' }, 'alert:confirm', { id: RECORD, what: 'unverified' }],
  [
    `alert send ${RECORD} --headline Heat`,
    { state: 'sent' },
    'record:edit',
    { kind: 'alert', patch: { headline: 'Heat' } },
  ],
  [`alert send ${RECORD}`, { state: 'sent' }, 'alert:send', { id: RECORD }],
  [
    `alert send ${RECORD} --draft --area School`,
    { state: 'draft', obstacles: [] },
    'record:edit',
    { patch: { area: 'School' } },
  ],
  ['alert list --state sent', { total: 1 }, 'record:list', { kind: 'alert', state: 'sent' }],
  [
    `alert show ${RECORD}`,
    { id: RECORD, gate: 'own-circle', reachable: { computers: 1 } },
    'alert:show',
    { id: RECORD },
  ],
  [`alert confirm ${RECORD} text`, { id: RECORD }, 'alert:confirm', { what: 'text' }],
  [
    `alert answer ${RECORD} coming --role medic --eta 2026-12-01T18:20:00Z`,
    { id: RECORD },
    'alert:answer',
    { answer: 'coming', role: 'medic', eta: '2026-12-01T18:20:00.000Z' },
  ],
  [
    `alert record ${RECORD} Ben cannot --by phone --note busy`,
    { id: RECORD },
    'alert:record',
    { person: 'b3'.repeat(16), via: 'phone', answer: 'cannot', note: 'busy' },
  ],
  [`alert record ${RECORD} Ben --by person`, { id: RECORD }, 'alert:record', { via: 'person' }],
  [`alert answer ${RECORD} coming --agree`, { id: RECORD }, 'alert:answer', { answer: 'coming', agreed: true }],
  [`alert check-in ${RECORD}`, { id: RECORD }, 'alert:check-in', { id: RECORD }],
  [`alert check-in ${RECORD} on-scene`, { id: RECORD }, 'alert:check-in', { state: 'on-scene' }],
  [
    `alert check-in ${RECORD} safe --person Ben --by person --note home`,
    { id: RECORD },
    'alert:check-in',
    { state: 'safe', person: 'b3'.repeat(16), via: 'person', note: 'home' },
  ],
  [`alert needs-help ${RECORD} --note gate`, { id: RECORD }, 'alert:needs-help', { note: 'gate' }],
  [
    `alert pair ${RECORD} Ana Ben --apart`,
    { id: RECORD },
    'alert:pair',
    { first: PERSON, second: 'b3'.repeat(16), apart: true },
  ],
  [`alert debrief ${RECORD} --well quick --support`, { id: RECORD }, 'alert:debrief', { well: 'quick', support: true }],
  ['duty show', { state: 'on-call', onCall: [{ name: 'Ana' }] }, 'duty:show', { network: NETWORK }],
  [
    'duty start --until 2026-12-01T22:00Z --person Ben',
    { state: 'on-call' },
    'duty:start',
    { until: '2026-12-01T22:00:00.000Z', person: 'b3'.repeat(16) },
  ],
  ['duty hand-over Ben --note quiet', { state: 'on-call' }, 'duty:hand-over', { to: 'b3'.repeat(16), note: 'quiet' }],
  ['duty end --note later', { state: 'on-call' }, 'duty:end', { note: 'later' }],
  ['route list', { routes: [], journeys: [] }, 'journey:list', { network: NETWORK }],
  ['route arrive', {}, 'journey:arrive', { network: NETWORK }],
  ['route needs-help', {}, 'journey:needs-help', { network: NETWORK }],
  [`alert enough ${RECORD}`, { id: RECORD }, 'alert:enough', { id: RECORD }],
  [`alert update ${RECORD} --headline Cooler`, { state: 'sent' }, 'alert:update', { patch: { headline: 'Cooler' } }],
  [`alert cancel ${RECORD} --note mistake`, { id: RECORD }, 'alert:cancel', { note: 'mistake' }],
  [`alert all-clear ${RECORD}`, { id: RECORD }, 'alert:all-clear', { id: RECORD }],
  [`alert escalate ${RECORD} repeat`, { id: RECORD }, 'alert:escalate', { step: 'repeat' }],
  [`alert stop ${RECORD}`, { id: RECORD }, 'alert:stop', { id: RECORD }],
  [`plan signup ${RECORD}`, { id: RECORD }, 'plan:signup', { id: RECORD }],
  [`plan task ${RECORD} --summary fans`, { id: RECORD }, 'plan:task', { summary: 'fans' }],
  [`plan shift ${RECORD} --start 2026-12-01T18:00Z --min 2 --max 6`, { id: RECORD }, 'plan:shift', { min: 2, max: 6 }],
  ['status', { state: 'unlocked', online: true, networks: [{ name: 'River Street' }] }, 'sync:status', {}],
  ['wait --synced --timeout 20', { synced: true, names: ['Ben'] }, 'sync:wait', { timeoutMs: 20_000 }],
  [
    `history ${RECORD}`,
    { kind: 'incident', changes: [{ name: 'Ana' }] },
    'record:history',
    { network: NETWORK, id: RECORD },
  ],
  ['log', [{ code: 'engine/started' }], 'log:export', {}],
  [
    'passphrase change',
    { state: 'unlocked' },
    'profile:change-passphrase',
    { current: 'river stones at dawn', next: 'another four words' },
  ],
]

test.each(COMMANDS)('%s', async (line, json, call, input) => {
  rig.env['MUSTER_NEW_PASSPHRASE'] = 'another four words'
  writeFileSync(join(rig.profile, 'vault'), '')
  const ran = await rig.run(['--json', ...line.split(' ')])
  expect(ran.stderr).toBe('')
  expect(ran.code).toBe(0)
  expect(ran.json).toMatchObject(json as object)
  expect(rig.engine.input(call as never)).toMatchObject(input)
  expect(rig.engine.stopped).toBe(1)

  const words = await rig.run(line.split(' '))
  expect(words.code).toBe(0)
  expect(words.stdout).not.toBe('')
  expect(words.stdout).not.toMatch(/undefined|\[object|NaN/)
  expect(words.stdout).not.toMatch(/\b(node|peer|hash|document)s?\b/i)
})

test('--json and --profile are understood before and after the command', async () => {
  for (const argv of [
    ['--json', 'network', 'list'],
    ['network', '--json', 'list'],
    ['network', 'list', '--json'],
    ['network', 'list', '--json', '--profile', '/elsewhere'],
  ]) {
    expect((await rig.run(argv)).json).toMatchObject([{ name: 'River Street' }])
  }
  expect(rig.opened.map((options) => options.profileDir)).toEqual([rig.profile, rig.profile, rig.profile, '/elsewhere'])
})

test('only joining and waiting open the network where nothing runs', async () => {
  await rig.run(['network', 'list'])
  await rig.run(['join', 'MUSTER:A', '--as', 'Ben'])
  await rig.run(['wait', '--synced'])
  expect(rig.opened.map((options) => options.online)).toEqual([false, true, true])
  // what rings is left for a Muster that stays
  expect(rig.opened.every(({ attended }) => attended === false)).toBe(true)
})

test('a refusal ends with 1: words on stderr, one JSON value with code, message and details on stdout', async () => {
  rig.engine = new FakeEngine({
    'network:leave': new MeshError('identity/last-coordinator', 'internal words', { details: { count: 1 } }),
  })
  const ran = await rig.run(['--json', 'network', 'leave', NETWORK])
  expect(ran.code).toBe(1)
  expect(ran.json).toEqual({
    error: {
      code: 'identity/last-coordinator',
      message: 'You are the only coordinator, and a network needs one.',
      details: { count: 1 },
    },
  })
  expect(ran.stderr.trimEnd().split('\n')).toHaveLength(3)
  const words = await rig.run(['network', 'leave', NETWORK])
  expect([words.code, words.stdout]).toEqual([1, ''])
  expect(words.stderr).toBe(ran.stderr)
})

test('what nobody foresaw is a refusal too and says nothing of itself', async () => {
  rig.engine = new FakeEngine({ 'network:list': new Error('secret path') })
  const ran = await rig.run(['--json', 'network', 'list'])
  expect([ran.code, ran.json.error.code]).toEqual([1, 'shared/internal'])
  expect(ran.stdout + ran.stderr).not.toContain('secret')
})

test('ids are taken by their first 6 digits, refused when several begin so, networks by name too', async () => {
  rig.engine = new FakeEngine({
    'network:list': { networks: [FIRST, OTHER] },
    'record:find': {
      matches: [1, 2].map((digit) => ({ network: NETWORK, kind: 'incident', id: `c3c3c3${String(digit).repeat(26)}` })),
    },
  })
  expect((await rig.run(['--json', 'network', 'show', 'River Street'])).code).toBe(0)
  expect(rig.engine.input('network:show')).toEqual({ network: NETWORK })
  expect((await rig.run(['--json', 'network', 'show', 'a1b1a1'])).code).toBe(0)
  expect(rig.engine.input('network:show')).toEqual({ network: OTHER.id })
  expect((await rig.run(['--json', 'network', 'show', 'a1'])).json.error.code).toBe('identity/unknown-network')
  expect((await rig.run(['--json', 'network', 'show', 'Elsewhere'])).json.error.code).toBe('identity/unknown-network')
  expect((await rig.run(['--json', 'network', 'show'])).json.error.code).toBe('cli/usage')
  expect((await rig.run(['--json', 'incident', 'show', 'c3c3c3', '--network', NETWORK])).json.error.code).toBe(
    'cli/usage',
  )
})

test('a profile without networks says so', async () => {
  rig.engine = new FakeEngine({ 'network:list': { networks: [] } })
  expect((await rig.run(['--json', 'contact', 'list'])).json.error.code).toBe('identity/unknown-network')
  expect((await rig.run(['network', 'list'])).stdout).toContain('muster join')
})

test('a list longer than a window is put together from windows', async () => {
  const all = Array.from({ length: 450 }, (_, index) => ({
    id: index.toString(16).padStart(32, '0'),
    what: `Flood ${index}`,
  }))
  rig.engine = new FakeEngine({
    'record:list': ({ offset, limit }: { offset: number; limit: number }) => ({
      total: 450,
      records: all.slice(offset, offset + limit),
    }),
  })
  const listed = (await rig.run(['--json', 'incident', 'list', '--limit', '1000', '--offset', '10'])).json
  expect([listed.total, listed.records.length, listed.records[0].what]).toEqual([450, 440, 'Flood 10'])
  expect((await rig.run(['--json', 'incident', 'list', '--limit', '0'])).json).toEqual({ total: 450, records: [] })
  expect((await rig.run(['incident', 'list', '--limit', '3', '--offset', '2'])).stdout).toContain('3 to 5 of 450')
})

test('records from a file go in as they are, in one call', async () => {
  const file = join(rig.profile, 'records.json')
  const records = [{ what: 'Flood', place: { label: 'School', precision: 'block' } }, { what: 'Heat' }]
  writeFileSync(file, `\uFEFF${JSON.stringify(records)}`)
  expect((await rig.run(['--json', 'incident', 'add', '--from', file])).json).toEqual({ ids: [RECORD] })
  expect(rig.engine.input('record:add')).toMatchObject({ kind: 'incident', records })
  expect((await rig.run(['--json', 'plan', 'add', '--from', '-'], { input: '[{"summary":"Visits"}]' })).json).toEqual({
    ids: [RECORD],
  })
  expect((await rig.run(['--json', 'plan', 'add', '--from', '-'], { input: '[]' })).json).toEqual({ ids: [] })
})

test('a bad file of records is refused with what is wrong with it', async () => {
  const codes: [string, string][] = [
    ['{', 'domain/invalid-input'],
    ['{"what":"x"}', 'domain/invalid-input'],
    ['\u0000', 'domain/invalid-input'],
    ['[{"what":"x","__proto__":{}}]', 'domain/invalid-input'],
  ]
  for (const [input, code] of codes)
    expect((await rig.run(['--json', 'incident', 'add', '--from', '-'], { input })).json.error.code).toBe(code)
  expect((await rig.run(['--json', 'incident', 'add', '--from', '/nowhere/at.all'])).json.error).toMatchObject({
    code: 'cli/file-unreadable',
  })
  rig.engine = new FakeEngine({
    'record:add': new MeshError('domain/invalid-input', 'bad', {
      details: { row: 1, field: 'tel.0', reason: 'not-a-telephone-number' },
    }),
  })
  expect((await rig.run(['contact', 'add', '--from', '-'], { input: '[{},{}]' })).stderr).toContain(
    'Record 2: the field "tel.0" is not a telephone number.',
  )
})
