import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { Laptop } from '../helpers/lab/laptop.ts'
import { forgedAlert, MODIFIED } from '../helpers/lab/modified-member.ts'
import { goTo } from './pages/first-steps.ts'
import { accessibilityProblems } from './pages/problems.ts'
import {
  banner,
  incomingWindow,
  onBoard,
  openTwoAlerted,
  pressAndConfirm,
  sendCall,
  writeCall,
  type Alerted,
  type TwoAlerted,
} from './pages/two-alerted.ts'

/** Runs in the page: somebody looks elsewhere, the browser may tell them, and it is written down what it tells and plays. */
function watchNotices(): void {
  const told = { notices: [] as string[], tones: 0 }
  class Told extends EventTarget {
    static permission = 'granted'
    constructor(title: string, { body }: { body: string }) {
      super()
      told.notices.push(`${title}: ${body}`)
    }
  }
  const { createOscillator } = AudioContext.prototype
  AudioContext.prototype.createOscillator = function (this: AudioContext) {
    told.tones++
    return createOscillator.call(this)
  }
  document.hasFocus = () => false
  Object.assign(window, { told, Notification: Told })
}

describe.skipIf(chromiumPath() === undefined)('a call for help between two laptops', () => {
  let two: TwoAlerted
  let ana: Alerted
  let lee: Alerted
  const eve = new Laptop({ name: 'eve' })

  beforeAll(async () => {
    two = await openTwoAlerted()
    ;({ ana, lee } = two)
  })
  afterAll(async () => {
    await two?.close()
    await eve.dispose()
  })

  test('what is missing is named beside the button, and nothing goes on without it', async () => {
    await goTo(ana.page, `/incidents/${two.incident}`)
    await ana.page.getByRole('button', { name: 'Call for help' }).click()
    await ana.page.getByRole('button', { name: 'Check it' }).click()
    await ana.page.getByText('Look at this again: Kind of help and In one line').waitFor()
    await ana.page.keyboard.press('Escape')
  })

  test('what nobody has verified waits for two members, on two laptops, before it goes beyond the circle', async () => {
    await writeCall(ana, two.incident, { headline: 'Pumps needed at the school', to: 'network' })
    const check = ana.page.getByRole('dialog', { name: 'Is this right?' })
    expect(await check.innerText()).toMatch(/two members must say “act now”[\s\S]*call 112 first/i)
    expect(await accessibilityProblems(ana.page)).toEqual([])
    await ana.page.getByRole('button', { name: 'Say “act now” and ask a second member' }).click()
    await ana.page.getByText('Ana said so. One more member is asked.').waitFor()
    expect(await ana.page.getByRole('button', { name: 'Send it now' }).count()).toBe(0)
    expect(await incomingWindow(lee).count()).toBe(0)
    await goTo(lee.page, '/people')
    await lee.page.getByText('A draft by Ana waits for a second member').waitFor()
    await lee.page.getByRole('link', { name: 'Pumps needed at the school' }).first().click()
    await pressAndConfirm(lee, 'Act now, unverified')
    await ana.page.getByRole('button', { name: 'Send it now' }).click()
    await incomingWindow(lee).waitFor()
    expect(await incomingWindow(lee).innerText()).toMatch(
      /Unverified[\s\S]*Two members said to act now. \(Ana and Lee\)/,
    )
    expect(await accessibilityProblems(lee.page)).toEqual([])
  })

  test('Esc puts the window off to the banner; a key answers there, and Ana sees seen and then the answer', async () => {
    await onBoard(ana, 'seen').waitFor()
    await lee.page.keyboard.press('Escape')
    await incomingWindow(lee).waitFor({ state: 'detached' })
    await goTo(lee.page, '/plans')
    await banner(lee, 'calling').waitFor()
    await lee.page.keyboard.press('2')
    await banner(lee, 'calling').waitFor({ state: 'detached' })
    await onBoard(ana, 'cannot').waitFor()
    expect(await ana.page.getByRole('main').innerText()).toMatch(/Reached 1 of 1\.[\s\S]*Cannot come[\s\S]*Lee/)
  })

  test('what was sent is fixed: a correction takes its place, and asks anew', async () => {
    await ana.page.getByRole('button', { name: 'Update' }).click()
    await ana.page.getByLabel('In one line').fill('Pumps needed at the hall')
    await ana.page.getByText('My circle', { exact: true }).click()
    await ana.page.getByRole('button', { name: 'Check it' }).click()
    await ana.page.getByRole('button', { name: 'Send the update' }).click()
    await ana.page.getByRole('heading', { level: 1, name: 'Pumps needed at the hall' }).waitFor()
    await incomingWindow(lee).getByText('Pumps needed at the hall').waitFor()
  })

  test('the first “coming” by key shows the safety agreement, and comes only with it', async () => {
    await lee.page.keyboard.press('1')
    const agreement = lee.page.getByRole('dialog', { name: 'Before you go' })
    await agreement.waitFor()
    expect(await onBoard(ana, 'coming').count()).toBe(0)
    await lee.page.keyboard.press('2')
    await agreement.getByRole('button', { name: 'I agree and I am coming' }).click()
    await lee.page.getByRole('heading', { level: 1, name: 'Pumps needed at the hall' }).waitFor()
    await onBoard(ana, 'coming').waitFor()
    expect(await onBoard(ana, 'coming').innerText()).toMatch(/Lee[\s\S]*check-in by/)
  })

  test('one press and one more for help: the dispatcher is told at once, with a number to call', async () => {
    await pressAndConfirm(lee, 'I need help', 'Yes, I need help')
    await incomingWindow(ana, 'needs-help').waitFor()
    expect(await incomingWindow(ana, 'needs-help').innerText()).toMatch(/Lee needs help/)
    const number = incomingWindow(ana, 'needs-help').getByRole('link', { name: /Call Lee/ })
    expect(await number.getAttribute('href')).toBe('tel:+34600000002')
    expect(await accessibilityProblems(ana.page)).toEqual([])
    await ana.page.keyboard.press('Escape')
    await onBoard(ana, 'needs-help').getByRole('button', { name: 'I spoke to Lee' }).click()
    await ana.page.getByText('In person', { exact: true }).click()
    await ana.page.getByText('Leaving', { exact: true }).last().click()
    await ana.page.getByRole('button', { name: 'Save' }).click()
    await onBoard(ana, 'leaving').waitFor()
    expect(await accessibilityProblems(ana.page)).toEqual([])
  })

  test('all clear: who is out is told apart, and says that they are back; then there is room to look back', async () => {
    await goTo(lee.page, '/today')
    await ana.page.getByRole('button', { name: 'All clear' }).click()
    await ana.page.getByText('1 person is still out there.').waitFor()
    await ana.page.getByRole('alertdialog').getByRole('button', { name: 'All clear' }).click()
    await banner(lee, 'still').getByText('All clear: it is over, you can go back').waitFor()
    await banner(lee, 'still').getByRole('button', { name: 'Understood' }).click()
    await lee.page.getByRole('region', { name: 'You are out' }).getByRole('button', { name: 'I am back safe' }).click()
    await onBoard(ana, 'safe').waitFor()
    await ana.page.getByRole('button', { name: 'Add something' }).click()
    await ana.page.getByLabel(/^What went well/).fill('The pump was there in ten minutes.')
    await ana.page.getByRole('button', { name: 'Save' }).click()
    await ana.page.getByText('What went well: The pump was there in ten minutes.').waitFor()
  })

  test('a text that could identify someone is marked, and not sent until a second member has read it', async () => {
    await writeCall(ana, two.incident, { headline: 'Ring 600 000 001 about the pumps' })
    expect(await ana.page.locator('mark').innerText()).toMatch(/600 000 001 \(a phone number\)/)
    await ana.page.getByRole('button', { name: 'Save it for a second member to read' }).click()
    await ana.page.getByText('Another member than the one who wrote it must say so.').waitFor()
    await lee.page.getByText('A draft by Ana waits for a second member').waitFor()
    await goTo(lee.page, '/alerts')
    await lee.page
      .getByRole('main')
      .getByRole('link', { name: /Ring 600/ })
      .last()
      .click()
    await pressAndConfirm(lee, 'It identifies nobody')
    await ana.page.getByRole('button', { name: 'Send it now' }).waitFor()
    await ana.page.getByRole('button', { name: 'Put the draft away' }).click()
    await ana.page.getByRole('alertdialog').getByRole('button', { name: 'Put the draft away' }).click()
    await ana.page.getByRole('heading', { level: 1, name: 'Calls for help' }).waitFor()
  })

  test('a drill takes no window, has a pattern of its own, and tells the rest not to come when there are enough', async () => {
    await goTo(lee.page, '/plans')
    await lee.page.evaluate(watchNotices)
    await sendCall(ana, two.incident, { headline: 'Practice: pumps to the hall', drill: true })
    await banner(lee, 'drill').waitFor()
    // nothing of what or who leaves the window, and a drill has a sound of its own: two tones, once
    await expect
      .poll(() => lee.page.evaluate(() => (window as any).told))
      .toEqual({ notices: ['Muster: A call for help. Open Muster.'], tones: 2 })
    expect(await incomingWindow(lee).count()).toBe(0)
    expect(await banner(lee, 'drill').innerText()).toMatch(/Drill · You are being called[\s\S]*nobody needs help/)
    const pattern = await banner(lee, 'drill').evaluate((element) => getComputedStyle(element).backgroundImage)
    expect(pattern).toMatch(/repeating-linear-gradient/)
    expect(await accessibilityProblems(lee.page)).toEqual([])
    await pressAndConfirm(ana, 'Enough: stand the rest down')
    await banner(lee, 'drill').getByText('We have enough, please don’t come').waitFor()
    await lee.page.keyboard.press('1')
    await lee.page.getByRole('button', { name: 'Understood' }).click()
    await banner(lee, 'drill').waitFor({ state: 'detached' })
  })

  test('keys that somebody was typing when the call came are no answer; single keys can be switched off', async () => {
    await ana.bridge.call('profile:set-preferences', { singleKeys: false })
    await goTo(ana.page, '/incidents')
    await sendCall(lee, two.incident, { headline: 'Blankets to the hall' })
    await incomingWindow(ana).waitFor()
    await ana.page.keyboard.press('2')
    await ana.page.keyboard.press('Escape')
    await goTo(ana.page, '/privacy')
    await ana.page.getByText('Answer with the single keys 1, 2, 3').click()
    await expect.poll(async () => (await ana.bridge.call('profile:preferences', {})).singleKeys).toBe(true)
    await goTo(ana.page, '/incidents')
    await ana.page.getByRole('searchbox').fill('')
    await ana.page.keyboard.type('123')
    expect(await banner(ana, 'calling').count()).toBe(1)
    await ana.page.getByRole('heading', { level: 1 }).evaluate((heading) => (heading as HTMLElement).focus())
    await ana.page.keyboard.press('3')
    await onBoard(lee, 'standby').waitFor()
    expect(await onBoard(lee, 'cannot').count()).toBe(0)
  })

  test('somebody who was typing when the window opened does not answer with the next keys', async () => {
    await goTo(ana.page, '/incidents')
    await ana.page.getByRole('searchbox').focus()
    await ana.page.keyboard.type('1')
    const typing = setInterval(() => void ana.page.keyboard.press('2').catch(() => undefined), 300)
    await sendCall(lee, two.incident, { headline: 'Tea to the hall' })
    await incomingWindow(ana).waitFor()
    clearInterval(typing)
    for (let typed = 0; typed < 3; typed++) await ana.page.keyboard.press('2')
    await onBoard(lee, 'seen').waitFor()
    expect(await incomingWindow(ana).count()).toBe(1)
    expect(await onBoard(lee, 'cannot').count()).toBe(0)
    await ana.page.keyboard.press('Escape')
  })

  test('from the fourth call of one author within the hour on, all of them are one line', async () => {
    const record = { about: { kind: 'incident', id: two.incident }, kind: 'supplies', headline: 'More pumps' }
    for (let count = 0; count < 3; count++) {
      const { network } = two
      const { ids } = await ana.bridge.call('record:add', { network, kind: 'alert', records: [record] })
      await ana.bridge.call('alert:send', { network, id: ids[0]! })
    }
    await lee.page.getByText('3 more calls from Ana').waitFor()
    expect(await incomingWindow(lee).count()).toBe(0)
  })

  test('a call of a modified member is a line that names the gate it failed, never the whole window', async () => {
    await eve.start(['--listen', '127.0.0.1:0', '--no-discovery'], MODIFIED)
    await eve.ask('join', await two.invite(), '--as', 'Eve')
    const [eves] = (await eve.ask('member', 'list')).filter((one: { name: string }) => one.name === 'Eve')
    const writes = forgedAlert(eves.id, two.incident, {
      sending: { to: [ana.person, lee.person], verified: 'verified' },
    })
    await eve.call('record:add', { network: two.network, kind: 'alert', records: [{ writes }] })
    const line = lee.page.locator('[data-line=alert]').filter({ hasText: 'Eve calls' })
    await line.waitFor()
    expect(await line.innerText()).toMatch(/Eve calls[\s\S]*Sent against the rules[\s\S]*Everybody to the bridge/)
    expect(await incomingWindow(lee).count()).toBe(0)
    await line.getByRole('link').click()
    await lee.page.getByText('It did not pass the check').waitFor()
    expect(await lee.page.getByRole('main').innerText()).toMatch(/Unverified/)
  })

  test('no page was refused anything by its policy', () => {
    expect(two.complaints()).toEqual([])
  })
})
