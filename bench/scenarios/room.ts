import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'

import { Capture, timesOf } from '../../test/helpers/lab/capture.ts'
import { Wifi } from '../../test/helpers/lab/namespaces.ts'
import { percentile, round2 } from '../lib/report.ts'
import { type LaptopState, RoomRole } from '../lib/room-role.ts'

/** Forty processes are too many for two processors: so many laptops share one, and a namespace. */
const LAPTOPS_A_PROCESS = 5
const MULTICAST = ['udp', 'and', 'dst', 'port', '5353']
const EDITS = 40
const EDIT_EVERY_MS = 700
const IDLE_MS = 20_000
/** For what is told only every 15 s to have gone round. */
const REST_MS = 25_000

/** Of one edit: until all have it, and until each has it, over all edits and laptops. */
interface EditFigures {
  readonly atAllP50Ms: number
  readonly atAllP95Ms: number
  readonly atEachP50Ms: number
  readonly atEachP95Ms: number
  /** Edits that some laptop had not shown 5 s after the last. */
  readonly missing: number
}

export interface RoomFigures extends EditFigures {
  /** From the founding until everybody knows everybody. */
  readonly joinedMs: number
  readonly linksMean: number
  readonly linksMost: number
  readonly linksLeast: number
  readonly dialledMost: number
  /** Others whom every laptop shows as here, and as having everything. */
  readonly hereLeast: number
  readonly havingLeast: number
  /** Packets of discovery in all: most in any second, and on average once everybody is in and at rest. */
  readonly multicastMostASecond: number
  readonly multicastAtRestASecond: number
  /** Of a processor, each laptop. */
  readonly idleCpuPercent: number
  readonly rssMb: number
  /** From the last edit until every laptop says that all others have everything. */
  readonly havingAfterMs: number
}

/**
 * A room of laptops on one wifi that find each other by multicast and an invite: how they link, what a room at rest costs
 * each of them, and how long one edit takes until all show it. Profiles are in memory (/dev/shm): laptops have a disk each,
 * and these would share one.
 */
export async function measureRoom(count: number): Promise<RoomFigures> {
  const wifi = new Wifi()
  const folder = mkdtempSync('/dev/shm/muster-room-')
  const roles: RoomRole[] = []
  try {
    for (let first = 0; first < count; first += LAPTOPS_A_PROCESS) {
      const number = roles.length + 1
      const role = new RoomRole(wifi.namespace(number))
      roles.push(role)
      const here = Math.min(LAPTOPS_A_PROCESS, count - first)
      const folders = Array.from({ length: here }, (_, at) => path.join(folder, `laptop${first + at}`))
      await role.call('open', { folders, ip: wifi.address(number), firstPort: 7001 })
    }
    const [founder] = roles as [RoomRole]
    const joining = await Capture.start(wifi.bridgeNamespace, ...MULTICAST)
    const startedAt = performance.now()
    const code = await founder.call('found', { uses: count })
    await Promise.all(roles.map((role, at) => role.call('join', { code, from: at * LAPTOPS_A_PROCESS })))
    await until(roles, ({ members }) => members === count)
    const joinedMs = performance.now() - startedAt
    await pause(REST_MS)
    const rested = await states(roles)
    const most = mostASecond([...timesOf(await joining.stop())])
    const resting = await Capture.start(wifi.bridgeNamespace, ...MULTICAST)
    const idle = await idleUse(roles, count)
    const atRest = [...timesOf(await resting.stop())].length / (IDLE_MS / 1_000)
    const edits = await editing(roles)
    const lastAt = performance.now()
    await until(roles, ({ having }) => having === count - 1)
    const links = rested.map((one) => one.links)
    return {
      joinedMs: round2(joinedMs),
      linksMean: round2(links.reduce((sum, one) => sum + one, 0) / count),
      linksMost: Math.max(...links),
      linksLeast: Math.min(...links),
      dialledMost: Math.max(...rested.map(({ dialled }) => dialled)),
      hereLeast: Math.min(...rested.map(({ here }) => here)),
      havingLeast: Math.min(...rested.map(({ having }) => having)),
      multicastMostASecond: most,
      multicastAtRestASecond: round2(atRest),
      ...idle,
      ...edits,
      havingAfterMs: round2(performance.now() - lastAt),
    }
  } finally {
    await Promise.all(roles.map((role) => role.end()))
    wifi.dispose()
    rmSync(folder, { recursive: true, force: true })
  }
}

function mostASecond(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((time) => time >= from && time < from + 1).length))
}

async function idleUse(
  roles: readonly RoomRole[],
  count: number,
): Promise<Pick<RoomFigures, 'idleCpuPercent' | 'rssMb'>> {
  const use = async () => await Promise.all(roles.map((role) => role.call('usage', undefined)))
  const [before, from] = [await use(), performance.now()]
  await pause(IDLE_MS)
  const [after, wallMs] = [await use(), performance.now() - from]
  const cpuMs = after.reduce((sum, one, at) => sum + one.cpuMs - before[at]!.cpuMs, 0)
  return {
    idleCpuPercent: round2((100 * cpuMs) / wallMs / count),
    rssMb: round2(after.reduce((sum, one) => sum + one.rssMb, 0) / count),
  }
}

async function editing(roles: readonly RoomRole[]): Promise<EditFigures> {
  const edits: { id: string; at: number }[] = []
  for (let edit = 0; edit < EDITS; edit++) {
    edits.push(await roles[edit % roles.length]!.call('edit', { laptop: edit % LAPTOPS_A_PROCESS }))
    await pause(EDIT_EVERY_MS)
  }
  await pause(5_000)
  const seen = (await Promise.all(roles.map((role) => role.call('seen', { ids: edits.map(({ id }) => id) })))).flat()
  const took = edits.map(({ at }, edit) => seen.map((times) => (times[edit]! < 0 ? Infinity : times[edit]! - at)))
  const atAll = took.map((each) => Math.max(...each))
  const atEach = took.flat()
  return {
    atAllP50Ms: round2(percentile(atAll, 0.5)),
    atAllP95Ms: round2(percentile(atAll, 0.95)),
    atEachP50Ms: round2(percentile(atEach, 0.5)),
    atEachP95Ms: round2(percentile(atEach, 0.95)),
    missing: atEach.filter((ms) => ms === Infinity).length,
  }
}

async function states(roles: readonly RoomRole[]): Promise<readonly LaptopState[]> {
  return (await Promise.all(roles.map((role) => role.call('state', undefined)))).flat()
}

/** @throws Error when it has not come after two minutes */
async function until(roles: readonly RoomRole[], isSo: (laptop: LaptopState) => boolean): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    if ((await states(roles)).every(isSo)) return
    await pause(500)
  }
  throw new Error('what was waited for has not come')
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
