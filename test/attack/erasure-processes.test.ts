import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { Laptop, type Peer } from '../helpers/lab/laptop.ts'

const CANARY = 'zottelquarz'
const ana = new Laptop({ name: 'ana' })
const ben = new Laptop({ name: 'ben' })
let peers: Peer[] = []
let incident = ''
let alert = ''

beforeAll(async () => {
  peers = [await ana.start(['--listen', '127.0.0.1:0']), await ben.start(['--listen', '127.0.0.1:0'])]
  const network = (await ana.ask('network', 'create', 'Mill valley', '--as', 'Ana')).id
  const [address] = (await ana.ask('status')).addresses
  const { code } = await ana.ask('invite', 'create', network, '--address', address)
  await ben.ask('join', code, '--as', 'Ben')
  incident = (await ana.ask('incident', 'add', '--what', `Harassment on the bus ${CANARY}`)).id
  await ana.ask('incident', 'add', '--what', 'Heat wave')
  const call = ['--kind', 'supplies', '--headline', `Who saw it ${CANARY}`, '--draft']
  alert = (await ana.ask('alert', 'send', '--about', incident, ...call)).id
  await ana.ask('wait', '--synced', '--timeout', '30')
}, 90_000)

afterAll(async () => {
  for (const laptop of [ana, ben]) await laptop.dispose()
})

const listed = async (laptop: Laptop): Promise<string[]> =>
  (await laptop.ask('incident', 'list')).records.map(({ what }: { what: string }) => what)

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

test('an erased incident goes with its alert from both laptops, also from one that is killed as it hears of it', async () => {
  expect(await ben.refusal('erase', incident, '--yes')).toBe('identity/not-a-coordinator')
  expect(await listed(ben)).toHaveLength(2)
  await expect(ana.run(['erase', incident])).resolves.toMatchObject({ code: 2 })

  const erased = ana.ask('erase', incident, '--with-referring', '--yes')
  // As soon as the first word of it may have come
  const heard = peers[1]!.waitFor('record:changed', ({ id }) => id === incident || id === alert, 20_000)
  await heard.catch(() => undefined)
  await peers[1]!.kill()
  expect(await erased).toMatchObject({ erased: 2, computers: 2 })
  expect(await listed(ana)).toEqual(['Heat wave'])

  await ben.start(['--listen', '127.0.0.1:0'])
  await expect.poll(() => listed(ben), { timeout: 20_000 }).toEqual(['Heat wave'])
  expect(await ben.refusal('alert', 'show', alert)).toBe('domain/not-found')
  await ben.ask('wait', '--synced', '--timeout', '30')
  const told = async (): Promise<unknown> => {
    const { computers, erasures } = await ana.ask('erased')
    return [computers, erasures.length, erasures[0].confirmed]
  }
  await expect.poll(told, { timeout: 20_000 }).toEqual([2, 1, 2])
  const found = [ana, ben].flatMap((laptop) => filesWith(CANARY, laptop))
  console.log(`canary of an erased record in the files of two running laptops, one killed: ${found.length} files (0)`)
  expect(found).toEqual([])
}, 90_000)
