import { parseArgs } from 'node:util'

import { type Measure, report, type Round, save, saveAs, table } from './lib/report.ts'
import { measureAlertPath, WAYS } from './scenarios/alert-path.ts'
import { measureLatency } from './scenarios/latency.ts'
import { type GrowthFigures, measureGrowth } from './scenarios/growth.ts'
import { over, PageBench } from './scenarios/page.ts'
import { StartBench } from './scenarios/start.ts'
import { measureDiscover, measureRecover } from './scenarios/recover.ts'
import { measureResync } from './scenarios/resync.ts'
import { measureRoom, type RoomFigures } from './scenarios/room.ts'
import { measureSync } from './scenarios/sync.ts'

const NAMES = [
  'sync-1000',
  'sync-5000',
  'sync-10000',
  'resync-10000',
  'diff-1pct',
  'latency',
  'latency-20',
  'latency-150',
  'alert-path',
  'alert-path-10000',
  'start-10000',
  'page-10000',
  'growth',
  'discover',
  'recover',
  'room-20',
  'room-40',
] as const
const GROWTH = [1_000, 10_000, 30_000, 100_000]
type Name = (typeof NAMES)[number]
type Side = 'ours' | 'peer'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    save: { type: 'boolean', default: false },
    edits: { type: 'string', default: '100' },
    records: { type: 'string' },
    way: { type: 'string', default: 'direct' },
    only: { type: 'string', default: '' },
    every: { type: 'string' },
    profile: { type: 'boolean', default: false },
    alone: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const [name] = positionals
if (!NAMES.includes(name as Name) || !Number.isInteger(rounds) || rounds < 1) {
  console.error(`usage: npm run bench -- NAME [--json] [--rounds N] [--save], NAME one of ${NAMES.join(', ')}`)
  console.error('[--alone] without the peer, which takes a quarter of an hour for 10,000 records')
  console.error(
    'growth, resync-10000, diff-1pct: [--records N]; recover: [--only CASE]; sync-N, resync-10000, diff-1pct: [--profile]',
  )
  console.error(`alert-path: [--records N] [--way ${WAYS.join('|')}] [--every MS]`)
  process.exit(2)
}

/** Ours and the peer in the same rounds; who goes first changes with each, so that neither has the warmer machine. */
async function run(label: string, measure: (side: Side) => Promise<Measure>): Promise<void> {
  if (values.alone || values.profile) return await runAlone(label, () => measure('ours'))
  const all: Round[] = []
  for (let round = 0; round < rounds; round++) {
    const order: Side[] = round % 2 === 0 ? ['ours', 'peer'] : ['peer', 'ours']
    const measures = new Map<Side, Measure>()
    for (const side of order) measures.set(side, await measure(side))
    all.push({ ours: measures.get('ours')!, peer: measures.get('peer')! })
    console.error(
      `round ${round + 1}: ours ${Math.round(all.at(-1)!.ours.wallMs * 10) / 10} ms, peer ${Math.round(all.at(-1)!.peer.wallMs * 10) / 10} ms`,
    )
  }
  const result = report(label, all)
  if (values.save) console.error(`kept in ${save(result, all)}`)
  console.log(values.json ? JSON.stringify(result) : table(result))
}

/** Of ours, with `--profile`: nobody measures meanwhile. */
const onProfile = values.profile ? (of: string, text: string) => console.log(`${of}\n${text}\n`) : undefined

/** Ours only. */
async function runAlone(label: string, measure: () => Promise<Measure>): Promise<void> {
  const all: Measure[] = []
  for (let round = 0; round < rounds; round++) all.push(await measure())
  if (values.save) console.error(`kept in ${saveAs(`${label}-alone`, { rounds: all })}`)
  console.log(JSON.stringify(all, undefined, values.json ? undefined : 1))
}

if (name === 'alert-path' || name === 'alert-path-10000') {
  const count = Number(values.records ?? (name === 'alert-path' ? 1_000 : 10_000))
  const way = WAYS.find((one) => one === values.way) ?? 'direct'
  const label = ['alert-path', ...(count === 1_000 ? [] : [count]), ...(way === 'direct' ? [] : [way])].join('-')
  await run(label, (side) =>
    measureAlertPath(side, { count, way, everyMs: Number(values.every ?? (WAYS.indexOf(way) < 2 ? 50 : 150)) }),
  )
} else if (name === 'sync-1000' || name === 'sync-5000' || name === 'sync-10000') {
  const count = Number(name.slice('sync-'.length))
  await run(name, (side) => measureSync(side, count, onProfile))
} else if (name === 'resync-10000' || name === 'diff-1pct') {
  const count = Number(values.records ?? 10_000)
  const differing = name === 'diff-1pct' ? count / 100 : 0
  await run(name, (side) => measureResync(side, { count, differing }, onProfile))
} else if (name === 'page-10000') {
  const bench = new PageBench()
  try {
    await bench.fill(10_000)
    const all = []
    for (let round = 0; round < rounds; round++) all.push(await bench.measure())
    const medians = over(all)
    if (values.save) console.error(`kept in ${saveAs(name, { medians, rounds: all })}`)
    console.log(JSON.stringify(medians, undefined, values.json ? undefined : 1))
  } finally {
    bench.dispose()
  }
} else if (name === 'growth') {
  const all: GrowthFigures[] = []
  for (const count of values.records === undefined ? GROWTH : [Number(values.records)]) {
    all.push(await measureGrowth(count))
    console.error(JSON.stringify(all.at(-1)))
  }
  if (values.save) console.error(`kept in ${saveAs(name, { figures: all })}`)
  console.log(JSON.stringify(all, undefined, values.json ? undefined : 1))
} else if (name === 'recover' || name === 'discover') {
  const figures = name === 'discover' ? [await measureDiscover(rounds)] : await measureRecover(rounds, values.only)
  if (values.save) console.error(`kept in ${saveAs(name, { figures })}`)
  console.log(JSON.stringify(figures, undefined, values.json ? undefined : 1))
} else if (name === 'room-20' || name === 'room-40') {
  const all: RoomFigures[] = []
  for (let round = 0; round < rounds; round++) all.push(await measureRoom(name === 'room-20' ? 20 : 40))
  if (values.save) console.error(`kept in ${saveAs(name, { rounds: all })}`)
  console.log(JSON.stringify(all, undefined, values.json ? undefined : 1))
} else if (name === 'start-10000') {
  const bench = new StartBench(10_000)
  try {
    for (const side of ['ours', 'peer'] as const) await bench.fill(side)
    await run(name, (side) => bench.measure(side))
  } finally {
    bench.dispose()
  }
} else {
  const edits = Number(values.edits)
  if (name !== 'latency-150') await run('latency-20', (side) => measureLatency(side, { everyMs: 20, edits }))
  if (name !== 'latency-20') await run('latency-150', (side) => measureLatency(side, { everyMs: 150, edits }))
}
