import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { connectBridge, type Bridge } from '../../core/bridge/rpc-client.ts'
import { connectControlSocket } from '../../core/bridge/socket.ts'
import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { launchApp } from './launch-app.ts'
import { launchWeb } from './launch-web.ts'
import { choosePassphrase, goTo, PASSPHRASE, startNetwork } from './pages/first-steps.ts'
import { accessibilityProblems, watchProblems } from './pages/problems.ts'
import type { Launch, Running } from './running.ts'
import { addNeighbourhood, type Neighbourhood } from './sample/neighbourhood.ts'

/** 15 cm at 96 dpi, in CSS pixels. */
const MIN_CODE_PX = 567

describe.skipIf(chromiumPath() === undefined).each([
  ['in the app', launchApp],
  ['in a browser', launchWeb],
] as [string, Launch][])('a meeting, and the work after it, %s', (_name, launch) => {
  let folder: string
  let ana: Running
  let lee: Running
  let anaBridge: Bridge
  let leeBridge: Bridge
  let sample: Neighbourhood
  const complaints: string[][] = []
  const light = () => ana.page.locator('[data-light]').getAttribute('data-light')
  const check = async (what: string): Promise<void> => {
    await ana.page.evaluate(() =>
      Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))),
    )
    expect(await accessibilityProblems(ana.page), what).toEqual([])
  }

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'muster-meeting-'))
    const options = { listen: '127.0.0.1:0', language: 'en-GB', args: ['--no-discovery'] }
    ana = await launch({ ...options, profile: path.join(folder, 'ana') })
    lee = await launch({ ...options, profile: path.join(folder, 'lee') })
    complaints.push(watchProblems(ana.page), watchProblems(lee.page))
  })
  afterAll(async () => {
    anaBridge?.close()
    leeBridge?.close()
    await ana?.close()
    await lee?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('the code is at least 15 cm wide, on a small laptop screen too, and nothing lies over it', async () => {
    await choosePassphrase(ana.page)
    await startNetwork(ana.page, { as: 'Ana', name: 'Canal Street circle' })
    const code = ana.page.getByTestId('qr')
    await code.waitFor()
    for (const size of [
      { width: 1280, height: 800 },
      { width: 1024, height: 700 },
    ]) {
      await ana.page.setViewportSize(size)
      const box = (await code.boundingBox())!
      expect(Math.min(box.width, box.height), `${size.width} px`).toBeGreaterThanOrEqual(MIN_CODE_PX)
      expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= size.width && box.y + box.height <= size.height).toBe(
        true,
      )
      const onTop = await ana.page.evaluate(
        ({ x, y, width, height }) =>
          [0.02, 0.5, 0.98].every(
            (part) =>
              document.elementFromPoint(x + width * part, y + height * part)?.closest('[data-testid=qr]') !== null,
          ),
        box,
      )
      expect(onTop).toBe(true)
    }
    await check('large code')
    expect(await light()).toBe('nobody')
  })

  test('somebody types the code that is read aloud, and their name appears', async () => {
    await ana.page.getByRole('button', { name: 'Code as text' }).click()
    const groups = await ana.page.getByTestId('code-groups').getByRole('listitem').allInnerTexts()
    expect(groups.slice(1, -1).every((group) => /^[A-Z2-7]{5}$/.test(group.trim()))).toBe(true)
    await check('code as text')
    await ana.page.keyboard.press('Escape')
    const code = groups.map((group) => group.trim()).join(' ')
    await choosePassphrase(lee.page)
    leeBridge = connectBridge((await connectControlSocket(path.join(folder, 'lee')))!)
    await leeBridge.call('network:join', { code, as: 'Lee' })
    await ana.page.getByRole('region', { name: 'In this room' }).getByText('Lee').waitFor()
    await expect.poll(light).toBe('all')
  })

  test('the light goes out when the other laptop is locked and comes back once it has everything; the receipt says so', async () => {
    anaBridge = connectBridge((await connectControlSocket(path.join(folder, 'ana')))!)
    const { networks } = await anaBridge.call('network:list', {})
    const network = networks[0]!
    const { members } = await anaBridge.call('member:list', { network: network.id })
    const other = members.find(({ you }) => !you)!.id
    await leeBridge.call('profile:lock', {})
    await expect.poll(light).toBe('nobody')
    sample = await addNeighbourhood(anaBridge, { network: network.id, you: network.person, other }, Date.now())
    expect(await light()).toBe('nobody')
    await leeBridge.call('profile:unlock', { passphrase: PASSPHRASE })
    await anaBridge.call('sync:wait', {})
    await expect.poll(light).toBe('all')
    await ana.page.getByRole('button', { name: 'End the meeting' }).click()
    await ana.page.getByRole('alertdialog').getByRole('button', { name: 'End the meeting' }).click()
    await ana.page.getByRole('heading', { name: 'Receipt' }).waitFor()
    expect(await ana.page.getByRole('row', { name: /Lee/ }).innerText()).toMatch(
      /joined at this meeting[\s\S]*Has everything/,
    )
    await check('receipt')
    // The code that was on screen lets nobody in any more
    const shown = async () => {
      const { invites } = await anaBridge.call('invite:list', { network: network.id })
      return invites.find(({ uses }) => uses === 20)?.state
    }
    await expect.poll(shown).toBe('revoked')
    await ana.page.getByRole('button', { name: 'Back to the beginning' }).click()
    await ana.page.getByText('0 of 5 used').waitFor()
    await ana.page.getByText('1 of 20 used').waitFor({ state: 'detached' })
  })

  test('a plan is found and signed up to with the keyboard alone', async () => {
    await goTo(ana.page, '/plans')
    const link = ana.page.getByRole('link', { name: /Check on neighbours/ })
    await link.waitFor()
    let pressed = 0
    const tabTo = async (name: string): Promise<void> => {
      const focused = () => ana.page.evaluate(() => document.activeElement?.textContent ?? '')
      do await ana.page.keyboard.press('Tab')
      while (!(await focused()).includes(name) && ++pressed < 60)
    }
    await tabTo('Check on neighbours')
    await ana.page.keyboard.press('Enter')
    await ana.page.getByRole('heading', { level: 1, name: /Check on neighbours/ }).waitFor()
    await tabTo('I’m coming')
    await ana.page.keyboard.press('Enter')
    await expect
      .poll(() => ana.page.getByRole('button', { name: 'I’m coming' }).getAttribute('aria-pressed'))
      .toBe('true')
    const { networks } = await anaBridge.call('network:list', {})
    const place = { network: networks[0]!.id, kind: 'plan', id: sample.plan } as const
    const { record } = await anaBridge.call('record:show', place)
    const answers = record['signUps'] as { member: string; partstat: string }[]
    expect(answers.find(({ member }) => member === networks[0]!.person)?.partstat).toBe('accepted')
  })

  test('one press tells what is held on a person', async () => {
    await goTo(ana.page, '/card')
    await ana.page.getByRole('button', { name: 'Show me', exact: true }).click()
    const held = ana.page.getByTestId('held')
    await held.waitFor()
    const text = await held.innerText()
    for (const word of ['Membership', 'Telephone', 'North bank', 'buddy of Lee', 'Morning bus', 'your answer'])
      expect(text).toContain(word)
    await check('held')
  })

  test('no screen, part or dialog has an accessibility problem, in light and in dark', async () => {
    if (ana.kind !== 'browser') return // the same page: looked at once
    const press = (name: string) => ana.page.getByRole('button', { name, exact: true }).first().click()
    const dialogs: [string, string][] = [
      ['/people', 'Add someone'],
      [`/people/${sample.contact}`, 'Write down consent'],
      ['/circles', 'New circle'],
      [`/circles/${sample.circle}`, 'Add a route'],
      [`/circles/${sample.circle}`, 'Pair two people'],
      ['/plans', 'New plan'],
      ['/network/invites', 'New invite'],
      ['/network/settings', 'Save'],
      ['/network/leave', 'Leave and erase'],
      ['/privacy', 'Change the passphrase'],
      ['/help/others', ''],
      ['/sync', 'What this computer noted'],
    ]
    for (const colorScheme of ['light', 'dark'] as const) {
      await ana.page.emulateMedia({ colorScheme })
      for (const [screen, button] of dialogs) {
        await goTo(ana.page, screen)
        await ana.page.getByRole('heading', { level: 1 }).waitFor()
        await check(`${screen} ${colorScheme}`)
        // Colours are all that differs in the dark
        if (button === '' || screen.endsWith('settings') || colorScheme === 'dark') continue
        await press(button)
        await check(`${screen} ${button} ${colorScheme}`)
        await ana.page.keyboard.press('Escape')
        await expect.poll(() => ana.page.getByRole('dialog').count()).toBe(0)
      }
      await goTo(ana.page, `/plans/${sample.plan}`)
      for (const part of colorScheme === 'dark'
        ? ['Shifts']
        : ['Tasks', 'Shifts', 'Who comes', 'Partners', 'Supplies']) {
        await ana.page.getByRole('tab', { name: new RegExp(part) }).click()
        await check(`${part} ${colorScheme}`)
      }
    }
  })

  test('a member is removed, after being told what that means, and is gone from the list', async () => {
    await goTo(ana.page, '/network')
    await ana.page.getByRole('button', { name: 'What can be done about Lee' }).click()
    await ana.page.getByRole('menuitem', { name: 'Remove from the network' }).click()
    const dialog = ana.page.getByRole('alertdialog')
    await dialog.getByText('nobody can take that back', { exact: false }).waitFor()
    await check('remove')
    await dialog.getByRole('button', { name: 'Remove from the network' }).click()
    await expect.poll(() => ana.page.getByRole('button', { name: 'What can be done about Lee' }).count()).toBe(0)
  })

  test('neither page was refused anything by its policy', () => {
    expect(complaints).toEqual([[], []])
  })
})
