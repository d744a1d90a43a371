import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { HereProfile, restoredAnew } from '../../helpers/lab/backup-lab.ts'
import { figure, inOrdeal } from '../../helpers/ordeal.ts'

const RECORDS = inOrdeal(1_000, 10_000)
const folder = mkdtempSync(path.join(tmpdir(), 'muster-backup-'))
const file = path.join(folder, 'river.backup')
const open: HereProfile[] = []
let ana: HereProfile
let network: string
let ids: readonly string[]

beforeAll(async () => {
  ana = await HereProfile.open(path.join(folder, 'ana'))
  open.push(ana)
  network = await ana.found('River Street')
  ids = await ana.add(
    network,
    Array.from({ length: RECORDS }, (_, n) => `Water in cellar ${n}, ${'pumps are needed '.repeat(n % 20)}`),
  )
  await ana.bridge.call('record:edit', { network, kind: 'incident', id: ids[0]!, patch: { what: 'Changed once' } })
  await ana.bridge.call('profile:set-preferences', { autoLockMinutes: 30 })
}, 120_000)
afterAll(async () => {
  for (const profile of open) await profile.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('a backup', () => {
  test('brings everything into a new profile, in a bounded memory', async () => {
    const before = rssMiB()
    const watch = new RssWatch()
    const told = await ana.backup(file)
    const written = watch.stop()
    expect(told).toMatchObject({ networks: 1, records: RECORDS + 2, bytes: statSync(file).size })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder).toSorted()).toEqual(['ana', 'river.backup'])
    const watchRestore = new RssWatch()
    const ben = await restoredAnew(path.join(folder, 'anew'), file)
    open.push(ben)
    const read = watchRestore.stop()
    expect(await ben.incidents(network)).toEqual(await ana.incidents(network))
    expect(ben.units(network)).toEqual(ana.units(network))
    expect(await ben.bridge.call('member:list', { network })).toEqual(await ana.bridge.call('member:list', { network }))
    expect(await ben.bridge.call('profile:preferences', {})).toMatchObject({ autoLockMinutes: 30 })
    figure(
      'backup and restore',
      `${RECORDS} records, ${told.bytes >> 10} KiB, memory grew by ${written - before} and ${read - before} MiB`,
      'everything back, at most 200 MiB more',
    )
    expect(written - before).toBeLessThan(200)
  }, 180_000)

  test('that is restored writes in a session of its own: no number is used twice', async () => {
    const anew = open.at(-1)!
    const old = new Set(ana.units(network).keys())
    await anew.add(network, ['Written after the restore'])
    await ana.add(network, ['Written on the old computer'])
    const fresh = [...anew.units(network).keys()].filter((it) => !old.has(it))
    const stillOld = [...ana.units(network).keys()].filter((it) => !old.has(it))
    expect(fresh).toHaveLength(1)
    const sessionOf = (number: string | undefined): string => number!.split('/')[0]!
    expect([...old, ...stillOld].map(sessionOf)).not.toContain(sessionOf(fresh[0]))
    expect([...old].map(sessionOf)).toContain(sessionOf(stillOld[0]))
  })

  test('restored where its records are missing brings back those, and leaves the rest alone', async () => {
    const { ledger } = ana.engine.unlocked.network(network)
    ledger.drop(ids.slice(10, 40))
    const later = await ana.add(network, ['Later than the backup'])
    const { networks } = await ana.restore(file)
    expect(networks).toMatchObject([{ id: network, isNew: false, records: 30, erased: 0, refused: 0 }])
    const shown = (await ana.incidents(network)).map(({ id }) => id)
    expect(shown).toEqual(expect.arrayContaining([...ids, ...later]))
    expect((await ana.restore(file)).networks).toMatchObject([{ records: 0 }])
  })

  test('keeps what was set aside as a proof, and which starts of Muster told two stories', async () => {
    const { ledger } = ana.engine.unlocked.network(network)
    const [unit] = [...ledger.unitsBeyond(Buffer.from(ids[0]!, 'hex'), [])]
    const aside = { unit: new Uint8Array(16).fill(5), reason: 'unsound', bytes: unit!.bytes }
    ledger.keepAside([aside], [unit!.session])
    await ana.backup(path.join(folder, 'proofs.backup'))
    const anew = await restoredAnew(path.join(folder, 'proofs'), path.join(folder, 'proofs.backup'))
    open.push(anew)
    const { ledger: restored } = anew.engine.unlocked.network(network)
    expect([...restored.setAside()]).toEqual([aside])
    expect(restored.isFrozen(unit!.session)).toBe(true)
    expect(anew.units(network).size).toBe(ana.units(network).size)
  }, 120_000)
})

function rssMiB(): number {
  return process.memoryUsage.rss() >> 20
}

/** The most memory of this process, in MiB. */
class RssWatch {
  #most = rssMiB()
  readonly #timer = setInterval(() => (this.#most = Math.max(this.#most, rssMiB())), 5)

  stop(): number {
    clearInterval(this.#timer)
    return this.#most
  }
}
