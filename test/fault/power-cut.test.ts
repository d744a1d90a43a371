import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, describe, expect, test } from 'vitest'

import { LoopDisk, loopDisksMissing, type FileSystem } from '../helpers/lab/loop-disk.ts'
import { figure, inOrdeal } from '../helpers/ordeal.ts'
import { Said } from './writing/said.ts'

/** On each of the two file systems. */
const CUTS = inOrdeal(4, 25)
/** On one profile, one after the other; the next begins with a new one. */
const CUTS_A_PROFILE = 5
/** The moment: so many lines after the start, and a part of the time that a write takes. */
const MOST_LINES = 60
const LONGEST_MS = 12

const cache = mkdtempSync(path.join(tmpdir(), 'muster-cut-'))
afterAll(() => rmSync(cache, { recursive: true }))

/** At once after something was acknowledged, before anything else could be synced; or at any moment. */
const AT_ONCE_AFTER = ['passphrase', undefined, 'backup', 'erased', undefined, 'add', 'edit', 'ready'] as const

/** Lets a writer work on the disk until the power is cut. @returns whether it lived so long */
async function writeUntilCut(
  disk: LoopDisk,
  { said, profile, after }: { said: Said; profile: string; after: string | undefined },
): Promise<boolean> {
  const child = said.start(profile, { env: { NODE_COMPILE_CACHE: cache }, stopAfter: after })
  const ended = new Promise((resolve) => child.once('close', resolve))
  let left = randomInt(MOST_LINES)
  let cut = false
  const cutPower = (): void => {
    if (cut) return
    cut = true
    said.hearNoMore()
    disk.cutPower()
    child.kill('SIGKILL')
  }
  // before the first line as well: while the profile is made
  const early = after === undefined && left === 0 ? setTimeout(cutPower, randomInt(1_000)) : undefined
  said.listen(child, (line) => {
    if (after !== undefined && line.startsWith(after)) cutPower()
    else if (after === undefined && left-- === 0) setTimeout(cutPower, randomInt(LONGEST_MS))
  })
  await ended
  clearTimeout(early)
  return cut
}

async function cutOften(kind: FileSystem): Promise<{ acknowledged: number; wrong: string[] }> {
  const disk = new LoopDisk(kind)
  const wrong: string[] = []
  let acknowledged = 0
  try {
    for (let cut = 0, said = new Said(); cut < CUTS; cut++) {
      if (cut % CUTS_A_PROFILE === 0) said = new Said()
      const profile = path.join(disk.folder, `profile-${Math.floor(cut / CUTS_A_PROFILE)}`)
      const before = said.acknowledged
      const after = AT_ONCE_AFTER[cut % AT_ONCE_AFTER.length]
      const lived = await writeUntilCut(disk, { said, profile, after })
      if (!lived) wrong.push(`${kind}, cut ${cut}: the writer could not go on after the cut before`)
      disk.unmount()
      disk.mount()
      acknowledged += said.acknowledged - before
      for (const what of await said.check(profile)) wrong.push(`${kind}, cut ${cut}: ${what}`)
    }
  } finally {
    disk.dispose()
  }
  return { acknowledged, wrong }
}

describe.skipIf(loopDisksMissing('power cuts'))('power cuts', () => {
  test.for(['ext4', 'xfs'] as const)(
    'on %s while a profile is made, written to and given other passphrases lose nothing acknowledged',
    { timeout: inOrdeal(90_000, 400_000) },
    async (kind) => {
      const { acknowledged, wrong } = await cutOften(kind)
      const corrupt = wrong.filter((what) => !what.includes('lost')).length
      figure(
        `power cuts, ${kind}`,
        `${CUTS} cuts, ${acknowledged} acknowledged, ${corrupt} corrupt, ${wrong.length - corrupt} lost`,
        '0 corrupt, 0 lost',
      )
      expect(wrong).toEqual([])
      expect(acknowledged).toBeGreaterThan(CUTS)
    },
  )
})
