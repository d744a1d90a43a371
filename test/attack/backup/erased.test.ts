import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { HereProfile, restoredAnew } from '../../helpers/lab/backup-lab.ts'
import { Canaries } from '../../helpers/lab/canaries.ts'
import { figure } from '../../helpers/ordeal.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'muster-erased-'))
const before = path.join(folder, 'before.backup')
const after = path.join(folder, 'after.backup')
const canaries = new Canaries()
const word = canaries.word('what was erased')
let ana: HereProfile
let network: string
let erased: string
let kept: string

beforeAll(async () => {
  ana = await HereProfile.open(path.join(folder, 'ana'))
  network = await ana.found('River Street')
  ;[erased, kept] = (await ana.add(network, [word, 'A tree across the lane'])) as [string, string]
  await ana.backup(before)
  await ana.bridge.call('record:erase', { network, ids: [erased] })
  await ana.backup(after)
}, 60_000)
afterAll(async () => {
  await ana.stop()
  rmSync(folder, { recursive: true, force: true })
})

const ids = async (profile: HereProfile): Promise<string[]> => (await profile.incidents(network)).map(({ id }) => id)

test('what was erased since a backup stays erased when that backup is restored, while all else comes back', async () => {
  ana.engine.unlocked.network(network).ledger.drop([kept])
  const { networks } = await ana.restore(before)
  expect(networks).toMatchObject([{ id: network, records: 1, erased: 1 }])
  expect(await ids(ana)).toEqual([kept])
  expect(canaries.searchFolder(path.join(folder, 'ana'))).toEqual([])
  figure('backup, restored over an erasure', '1 of 1 missing back, 0 of 1 erased back', '0 erased back')
}, 60_000)

test('a profile that knows nothing of an erasure learns of it from a later backup, and erases too', async () => {
  const old = await restoredAnew(path.join(folder, 'old'), before)
  try {
    expect((await ids(old)).toSorted()).toEqual([erased, kept].toSorted())
    await old.restore(after)
    await expect.poll(() => ids(old)).toEqual([kept])
  } finally {
    await old.stop()
  }
}, 60_000)

test('a backup made after an erasure brings the tombstone along, and an older one nothing that it erases', async () => {
  const anew = await restoredAnew(path.join(folder, 'anew'), after)
  try {
    expect(await ids(anew)).toEqual([kept])
    expect((await anew.restore(before)).networks).toMatchObject([{ erased: 1 }])
    expect(await ids(anew)).toEqual([kept])
  } finally {
    await anew.stop()
  }
}, 60_000)
