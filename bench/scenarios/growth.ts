import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { percentile, round2 } from '../lib/report.ts'
import { Role } from '../lib/role.ts'

/** Something rare, something that all have, something that is not there, two words, and the beginning of one. */
const WORDS = ['777', 'water', 'zeppelin', 'river 12', 'cel']
const EACH_SEARCHED = 4

/** What so many incidents cost a laptop, each and in all. Milliseconds are of the wall unless they say CPU. */
export interface GrowthFigures {
  readonly records: number
  readonly writtenMsEach: number
  /** To an empty laptop, both sides together for the CPU. */
  readonly syncedMsEach: number
  readonly syncedCpuMsEach: number
  readonly bytesEach: number
  /** From unlocked to the first 50 of all, in a fresh process, and its memory then. */
  readonly startMs: number
  readonly startRssMb: number
  readonly searchP50Ms: number
  readonly searchLongestMs: number
}

export async function measureGrowth(records: number): Promise<GrowthFigures> {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-bench-'))
  const roles: Role[] = []
  const role = (): Role => {
    const one = new Role('ours')
    roles.push(one)
    return one
  }
  const [first, second] = [role(), role()]
  const dir = path.join(folder, 'b')
  try {
    await first.call('open', { dir: path.join(folder, 'a') })
    await second.call('open', { dir })
    await second.call('join', { code: await first.call('invite', undefined) })
    const began = performance.now()
    await first.call('fill', { count: records })
    const writtenMs = performance.now() - began
    const from = await first.call('serve', {})
    const use = async () => await Promise.all([first, second].map((one) => one.call('usage', undefined)))
    const before = await use()
    const { startedAt, doneAt } = await second.call('receive', { from, count: records })
    const after = await use()
    const sum = (pick: (one: { cpuMs: number; bytes: number }) => number): number =>
      after.reduce((total, one, at) => total + pick(one) - pick(before[at]!), 0)
    for (const one of [first, second]) await one.end()
    const fresh = role()
    const { wallMs } = await fresh.call('list', { dir, count: records })
    const { rssMb } = await fresh.call('usage', undefined)
    const times = await fresh.call('search', { words: Array.from({ length: EACH_SEARCHED }, () => WORDS).flat() })
    return {
      records,
      writtenMsEach: round2(writtenMs / records),
      syncedMsEach: round2((doneAt - startedAt) / records),
      syncedCpuMsEach: round2(sum(({ cpuMs }) => cpuMs) / records),
      bytesEach: Math.round(sum(({ bytes }) => bytes) / 2 / records),
      startMs: round2(wallMs),
      startRssMb: round2(rssMb),
      searchP50Ms: round2(percentile(times, 0.5)),
      searchLongestMs: round2(Math.max(...times)),
    }
  } finally {
    await Promise.all(roles.map((one) => one.end()))
    rmSync(folder, { recursive: true, force: true })
  }
}
