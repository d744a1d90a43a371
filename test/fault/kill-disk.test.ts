import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { SqliteStore } from '../../core/documents/store/sqlite-store.ts'
import { fillDisk } from '../helpers/full-disk.ts'
import { change, digestOf, incident, Laptop, TestNetwork } from '../helpers/ledger-rig.ts'

/** A small disk of our own can be mounted by root only; elsewhere these tests are told loudly, not passed over. */
const isRoot = process.getuid?.() === 0 && process.platform === 'linux'
if (!isRoot) console.warn('NOT RUN: full and read-only disks need root on Linux')

let folder: string
let mounted: boolean
const mount = (size: string): void => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
  mounted = true
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-disk-'))
  mounted = false
})
afterEach(() => {
  if (mounted) execFileSync('umount', ['-l', folder])
  rmSync(folder, { recursive: true })
})

async function laptop(): Promise<Laptop> {
  return await new Laptop(new TestNetwork(), { rows: new SqliteStore({ path: join(folder, 'store.sqlite') }) }).open()
}

describe.runIf(isRoot)('a disk', () => {
  test('that is full refuses writes and units by name; what was there stays, and with room again it goes on', async () => {
    mount('3m')
    const ana = await laptop()
    const peer = await new Laptop(ana.network).open()
    const { ids: theirs } = await peer.ledger.write([incident('From elsewhere', { body: 'x'.repeat(50_000) })])
    const { ids } = await ana.ledger.write([incident('Flood')])
    const free = fillDisk(folder, 40_000)
    let written = 0
    const fill = async () => {
      for (;;) {
        await ana.ledger.write([incident(`more ${written}`, { body: randomBytes(3000).toString('hex') })])
        written++
      }
    }
    await expect(fill()).rejects.toMatchObject({ code: 'documents/disk-full' })
    ana.ledger.acceptSessions(peer.sessions())
    await expect(ana.ledger.accept(peer.units(), 'peer')).rejects.toMatchObject({ code: 'documents/disk-full' })
    await expect(ana.ledger.write([change(ids[0]!, 'body', 'y'.repeat(60_000))])).rejects.toMatchObject({
      code: 'documents/disk-full',
    })
    expect(ana.ledger.list({ sort: 'newest', offset: 0, limit: 200 }).total).toBe(written + 1)
    expect(ana.ledger.get(ids[0]!)).toMatchObject({ record: { title: 'Flood' } })
    free()
    expect(await peer.sendTo(ana)).toEqual(['stored'])
    await ana.ledger.write([change(ids[0]!, 'state', 'closed')])
    const digest = digestOf(ana)
    await ana.reopen()
    expect(digestOf(ana)).toBe(digest)
    expect(ana.ledger.get(theirs[0]!)).toMatchObject({ record: { title: 'From elsewhere' } })
    expect(ana.ledger.get(ids[0]!)).toMatchObject({ record: { state: 'closed' } })
    expect(ana.log.lines().filter(({ code }) => /damaged|recovered|rebuilt/u.test(code))).toEqual([])
    await ana.close()
    await peer.close()
  })

  test('that is full before anything is there is named, and leaves nothing that is called damaged later', async () => {
    mount('64k')
    const free = fillDisk(folder)
    await expect(laptop()).rejects.toMatchObject({ code: 'documents/disk-full' })
    free()
    execFileSync('mount', ['-o', 'remount,size=8m', folder])
    const ana = await laptop()
    await ana.ledger.write([incident('Flood')])
    expect(ana.titles()).toEqual(['Flood'])
    await ana.close()
  })

  test('that cannot be written to is named, and not a byte on it changes', async () => {
    mount('8m')
    const ana = await laptop()
    await ana.ledger.write([incident('Flood')])
    await ana.close()
    const before = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('hex')])
    execFileSync('mount', ['-o', 'remount,ro', folder])
    await expect(new SqliteStore({ path: join(folder, 'store.sqlite') }).start()).rejects.toMatchObject({
      code: 'documents/read-only',
    })
    await expect(new SqliteStore({ path: join(folder, 'new.sqlite') }).start()).rejects.toMatchObject({
      code: 'documents/read-only',
    })
    expect(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('hex')])).toEqual(before)
    execFileSync('mount', ['-o', 'remount,rw', folder])
    await ana.open()
    expect(ana.titles()).toEqual(['Flood'])
    await ana.close()
  })
})

test('a store with flipped bytes anywhere gives named errors or what was written, never anything else', async () => {
  const ana = await laptop()
  const peer = await new Laptop(ana.network).open()
  const titles = Array.from({ length: 40 }, (_, n) => `Heat wave ${n}`)
  await ana.ledger.write(titles.map((title) => incident(title)))
  await ana.sendTo(peer)
  await ana.close()
  const path = join(folder, 'store.sqlite')
  const whole = readFileSync(path)
  const outcomes = new Map<string, number>()
  for (let round = 0; round < 80; round++) {
    const bytes = Buffer.from(whole)
    for (let flips = 0; flips < 2; flips++) bytes[(round * 7919 + flips * 104_729) % bytes.length]! ^= 1 << (round % 8)
    writeFileSync(path, bytes)
    let outcome: string
    try {
      await ana.open()
      await ana.ledger.settled()
      const shown = ana.titles()
      expect(shown.filter((title) => !titles.includes(title))).toEqual([])
      await peer.sendTo(ana)
      outcome = digestOf(ana) === digestOf(peer) ? 'whole again' : 'short of something'
    } catch (error) {
      outcome = (error as { code?: string }).code ?? String(error)
    }
    const forks = ana.log.lines().filter(({ code }) => code === 'session:forked')
    if (forks.length > 0) outcome = 'somebody blamed for it'
    await ana.close()
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  console.info(Object.fromEntries(outcomes))
  expect(
    [...outcomes.keys()].filter(
      (outcome) => !['whole again', 'documents/corrupt', 'documents/written-by-newer-version'].includes(outcome),
    ),
  ).toEqual([])
  expect(outcomes.get('whole again')).toBeGreaterThan(10)
  await peer.close()
})
