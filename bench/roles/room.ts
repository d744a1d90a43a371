import { type MusterEngine, openEngine } from '../../core/engine/engine.ts'
import { systemClock } from '../../core/shared/clock.ts'
import { BENCH_PASSPHRASE } from '../lib/passphrase.ts'
import { answerBench } from '../lib/process-role.ts'
import { monotonicMs } from '../lib/role.ts'
import type { RoomHandlers } from '../lib/room-role.ts'
import { usage } from '../lib/usage.ts'

/** Several laptops of a room in one process, each an engine of its own with all that `muster start` runs. */

const signal = new AbortController().signal
/** Cheap: stretching the passphrase is not what is measured. */
const cost = { opslimit: 1, memlimit: 8_192 }
const engines: MusterEngine[] = []
const seen: Record<string, number>[] = []

const network = (engine: MusterEngine): string => engine.unlocked.networks()[0]!.id

const handlers: RoomHandlers = {
  open: async ({ folders, ip, firstPort }) => {
    for (const [at, profileDir] of folders.entries()) {
      const engine = (await openEngine({
        profileDir,
        passphrase: async () => BENCH_PASSPHRASE,
        online: true,
        listen: `${ip}:${firstPort + at}`,
        clock: systemClock,
        cost,
      })) as MusterEngine
      const times: Record<string, number> = {}
      engine.events.on('record:changed', ({ kind, id }) => {
        if (kind === 'incident') times[id] ??= monotonicMs()
      })
      engines.push(engine)
      seen.push(times)
    }
  },
  found: async ({ uses }) => {
    const [engine] = engines as [MusterEngine]
    await engine.handlers['network:create']({ name: 'Bench', as: 'Person 0', kind: 'circle' }, { signal })
    const { code } = await engine.handlers['invite:create'](
      { network: network(engine), uses, hours: 1, approve: false, ownDevice: false },
      { signal },
    )
    return code
  },
  join: async ({ code, from }) => {
    for (const [at, engine] of engines.entries()) {
      if (engine.unlocked.networks().length > 0) continue
      await engine.handlers['network:join']({ code, as: `Person ${from + at}`, timeoutMs: 60_000 }, { signal })
    }
  },
  state: async () =>
    await Promise.all(
      engines.map(async (engine) => {
        const { networks } = await engine.handlers['sync:status']({}, { signal })
        const online = engine.unlocked.networks()[0]!.online!
        const links = online.transport.connected()
        return {
          members: engine.unlocked.networks()[0]!.membership.present().length,
          links: links.length,
          dialled: links.filter(({ direction }) => direction === 'outbound').length,
          here: networks[0]!.people.filter(({ connected }) => connected).length,
          having: networks[0]!.people.filter(({ hasEverything }) => hasEverything).length,
        }
      }),
    ),
  edit: async ({ laptop }) => {
    const engine = engines[laptop]!
    const at = monotonicMs()
    const { ids } = await engine.handlers['record:add'](
      { network: network(engine), kind: 'incident', records: [{ what: 'Water in the cellar' }] },
      { signal },
    )
    return { id: ids[0]!, at }
  },
  seen: async ({ ids }) => seen.map((times) => ids.map((id) => times[id] ?? -1)),
  usage: async () => usage(),
  close: async () => {
    for (const engine of engines) await engine.stop()
  },
}

answerBench(handlers)
