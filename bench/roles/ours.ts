import { parseAddress } from '../../core/engine/address-text.ts'
import { type MusterEngine, openEngine } from '../../core/engine/engine.ts'
import { fromHex } from '../../core/shared/bytes.ts'
import { systemClock } from '../../core/shared/clock.ts'
import { benchIncident } from '../lib/incidents.ts'
import { BENCH_PASSPHRASE } from '../lib/passphrase.ts'
import { answerBench } from '../lib/process-role.ts'
import { profile } from '../lib/profile.ts'
import { monotonicMs, type RoleHandlers } from '../lib/role.ts'
import { Calls } from './calls.ts'
import { countSockets, usage } from '../lib/usage.ts'

/** Muster's side of every bench: the engine as `muster start` runs it, on loopback, without local announcements. */

/** The engine notes when the vault opened: what comes before is the stretching of the passphrase, which no bench is about. */
const clock = { ...systemClock, now: () => Math.round(monotonicMs()) }

let engine: MusterEngine
let directory: string
let incident: string
let calls: Calls

/** Incidents that a bench edits; a page of a list. */
const MOST_VARIED = 200
const ADDED_AT_ONCE = 10_000

const signal = new AbortController().signal
const network = (): string => engine.unlocked.networks()[0]!.id

async function open(online = true): Promise<void> {
  engine = (await openEngine({
    profileDir: directory,
    passphrase: async () => BENCH_PASSPHRASE,
    online,
    listen: '127.0.0.1:0',
    discovery: false,
    clock,
  })) as MusterEngine
  calls = new Calls(engine)
}

/** Comes back at another port: what was remembered of the first meeting leads nowhere, so nothing begins by itself. */
async function reopen(): Promise<void> {
  await engine.stop()
  await open()
}

/** @param limit 0 to count only, as a page does that has its window full */
async function list(limit: number): Promise<{ total: number; records: { id: string }[] }> {
  return engine.handlers['record:list'](
    { network: network(), kind: 'incident', sort: 'newest', offset: 0, limit },
    { signal },
  )
}

function reach(from: string): void {
  engine.unlocked.networks()[0]!.online!.reach([parseAddress(from)])
}

/** Some incidents, in one order for both sides. */
async function numbered(): Promise<readonly string[]> {
  return (await list(MOST_VARIED)).records.map(({ id }) => id).toSorted()
}

countSockets()
const handlers: RoleHandlers = {
  open: async ({ dir }) => {
    directory = dir
    await open()
  },
  invite: async () => {
    await engine.handlers['network:create']({ name: 'Bench', as: 'Ana', kind: 'circle' }, { signal })
    const { code } = await engine.handlers['invite:create'](
      { network: network(), uses: 2, hours: 1, approve: false, ownDevice: false },
      { signal },
    )
    return code
  },
  join: async ({ code }) => {
    await engine.handlers['network:join']({ code, as: 'Ben', timeoutMs: 20_000 }, { signal })
    await engine.handlers['sync:wait']({ timeoutMs: 20_000 }, { signal })
    await reopen()
  },
  fill: async ({ count }) => {
    if (engine.unlocked.networks().length === 0)
      await engine.handlers['network:create']({ name: 'Bench', as: 'Ana', kind: 'circle' }, { signal })
    else await reopen()
    for (let from = 0; from < count; from += ADDED_AT_ONCE) {
      const records = Array.from({ length: Math.min(ADDED_AT_ONCE, count - from) }, (_, at) => benchIncident(from + at))
      const { ids } = await engine.handlers['record:add']({ network: network(), kind: 'incident', records }, { signal })
      if (from === 0) incident = ids[0]!
    }
  },
  serve: async () => (await engine.handlers['sync:status']({}, { signal })).addresses[0]!,
  receive: async ({ from, count }) => {
    const arrived = new Promise<void>((resolve) => {
      let looking = false // once for all that came together, as the page does
      engine.events.on('record:changed', () => {
        if (looking) return
        looking = true
        setImmediate(() => {
          looking = false
          void list(0).then(({ total }) => {
            if (total === count) resolve()
          })
        })
      })
    })
    const startedAt = monotonicMs()
    reach(from)
    await arrived
    const { records } = await list(50)
    const doneAt = monotonicMs()
    incident = records[0]!.id
    return { startedAt, doneAt }
  },
  part: reopen,
  meet: async ({ from }) => reach(from),
  vary: async ({ first, count, text }) => {
    const { ledger } = engine.unlocked.networks()[0]!
    let bytes = 0
    for (const id of (await numbered()).slice(first, first + count)) {
      const document = fromHex(id)
      const before = ledger.vector(document)
      const patch = { place: { label: text, precision: 'block' } }
      await engine.handlers['record:edit']({ network: network(), kind: 'incident', id, patch }, { signal })
      for (const unit of ledger.unitsBeyond(document, before)) bytes += unit.bytes.byteLength
    }
    return bytes
  },
  holds: async ({ texts }) => {
    let varied = 0
    for (const id of (await numbered()).slice(0, MOST_VARIED)) {
      const { record } = await engine.handlers['record:show']({ network: network(), kind: 'incident', id }, { signal })
      if (texts.includes((record['place'] as { label: string }).label)) varied++
    }
    return { total: (await list(0)).total, varied }
  },
  edit: async ({ edits, everyMs }) => {
    const called: Record<string, number> = {}
    const done: Promise<unknown>[] = []
    for (let number = 0; number < edits; number++) {
      const text = `edit ${number}`
      called[text] = monotonicMs()
      const patch = { place: { label: text, precision: 'block' } }
      done.push(
        engine.handlers['record:edit']({ network: network(), kind: 'incident', id: incident, patch }, { signal }),
      )
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
    await Promise.all(done)
    return called
  },
  watch: ({ edits }) =>
    new Promise((resolve) => {
      const seen: Record<string, number> = {}
      engine.events.on('record:changed', ({ id }) => {
        if (id !== incident) return
        void engine.handlers['record:show']({ network: network(), kind: 'incident', id }, { signal }).then(
          ({ record }) => {
            const text = (record['place'] as { label: string }).label
            seen[text] ??= monotonicMs()
            if (text === `edit ${edits - 1}`) resolve(seen)
          },
        )
      })
    }),
  take: async ({ from, count }) => {
    const arrived = calls.gather(count)
    const startedAt = monotonicMs()
    reach(from)
    await arrived
    return { startedAt, doneAt: monotonicMs() }
  },
  callOut: async (input) => await calls.callOut(input),
  hush: async () => calls.hush(),
  hear: async () => calls.hear(),
  heard: async ({ texts }) => await calls.heard(texts),
  list: async ({ dir, count }) => {
    directory = dir
    await open(false)
    const unlockedAt = engine.log.lines().find(({ code }) => code === 'profile:vault-opened')!.at
    const listed = await list(50)
    const wallMs = monotonicMs() - unlockedAt
    if (listed.total !== count || listed.records.length !== Math.min(50, count)) throw new Error('not all listed')
    return { wallMs, opened: await engine.unlocked.host.openCount() }
  },
  search: async ({ words }) => {
    const times: number[] = []
    for (const search of words) {
      const from = monotonicMs()
      await engine.handlers['record:list'](
        { network: network(), kind: 'incident', search, sort: 'newest', offset: 0, limit: 50 },
        { signal },
      )
      times.push(monotonicMs() - from)
    }
    return times
  },
  usage: async () => usage(),
  profile,
  close: async () => {
    await engine?.stop()
  },
}
answerBench(handlers)
