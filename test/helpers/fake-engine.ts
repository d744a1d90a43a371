import type { CommandName, EngineEvents, Handlers } from '../../core/bridge/contract.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { Emitter } from '../../core/shared/events.ts'

export const NETWORK = 'a1'.repeat(16)
export const PERSON = 'b2'.repeat(16)
export const RECORD = 'c3'.repeat(16)
export const LOG_ID = 'd4'.repeat(32)

/** The network that everything is about, as lists show it. */
export const SUMMARY = {
  id: NETWORK,
  name: 'River Street',
  kind: 'circle',
  person: PERSON,
  as: 'Ana',
  role: 'founder',
  state: 'current',
  members: 2,
  connected: 1,
  joinedAt: 1000,
} as const
const member = {
  id: PERSON,
  name: 'Ana',
  fingerprint: 'abcd-1234',
  role: 'founder',
  you: true,
  devices: 1,
  state: 'current',
  connected: true,
  joinedAt: 1000,
} as const
const entry = { id: RECORD, entry: 'e1' }
const status = { state: 'unlocked', pid: 4242, version: '0.1.0', online: true } as const
const record = { id: RECORD, fn: 'Dana Fields', what: 'Water in the cellar', summary: 'Check on neighbours' }

const restoring = {
  at: 1000,
  basis: 'seen' as const,
  changed: 3,
  putAway: 1,
  broughtBack: 2,
  untouched: 0,
  unreadable: 0,
  entries: 4,
  late: 0,
  erased: 0,
  authors: [{ person: PERSON, name: 'Ana', changes: 5, records: 4 }],
}

/** Canned answers that fit the contract. */
const ANSWERS: { [Name in CommandName]: Awaited<ReturnType<Handlers[Name]>> } = {
  'profile:status': status,
  'profile:unlock': status,
  'profile:lock': { ...status, state: 'locked' },
  'profile:preferences': {
    autoLockMinutes: 10,
    quietHours: { on: false, from: '22:00', to: '07:00' },
    sound: true,
    singleKeys: true,
  },
  'profile:set-preferences': {
    autoLockMinutes: 5,
    quietHours: { on: true, from: '22:00', to: '07:00' },
    sound: false,
    singleKeys: true,
  },
  'profile:change-passphrase': status,
  'doctor:check': {
    sound: false,
    files: [
      { file: 'vault', state: 'sound', lostTail: false },
      { file: 'store', state: 'rebuilt', lostTail: true, keptAs: 'store.sqlite.damaged-20260101T000000' },
    ],
    networks: [
      {
        id: NETWORK,
        name: 'River Street',
        records: 12,
        changes: 20,
        fromOthers: 2,
        rebuilt: 1,
        listsRebuilt: true,
        membershipMissing: false,
      },
    ],
  },
  'backup:places': {
    places: [{ kind: 'documents', folder: '/home/ana/Documents' }],
    found: [{ file: '/home/ana/Documents/muster-2026-11-21.muster-backup', at: 1000, bytes: 4096 }],
  },
  'profile:backup': { networks: 1, records: 3, bytes: 4096 },
  'profile:restore': {
    madeAt: 1000,
    networks: [{ id: NETWORK, name: 'River Street', isNew: true, records: 3, erased: 0, refused: 0 }],
    leftOut: 0,
  },
  'network:create': { id: NETWORK, name: 'River Street' },
  'network:list': { networks: [SUMMARY] },
  'network:show': { ...SUMMARY, record: { id: NETWORK } },
  'network:leave': { id: NETWORK },
  'network:join': { network: NETWORK, id: PERSON },
  'device:list': {
    devices: [
      {
        id: LOG_ID,
        fingerprint: 'd4d4d4d4',
        here: true,
        state: 'current',
        by: 'first',
        connected: false,
        joinedAt: 1000,
      },
    ],
  },
  'device:remove': { id: LOG_ID },
  'recovery:show': { allowed: true, key: { id: LOG_ID, madeAt: 1000, expires: '2036-11-22T04:00:00Z', state: 'open' } },
  'recovery:make': {
    id: LOG_ID,
    code: 'MUSTER:ABCDEFGH',
    expires: '2036-11-22T04:00:00Z',
    network: 'River',
    as: 'Ana',
  },
  'recovery:use': { network: NETWORK, id: PERSON, as: 'Ana', others: [{ id: LOG_ID, fingerprint: 'd4d4d4d4' }] },
  'dispute:show': { removers: [], allowed: false, by: [] },
  'dispute:make': { removers: [], allowed: false, by: [] },
  'dispute:take': { network: NETWORK, by: ['Ben'], out: ['Ana'], waits: false },
  'request:list': { requests: [{ id: LOG_ID, name: 'Cleo', fingerprint: 'ffff-0000', at: 1000, reason: 'approval' }] },
  'request:approve': { id: LOG_ID },
  'request:reject': { id: LOG_ID },
  'member:list': {
    members: [
      member,
      { ...member, id: 'b3'.repeat(16), name: 'Ben', role: 'member', you: false },
      { ...member, id: 'b4'.repeat(16), name: 'Gone', state: 'removed', you: false },
    ],
  },
  'member:show': member,
  'member:promote': { id: PERSON },
  'member:demote': { id: PERSON },
  'member:remove': { id: PERSON },
  'invite:create': {
    id: LOG_ID,
    code: `MUSTER:${'ABCDEFG234567'.repeat(11)}`,
    expires: '2026-11-22T04:00:00Z',
    uses: 1,
  },
  'invite:list': {
    invites: [
      { id: LOG_ID, expires: '2026-11-22T04:00:00Z', uses: 2, used: 1, approve: false, state: 'open', by: 'Ana' },
    ],
  },
  'invite:revoke': { id: LOG_ID },
  'invite:inspect': {
    network: NETWORK,
    invite: LOG_ID,
    expires: '2026-11-22T04:00:00Z',
    expired: false,
    approve: false,
    ownDevice: false,
    recovery: false,
    addresses: [],
    inviter: 'abcd-1234',
    alreadyMember: false,
  },
  'record:add': { ids: [RECORD] },
  'record:list': { total: 1, records: [record] },
  'record:find': { matches: [{ network: NETWORK, kind: 'incident', id: RECORD }] },
  'record:show': { record },
  'record:edit': { record },
  'record:archive': { id: RECORD },
  'record:history': { kind: 'incident', changes: [{ at: 1000, person: PERSON, name: 'Ana', number: 1 }] },
  'record:receipts': { receipts: [] },
  'incident:move': entry,
  'incident:verify': entry,
  'incident:need': entry,
  'incident:respond': entry,
  'incident:note': entry,
  'plan:move': entry,
  'plan:signup': entry,
  'plan:task': entry,
  'plan:shift': entry,
  'record:act': entry,
  'alert:show': {
    record: { id: RECORD, state: 'sent', headline: 'Water is rising', people: [] },
    gate: 'own-circle',
    obstacles: [],
    people: [{ person: 'b3'.repeat(16), name: 'Ben', connected: true }],
    computers: 1,
  },
  'alert:audience': { people: [{ person: 'b3'.repeat(16), name: 'Ben', connected: true }], computers: 1 },
  'alert:send': { id: RECORD, addressed: 4, connected: 2, computers: 3 },
  'alert:confirm': entry,
  'alert:seen': entry,
  'alert:answer': entry,
  'alert:record': entry,
  'alert:check-in': entry,
  'alert:needs-help': entry,
  'alert:pair': entry,
  'alert:debrief': entry,
  'duty:show': { state: 'on-call', onCall: [{ person: PERSON, name: 'Ana', since: 1000 }], overdue: [], since: 1000 },
  'duty:start': { id: NETWORK, entry: 'e1' },
  'duty:hand-over': { id: NETWORK, entry: 'e1' },
  'duty:end': { id: NETWORK, entry: 'e1' },
  'journey:list': { journeys: [] },
  'journey:start': { id: PERSON },
  'journey:arrive': { id: PERSON },
  'journey:needs-help': { id: PERSON },
  'alert:enough': entry,
  'alert:update': { id: RECORD },
  'alert:cancel': entry,
  'alert:all-clear': entry,
  'alert:escalate': entry,
  'alert:stop': entry,
  'attention:list': {
    items: [
      {
        network: NETWORK,
        id: RECORD,
        what: 'alert',
        level: 'full',
        since: 1000,
        drill: false,
        from: 'b3'.repeat(16),
      },
    ],
  },
  'tree:show': {
    root: PERSON,
    nodes: [
      {
        person: PERSON,
        kind: 'member',
        name: 'Ana',
        you: true,
        tel: '+34600000001',
        otherTels: [],
        shownTel: '+34 600 00 00 01',
        missing: null,
        caller: null,
        calls: [RECORD],
        depth: 0,
        branch: null,
        buddy: null,
        languages: ['es'],
        talks: true,
        confirms: false,
        printed: true,
        bestTimes: null,
      },
      {
        person: RECORD,
        kind: 'contact',
        name: 'Dana Fields',
        you: false,
        tel: '+34600000002',
        otherTels: [],
        shownTel: '+34 600 00 00 02',
        missing: null,
        caller: PERSON,
        calls: [],
        depth: 1,
        branch: RECORD,
        buddy: null,
        languages: ['ar'],
        talks: false,
        confirms: false,
        printed: false,
        bestTimes: 'evenings',
      },
    ],
    left: [],
    branches: [],
    emergencyNumber: '112',
  },
  'tree:confirm': entry,
  'circle:list': { circles: [], teams: [], escalationMinutes: [3, 7, 15] },
  'sync:status': {
    online: true,
    addresses: ['192.168.1.20:7001'],
    networks: [
      {
        id: NETWORK,
        name: 'River Street',
        records: 3,
        state: 'current',
        sentence: {
          code: 'room-has-it',
          names: ['Ben'],
          onlyHere: 0,
          lastExchange: { name: 'Ben', at: 1000 },
          newer: [],
        },
        people: [
          {
            person: 'b3'.repeat(16),
            name: 'Ben',
            connected: true,
            lastExchangeAt: 1000,
            hasEverything: true,
            pending: 0,
            hasNewer: false,
          },
        ],
      },
    ],
  },
  'sync:wait': { synced: true, names: ['Ben'] },
  'restore:preview': restoring,
  'restore:at': { ...restoring, left: 0 },
  'hold:set': { id: RECORD },
  'hold:lift': { id: RECORD },
  'hold:list': {
    holds: [
      {
        id: RECORD,
        kind: 'incident',
        title: 'Water in the cellar',
        entry: 'h1',
        person: PERSON,
        name: 'Ana',
        at: 1000,
        reason: 'The insurance asks for it',
      },
    ],
  },
  'trouble:list': { troubles: [] },
  'erasure:preview': {
    records: [{ kind: 'incident', id: RECORD, title: 'Water in the cellar' }],
    referring: [{ kind: 'alert', id: 'c9'.repeat(16), title: 'Pumps needed' }],
    forbidden: [],
    held: [],
    computers: 8,
  },
  'record:erase': { erased: 1, computers: 8, confirmed: 1, doneHere: true },
  'erasure:list': {
    total: 1,
    computers: 8,
    doneHere: true,
    erasures: [
      {
        id: LOG_ID,
        person: PERSON,
        name: 'Ana',
        you: true,
        at: 1000,
        records: 1,
        ids: [RECORD],
        confirmed: 6,
        missing: [
          { person: 'b3'.repeat(16), name: 'Ben', you: false, device: 'd4d4d4d4' },
          { person: PERSON, name: 'Ana', you: true, device: 'e5e5e5e5' },
        ],
      },
    ],
  },
  'log:export': { lines: [{ at: 1000, code: 'engine/started', counts: { networks: 1 } }] },
}

/** An engine with canned answers that remembers what it was asked. */
export class FakeEngine {
  readonly events = new Emitter<EngineEvents>()
  readonly calls: { name: CommandName; input: any }[] = []
  readonly handlers: Handlers
  stopped = 0

  constructor(answers: Partial<Record<CommandName, unknown>> = {}) {
    const all: Record<string, unknown> = { ...ANSWERS, ...answers }
    const answer = async (name: CommandName, input: unknown, context: { signal: AbortSignal }): Promise<unknown> => {
      this.calls.push({ name, input })
      const value = all[name]
      if (value instanceof Error) throw value
      return typeof value === 'function' ? value(input, context) : value
    }
    this.handlers = Object.fromEntries(
      (Object.keys(ANSWERS) as CommandName[]).map((name) => [
        name,
        (input: unknown, context: { signal: AbortSignal }) => answer(name, input, context),
      ]),
    ) as unknown as Handlers
  }

  async stop(): Promise<void> {
    this.stopped++
  }

  /** The input of the last call of that name. */
  input(name: CommandName): any {
    return this.calls.findLast((call) => call.name === name)?.input
  }
}

/** A call that ends only when it is cancelled. */
export function untilCancelled(_input: unknown, { signal }: { signal: AbortSignal }): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(new MeshError('shared/aborted', 'Cancelled'))),
  )
}
