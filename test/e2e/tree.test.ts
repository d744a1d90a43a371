import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { connectBridge, type Bridge } from '../../core/bridge/rpc-client.ts'
import type { CommandOutput } from '../../core/bridge/contract.ts'
import { connectControlSocket } from '../../core/bridge/socket.ts'
import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { NETWORK, RECORD } from '../helpers/fake-engine.ts'
import { launchApp } from './launch-app.ts'
import { openPageOf } from './page-of.ts'
import { choosePassphrase, goTo } from './pages/first-steps.ts'
import { readPdf } from './pdf.ts'
import type { Running } from './running.ts'
import { samplePhoneTree } from './sample/phone-tree.ts'

type Tree = CommandOutput<'tree:show'>
type Board = NonNullable<Tree['nodes'][number]['board']>

describe.skipIf(chromiumPath() === undefined)('the phone tree on screen', () => {
  const sample = samplePhoneTree(9)
  const you = sample.root
  let reached: Map<string, Partial<Board>>
  let app: Awaited<ReturnType<typeof openPageOf>>

  /** As the engine would answer: everybody but the sender is to be called by who calls them. */
  const shown = (state = 'call-the-tree'): Tree => {
    const others = sample.nodes.filter(({ person }) => person !== you)
    const open = others
      .filter(({ person }) => !reached.has(person))
      .map(({ person, caller }) => ({ person, by: caller!, instead: null }))
    const none = { state: 'not-reached', answer: null, by: null, at: null } as const
    return {
      ...sample,
      nodes: sample.nodes.map((node) =>
        node.person === you ? node : { ...node, board: { ...none, ...reached.get(node.person) } },
      ),
      alert: {
        ...{ id: RECORD, headline: 'Two pumps needed', state, drill: false, gate: 'verified', verified: 'verified' },
        ...{
          sentBy: you,
          count: others.length,
          reached: reached.size,
          open,
          yours: open.filter(({ by }) => by === you),
        },
      },
    }
  }
  const network = { id: NETWORK, name: 'River Street', kind: 'circle', person: you, as: 'Ana', role: 'founder' }
  const answers = {
    'network:list': { networks: [{ ...network, state: 'current', members: 9, connected: 1, joinedAt: 1000 }] },
    'tree:show': () => shown(),
    'alert:record': (input: any) => {
      reached.set(input.person, {
        state: input.via === 'phone' ? 'phoned' : 'told',
        by: you,
        at: 1000,
        ...(input.answer && { answer: input.answer }),
      })
      app.engine.events.emit('record:changed', { network: NETWORK, kind: 'alert', id: RECORD })
      return { id: RECORD, entry: 'e1' }
    },
  }

  beforeEach(async () => {
    reached = new Map()
    app = await openPageOf(answers, 'en-GB')
    await goTo(app.page, `/tree/${RECORD}`)
    await app.page.getByText('Reached 0 of 8. Call these 8.').waitFor()
  })
  afterEach(() => app?.close())

  test('is ticked off person by person with the keyboard alone, and says in words how many are left', async () => {
    const { page } = app
    const first = sample.nodes.find(({ caller, tel }) => caller === you && tel !== null)!
    const tick = page.getByRole('group', { name: `Reached ${first.name}` })
    await tick.getByRole('button', { name: 'Coming' }).press('Enter')
    await page.getByText('Reached 1 of 8. Call these 7.').waitFor()
    expect(await tick.count()).toBe(0)
    expect(app.engine.calls.findLast(({ name }) => name === 'alert:record')?.input).toEqual({
      network: NETWORK,
      id: RECORD,
      person: first.person,
      via: 'phone',
      answer: 'coming',
    })
    for (const { person, name } of sample.nodes.filter((node) => node.person !== you && node !== first)) {
      const group = page.getByRole('group', { name: `Reached ${name}`, exact: true })
      await group.getByRole('button', { name: 'Told, no answer yet' }).press('Enter')
      await expect.poll(() => reached.has(person)).toBe(true)
    }
    await page.getByText('Reached 8 of 8. Nobody is left to call.').waitFor()
    expect(await page.locator('main').innerText()).not.toMatch(/everyone|everybody/i)
  })

  test('is a list in lists: each stands under who calls them, with a number that can be called and copied', async () => {
    const { page } = app
    const link = page.getByRole('link', { name: /^Call .*\+34/ })
    const callable = sample.nodes.filter(({ tel }) => tel !== null)
    // Once to call now, once in the tree; the root only there
    expect(await link.count()).toBe(callable.length * 2 - 1)
    for (const href of await link.evaluateAll((all) => all.map((one) => one.getAttribute('href'))))
      expect(href).toMatch(/^tel:\+34\d{9}$/)
    const inner = sample.nodes.find(({ depth, calls }) => depth === 1 && calls.length > 0)!
    const item = page
      .locator('main li')
      .filter({ has: page.locator(`a[href="tel:${inner.tel}"]`) })
      .last()
    for (const id of inner.calls)
      expect(await item.innerText()).toContain(sample.nodes.find(({ person }) => person === id)!.name)
    const depth = await page.evaluate(() =>
      Math.max(
        ...[...document.querySelectorAll('main li')].map((one) => {
          let deep = 0
          for (let at: Element | null = one; at !== null; at = at.parentElement) if (at.tagName === 'LI') deep++
          return deep
        }),
      ),
    )
    expect(depth).toBe(Math.max(...sample.nodes.map((node) => node.depth)) + 1)
  })

  test('a call that failed to be noted is said, and the person stays on the list', async () => {
    const { page } = app
    app.engine.handlers['alert:record'] = async () => {
      throw new Error('disk')
    }
    await page.getByRole('button', { name: 'Coming' }).first().press('Enter')
    await page.getByRole('alert').first().waitFor()
    await page.getByText('Reached 0 of 8. Call these 8.').waitFor()
  })
})

describe.skipIf(chromiumPath() === undefined)('the phone tree in the app', () => {
  let profile: string
  let app: Running
  let bridge: Bridge

  beforeAll(async () => {
    profile = mkdtempSync(path.join(tmpdir(), 'muster-e2e-tree-'))
    app = await launchApp({ profile, listen: '127.0.0.1:0' })
    await choosePassphrase(app.page)
    bridge = connectBridge((await connectControlSocket(profile))!)
    const { id: network } = await bridge.call('network:create', { name: 'Canal Street circle', as: 'Ana' })
    await app.page.getByRole('navigation').waitFor()
    await goTo(app.page, '/tree')
    await app.page.getByText('Nobody to call yet').waitFor()
    const consent = { phoneTree: true, print: true }
    const records = [{ fn: 'Dana Fields', tel: ['+34 600 000 004'], consent }]
    await bridge.call('record:add', { network, kind: 'contact', records })
  })
  afterAll(async () => {
    bridge?.close()
    await app?.close()
    rmSync(profile, { recursive: true, force: true })
  })

  test('shows who was added at once, and hands their number to this computer when it is pressed', async () => {
    await goTo(app.page, '/tree')
    await app.page.getByRole('link', { name: 'Call Dana Fields: +34 600 00 00 04' }).click()
    await expect.poll(() => app.main((electron) => electron.record.opened as string[])).toEqual(['tel:+34600000004'])
    expect(await app.page.getByRole('heading', { level: 1 }).innerText()).toBe('Phone tree')
  })

  test('saves a tagged PDF where the person says, and nothing where they think better of it', async () => {
    const file = path.join(profile, 'tree.pdf')
    await goTo(app.page, '/print/tree')
    const save = app.page.getByRole('button', { name: 'Save as PDF' })
    await save.click()
    await expect.poll(() => app.main((electron) => electron.record.saveDialogs.length as number)).toBe(1)
    await app.main((electron, to) => void (electron.record.saveTo = to), file)
    await expect.poll(() => save.isEnabled()).toBe(true)
    await save.click()
    await app.page.getByText('Saved.').waitFor()
    const pdf = readPdf(readFileSync(file))
    expect([pdf.tagged, pdf.language, pdf.pages]).toEqual([true, 'en', 1])
    expect(pdf.text).toContain('DanaFields')
    expect(pdf.text).toContain('+34600000004')
    const [asked] = await app.main((electron) => electron.record.saveDialogs as any[])
    expect(asked.properties).toContain('showOverwriteConfirmation')
  })
})
