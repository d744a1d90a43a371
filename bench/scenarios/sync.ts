import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { Measure } from '../lib/report.ts'
import type { OnProfile } from '../lib/profile.ts'
import { Role } from '../lib/role.ts'

/**
 * `count` incidents to an empty peer: from the moment a connection is allowed until the receiver has all of them
 * verified, durable and listed. CPU, bytes and memory are of both processes and their children, from just before that
 * moment.
 *
 * @param onProfile what both processes did meanwhile, for people
 */
export async function measureSync(side: 'ours' | 'peer', count: number, onProfile?: OnProfile): Promise<Measure> {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-bench-'))
  const [sender, receiver] = [new Role(side), new Role(side)]
  try {
    await sender.call('open', { dir: path.join(folder, 'a') })
    await receiver.call('open', { dir: path.join(folder, 'b') })
    await receiver.call('join', { code: await sender.call('invite', undefined) })
    await sender.call('fill', { count })
    const from = await sender.call('serve', {})
    const before = [await sender.call('usage', undefined), await receiver.call('usage', undefined)]
    const both = Object.entries({ sender, receiver })
    if (onProfile) for (const [, role] of both) await role.call('profile', { on: true })
    const { startedAt, doneAt } = await receiver.call('receive', { from, count })
    if (onProfile) for (const [of, role] of both) onProfile(of, await role.call('profile', { on: false }))
    const after = [await sender.call('usage', undefined), await receiver.call('usage', undefined)]
    return {
      wallMs: doneAt - startedAt,
      cpuMs: after[0]!.cpuMs + after[1]!.cpuMs - before[0]!.cpuMs - before[1]!.cpuMs,
      bytes: (after[0]!.bytes + after[1]!.bytes - before[0]!.bytes - before[1]!.bytes) / 2,
      rssMb: after[0]!.rssMb + after[1]!.rssMb,
    }
  } finally {
    await Promise.all([sender.end(), receiver.end()])
    rmSync(folder, { recursive: true, force: true })
  }
}
