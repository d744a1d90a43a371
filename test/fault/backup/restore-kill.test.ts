import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { BACKUP_PASSPHRASE } from '../../helpers/lab/backup-passphrase.ts'
import { HereProfile, PROFILE_PASSPHRASE } from '../../helpers/lab/backup-lab.ts'
import { Laptop } from '../../helpers/lab/laptop.ts'
import { figure, inOrdeal } from '../../helpers/ordeal.ts'

const KILLS = inOrdeal(3, 30)
const folder = mkdtempSync(path.join(tmpdir(), 'muster-restore-kill-'))
const file = path.join(folder, 'two.backup')
const networks: { id: string; records: number }[] = []

beforeAll(async () => {
  const ana = await HereProfile.open(path.join(folder, 'ana'))
  for (const [name, records] of [
    ['River Street', 400],
    ['Hill Road', 150],
  ] as const) {
    const id = await ana.found(name)
    await ana.add(
      id,
      Array.from({ length: records }, (_, n) => `${name} ${n}`),
    )
    networks.push({ id, records })
  }
  await ana.backup(file)
  await ana.stop()
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a restore that is killed, however often, is finished by the same command: every network, every record', async () => {
  const profile = path.join(folder, 'anew')
  const laptop = new Laptop({ name: 'anew', profile, passphrase: PROFILE_PASSPHRASE })
  const env = { MUSTER_BACKUP_PASSPHRASE: BACKUP_PASSPHRASE }
  let killed = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const { code } = await laptop.run(['restore', file], { env, timeoutMs: 900 + ((kill * 397) % 1_500) })
    if (code !== 0) killed++
    else rmSync(profile, { recursive: true, force: true })
  }
  const done = await laptop.run(['restore', file], { env })
  expect(done.code).toBe(0)
  expect(done.json.leftOut).toBe(0)
  const anew = await HereProfile.open(profile)
  for (const { id, records } of networks) expect(await anew.incidents(id)).toHaveLength(records)
  await anew.stop()
  figure('restore, kill -9', `${killed} of ${KILLS} killed, everything there after one more`, 'everything there')
}, 600_000)
