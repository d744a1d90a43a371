import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { NETWORK } from '../helpers/fake-engine.ts'
import { openPageOf } from './page-of.ts'

const ofMallory = { network: NETWORK, person: 'b3'.repeat(16), name: 'Mallory', you: false, device: 'abcd1234' }
const TROUBLES = [
  { ...ofMallory, what: 'two-stories', count: 1, at: 1_790_000_000_000 },
  { ...ofMallory, what: 'broken', count: 3, at: 1_790_000_000_000 },
  { ...ofMallory, what: 'much', count: 12_400 },
]

const status = (people: readonly object[]): object => ({
  online: true,
  addresses: ['10.77.0.1:7001'],
  networks: [
    {
      ...{ id: NETWORK, name: 'River Street', records: 2, state: 'current', people: [...people] },
      sentence: { code: 'this-computer-only', names: [], onlyHere: 2, newer: [] },
    },
  ],
})

describe('who has what', () => {
  const troubles: object[] = []
  const people: object[] = []
  let opened: Awaited<ReturnType<typeof openPageOf>>

  beforeAll(async () => {
    opened = await openPageOf(
      { 'trouble:list': () => ({ troubles: [...troubles] }), 'sync:status': () => status(people) },
      'en',
    )
    const { page } = opened
    await page.locator('a[href="#/sync"]').first().click()
    await page.getByRole('heading', { name: 'River Street' }).waitFor()
  }, 120_000)
  afterAll(() => opened?.close())

  test('says nothing of trouble while nobody gave any', async () => {
    expect(await opened.page.getByText('Trouble with a computer').count()).toBe(0)
  })

  test('says what is in the way of somebody, as soon as it is, and nothing while nothing is', async () => {
    const { page, engine } = opened
    const main = page.getByRole('main')
    expect(await main.innerText()).not.toContain('keeps the two apart')
    const none = { connected: false, hasEverything: false, pending: 0, hasNewer: false }
    people.push(
      { ...none, person: 'c1'.repeat(16), name: 'Ben', obstacle: 'blocked' },
      { ...none, person: 'c2'.repeat(16), name: 'Cleo', obstacle: 'older-app' },
      { ...none, person: 'c3'.repeat(16), name: 'Dee', connected: true, clockDifferenceMs: 7_200_000 },
    )
    const ben = { network: NETWORK, person: 'c1'.repeat(16), name: 'Ben', device: 'abcd1234' }
    engine.events.emit('obstacle:changed', ben)
    await page.getByText('Ben’s computer is on this wifi, but takes no connection').waitFor()
    const text = await main.innerText()
    expect(text).toContain('Cleo’s Muster is older than this one')
    expect(text).toMatch(/Dee’s clock shows .+, this computer’s .+\. Nothing is lost/)
    if (process.env['MUSTER_PICTURES'] !== undefined)
      await page.screenshot({ path: `${process.env['MUSTER_PICTURES']}/obstacles.png` })
  })

  test('says by name whose computer gave trouble as soon as it is noted, what is safe and what to do', async () => {
    const { page, engine } = opened
    troubles.push(...TROUBLES)
    engine.events.emit('trouble:noted', {
      network: NETWORK,
      person: ofMallory.person,
      name: 'Mallory',
      device: 'abcd1234',
      what: 'two-stories',
    })
    await page.getByRole('heading', { name: 'Trouble with a computer' }).waitFor()
    const text = await page.getByRole('main').innerText()
    expect(text).toContain('Mallory’s computer (abcd1234) signed two different changes with one number.')
    expect(text).toContain('both changes are kept as proof')
    expect(text).toContain('sent 3 changes that are not as Muster makes them')
    expect(text).toContain('wrote 12,400 changes within ten minutes')
    expect(text).toContain('Ask Mallory. A coordinator can remove the computer.')
  })
})
