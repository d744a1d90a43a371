import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { type Measure, percentile } from '../lib/report.ts'
import { Role } from '../lib/role.ts'

/** One side edits one incident every `everyMs`; how long until each edit is visible and durable at the other. */
export async function measureLatency(
  side: 'ours' | 'peer',
  options: { everyMs: number; edits: number },
): Promise<Measure> {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-bench-'))
  const [writer, reader] = [new Role(side), new Role(side)]
  try {
    await writer.call('open', { dir: path.join(folder, 'a') })
    await reader.call('open', { dir: path.join(folder, 'b') })
    await reader.call('join', { code: await writer.call('invite', undefined) })
    await writer.call('fill', { count: 1 })
    const from = await writer.call('serve', {})
    await reader.call('receive', { from, count: 1 })
    const before = [await writer.call('usage', undefined), await reader.call('usage', undefined)]
    const watching = reader.call('watch', { edits: options.edits })
    const called = await writer.call('edit', options)
    const seen = await watching
    const after = [await writer.call('usage', undefined), await reader.call('usage', undefined)]
    const times = arrivals(called, seen)
    return {
      wallMs: percentile(times, 0.5),
      cpuMs: after[0]!.cpuMs + after[1]!.cpuMs - before[0]!.cpuMs - before[1]!.cpuMs,
      bytes: (after[0]!.bytes + after[1]!.bytes - before[0]!.bytes - before[1]!.bytes) / 2,
      rssMb: after[0]!.rssMb + after[1]!.rssMb,
      extra: { p95Ms: percentile(times, 0.95) },
    }
  } finally {
    await Promise.all([writer.end(), reader.end()])
    rmSync(folder, { recursive: true, force: true })
  }
}

/** An edit that was overtaken by a later one before it was seen has arrived with that later one. */
function arrivals(called: Record<string, number>, seen: Record<string, number>): number[] {
  const order = Object.keys(called)
  let arrived = Number.POSITIVE_INFINITY
  const times: number[] = []
  for (const text of order.toReversed()) {
    arrived = Math.min(arrived, seen[text] ?? Number.POSITIVE_INFINITY)
    times.push(arrived - called[text]!)
  }
  return times
}
