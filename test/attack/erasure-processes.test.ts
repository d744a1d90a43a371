import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as after } from 'node:timers/promises'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { Laptop, type Peer } from '../helpers/lab/laptop.ts'
import { figure, inOrdeal } from '../helpers/ordeal.ts'

const CANARY = 'zottelquarz'
const LISTEN = ['--listen', '127.0.0.1:0']
/** Kills, each so many milliseconds later than the one before after the word to erase was given. */
const KILLS = inOrdeal(1, 20)
const LATER_MS = 60
const ana = new Laptop({ name: 'ana' })
const ben = new Laptop({ name: 'ben' })
let bens: Peer
let network = ''

beforeAll(async () => {
  await ana.start(LISTEN)
  bens = await ben.start(LISTEN)
  network = (await ana.ask('network', 'create', 'Mill valley', '--as', 'Ana')).id
  const [address] = (await ana.ask('status')).addresses
  const { code } = await ana.ask('invite', 'create', network, '--address', address)
  await ben.ask('join', code, '--as', 'Ben')
  await ana.ask('incident', 'add', '--what', 'Heat wave')
}, 90_000)

afterAll(async () => {
  for (const laptop of [ana, ben]) await laptop.dispose()
})

const listed = async (laptop: Laptop): Promise<unknown[]> =>
  (await laptop.call('record:list', { network, kind: 'incident' })).records.map((record) => record['what'])

/** Files of a profile in which the word is, as text of one or two bytes a letter. */
function filesWith(word: string, laptop: Laptop): string[] {
  return readdirSync(laptop.profile, { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile())
    .filter((file) => {
      const bytes = readFileSync(path.join(file.parentPath, file.name))
      return bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le'))
    })
    .map(({ name }) => name)
}

/** An incident with a call about it, on both laptops. */
async function report(): Promise<{ incident: string; alert: string }> {
  const add = async (kind: 'incident' | 'alert', record: object): Promise<string> =>
    (await ana.call('record:add', { network, kind, records: [record] })).ids[0]!
  const incident = await add('incident', { what: `Harassment on the bus ${CANARY}` })
  const about = { about: { kind: 'incident', id: incident }, kind: 'supplies', audience: { scope: 'network' } }
  const alert = await add('alert', { ...about, headline: `Who saw it ${CANARY}` })
  await ana.call('sync:wait', { network })
  await expect.poll(() => listed(ben)).toHaveLength(2)
  return { incident, alert }
}

test('only who made it, or a coordinator, erases it, and only when asked twice', async () => {
  const { incident } = await report()
  expect(await ben.refusal('erase', incident, '--yes')).toBe('identity/not-a-coordinator')
  expect(await ana.refusal('erase', incident)).toBe('cli/usage')
  expect(await listed(ben)).toHaveLength(2)
  expect(await ana.ask('erase', incident, '--with-referring', '--yes')).toMatchObject({ erased: 2 })
  expect((await ana.run(['erased'], { text: true })).stdout).toMatch(
    /^2 records, by you, .*: [12] of 2 computers confirmed/,
  )
}, 60_000)

test(
  'an erased incident goes with its call from both laptops, also from one that is killed as it hears of it',
  async () => {
    let found = 0
    for (let kill = 0; kill < KILLS; kill++) {
      const { incident, alert } = await report()
      const { referring } = await ana.call('erasure:preview', { network, ids: [incident] })
      const ids = [incident, ...referring.map(({ id }) => id)]
      expect(ids).toContain(alert)
      const erased = ana.call('record:erase', { network, ids })
      await after((kill + 1) * LATER_MS)
      await bens.kill()
      expect(await erased).toMatchObject({ erased: 2, computers: 2 })
      expect(await listed(ana)).toEqual(['Heat wave'])

      bens = await ben.start(LISTEN)
      await expect.poll(() => listed(ben)).toEqual(['Heat wave'])
      await expect(ben.call('record:show', { network, kind: 'alert', id: alert })).rejects.toMatchObject({
        code: 'domain/not-found',
      })
      const confirmed = async (): Promise<unknown> => {
        const { computers, erasures } = await ana.call('erasure:list', { network })
        return [computers, erasures[0]?.ids.toSorted(), erasures[0]?.confirmed]
      }
      await expect.poll(confirmed).toEqual([2, ids.toSorted(), 2])
      found += [ana, ben].flatMap((laptop) => filesWith(CANARY, laptop)).length
    }
    figure(
      `canary of erased records in the files of two running laptops, kills of one as it heard: ${KILLS}`,
      `${found} files`,
      '0',
    )
    expect(found).toBe(0)
  },
  inOrdeal(90_000, 300_000),
)
