import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { Measure } from '../lib/report.ts'
import type { OnProfile } from '../lib/profile.ts'
import { Role } from '../lib/role.ts'

/** Nothing but signs of life came for so long: whatever they had to say is said. */
const QUIET_MS = 3_000
/** Most of them between two looks: ours pings each 2 s. */
const SIGN_OF_LIFE_BYTES = 200
const LOOK_EVERY_MS = 200
const GIVE_UP_MS = 180_000

/**
 * Two that hold the same `count` incidents, but for `differing` of them that one or the other has edited since, meet again:
 * until nothing passes between them any more. CPU is that of the busier side. Ours got the records from each other; the peer,
 * which does not get through so many, has them by a copy of the folder. In these processes they have met once already.
 *
 * @param onProfile as of measureSync
 */
export async function measureResync(
  side: 'ours' | 'peer',
  { count, differing }: { count: number; differing: number },
  onProfile?: OnProfile,
): Promise<Measure> {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-bench-'))
  let roles: readonly [Role, Role] = [new Role(side), new Role(side)]
  const dirs = ['a', 'b'].map((name) => path.join(folder, name)) as [string, string]
  try {
    await roles[0].call('open', { dir: dirs[0] })
    if (side === 'ours') {
      const [writer, reader] = roles
      await reader.call('open', { dir: dirs[1] })
      await reader.call('join', { code: await writer.call('invite', undefined) })
      await writer.call('fill', { count })
      await reader.call('receive', { from: await writer.call('serve', {}), count })
      // in processes that have nothing of all that to clear away
      for (const role of roles) await role.end()
      roles = [new Role(side), new Role(side)]
      for (const [at, role] of roles.entries()) await role.call('open', { dir: dirs[at]! })
      await meet(roles)
      for (const role of roles) await role.call('part', undefined)
    } else {
      const [first, second] = roles
      await first.call('fill', { count })
      await first.call('part', undefined)
      cpSync(dirs[0], dirs[1], { recursive: true })
      rmSync(path.join(dirs[1], 'repo/st/orage-adapter-id'), { force: true }) // it is another one
      await second.call('open', { dir: dirs[1] })
      await second.call('part', undefined)
      await meet(roles)
      for (const role of roles) await role.call('part', undefined)
    }
    const [first, second] = roles
    const half = differing / 2
    const missing =
      (await first.call('vary', { first: 0, count: half, text: 'here' })) +
      (await second.call('vary', { first: half, count: half, text: 'there' }))
    await pause(QUIET_MS)
    if (onProfile) for (const role of roles) await role.call('profile', { on: true })
    const met = await meet(roles)
    if (onProfile) for (const role of roles) onProfile('one of them', await role.call('profile', { on: false }))
    for (const role of roles) {
      const { total, varied } = await role.call('holds', { texts: ['here', 'there'] })
      if (total !== count || varied !== differing) throw new Error(`${side}: ${total} records, ${varied} of the edits`)
    }
    return { ...met, extra: { missingBytes: missing } }
  } finally {
    await Promise.all(roles.map((role) => role.end()))
    rmSync(folder, { recursive: true, force: true })
  }
}

async function meet([first, second]: readonly [Role, Role]): Promise<Measure> {
  const from = await first.call('serve', {})
  const use = async () => await Promise.all([first, second].map((role) => role.call('usage', undefined)))
  const before = await use()
  const startedAt = performance.now()
  await second.call('meet', { from })
  let last = before
  let looked = before.map(({ bytes }) => bytes)
  let changedAt = startedAt
  while (performance.now() - changedAt < QUIET_MS) {
    if (performance.now() - startedAt > GIVE_UP_MS) throw new Error('it does not come to an end')
    await pause(LOOK_EVERY_MS)
    const now = await use()
    if (now.some(({ bytes }, at) => bytes - looked[at]! > SIGN_OF_LIFE_BYTES)) {
      changedAt = performance.now()
      last = now
    }
    looked = now.map(({ bytes }) => bytes)
  }
  return {
    wallMs: changedAt - startedAt,
    cpuMs: Math.max(...last.map(({ cpuMs }, at) => cpuMs - before[at]!.cpuMs)),
    bytes: last.reduce((sum, { bytes }, at) => sum + bytes - before[at]!.bytes, 0) / 2,
    rssMb: Math.max(...last.map(({ rssMb }) => rssMb)),
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
