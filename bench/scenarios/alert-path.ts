import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { type Measure, percentile } from '../lib/report.ts'
import { Role } from '../lib/role.ts'

/**
 * Who calls out and who hears it while one laptop's records stream to the others: `direct` A -> B with the stream,
 * `back` B -> A against it, `three` A -> B and C, each getting all of the records, `relay` A -> B -> C, which are not
 * connected to each other.
 */
export const WAYS = ['direct', 'back', 'three', 'relay'] as const
type Way = (typeof WAYS)[number]

/**
 * From the moment something small is written until it is readable elsewhere, while `count` incidents stream. What was
 * begun before anybody was connected, or after the last record had come, does not count.
 */
export async function measureAlertPath(
  side: 'ours' | 'peer',
  { count, way, everyMs }: { count: number; way: Way; everyMs: number },
): Promise<Measure> {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-bench-'))
  const roles = Array.from({ length: way === 'three' || way === 'relay' ? 3 : 2 }, () => new Role(side))
  const [first, second] = roles as [Role, Role]
  const third = roles[2]
  const usage = async () => await Promise.all(roles.map((role) => role.call('usage', undefined)))
  try {
    for (const [at, role] of roles.entries()) await role.call('open', { dir: path.join(folder, `laptop${at}`) })
    for (const role of roles.slice(1)) await role.call('join', { code: await first.call('invite', undefined) })
    await first.call('fill', { count })
    const caller = way === 'back' ? second : first
    const hearers = way === 'back' ? [first] : way === 'relay' ? [third!] : roles.slice(1)
    for (const hearer of hearers) await hearer.call('hear', undefined)
    const before = await usage()
    const calling = caller.call('callOut', { everyMs })
    calling.catch(() => undefined) // told where it is waited for
    const taken = await take({ first, second, third, way, count: way === 'back' ? count : count + own(side) })
    await caller.call('hush', undefined)
    const called = await calling
    const during = Object.keys(called).filter((text) => called[text]! < taken.doneAt)
    const samples: number[] = []
    for (const hearer of hearers) {
      const heard = await hearer.call('heard', { texts: Object.keys(called) })
      for (const text of during) samples.push(heard[text]! - called[text]!)
    }
    const after = await usage()
    const sum = (pick: (one: { cpuMs: number; bytes: number; rssMb: number }) => number, of = after): number =>
      of.reduce((total, one) => total + pick(one), 0)
    return {
      wallMs: percentile(samples, 0.5),
      cpuMs: sum(({ cpuMs }) => cpuMs) - sum(({ cpuMs }) => cpuMs, before),
      bytes: (sum(({ bytes }) => bytes) - sum(({ bytes }) => bytes, before)) / 2,
      rssMb: sum(({ rssMb }) => rssMb),
      extra: {
        p95Ms: percentile(samples, 0.95),
        longestMs: Math.max(...samples),
        samples: samples.length,
        streamMs: taken.doneAt - taken.startedAt,
      },
      samples,
    }
  } finally {
    await Promise.all(roles.map((role) => role.end()))
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The incident that our caller makes for its calls streams with the others. */
function own(side: 'ours' | 'peer'): number {
  return side === 'ours' ? 1 : 0
}

/** Connects and waits until everybody has all of the records. */
async function take({
  first,
  second,
  third,
  way,
  count,
}: {
  first: Role
  second: Role
  third: Role | undefined
  way: Way
  count: number
}): Promise<{ startedAt: number; doneAt: number }> {
  const from = await first.call('serve', {})
  if (third === undefined) return await second.call('take', { from, count })
  const over = way === 'relay' ? await second.call('serve', { other: from }) : from
  const taken = await Promise.all([second.call('take', { from, count }), third.call('take', { from: over, count })])
  return {
    startedAt: Math.min(...taken.map(({ startedAt }) => startedAt)),
    doneAt: Math.max(...taken.map(({ doneAt }) => doneAt)),
  }
}
