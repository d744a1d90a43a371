import { writeFileSync } from 'node:fs'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { createTranslate, type Locale } from '../../renderer/i18n/translator.ts'
import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { NETWORK, RECORD } from '../helpers/fake-engine.ts'
import { openPageOf } from './page-of.ts'
import { goTo } from './pages/first-steps.ts'
import { accessibilityProblems, watchProblems } from './pages/problems.ts'
import { readPdf, type Pdf } from './pdf.ts'
import { samplePhoneTree } from './sample/phone-tree.ts'

type Tree = CommandOutput<'tree:show'>

/** As electron/shell/print.ts prints; a test of the app holds the two together. */
const AS_THE_APP = { tagged: true, outline: true, preferCSSPageSize: true, printBackground: true }
/** Where the PDFs are kept for people to look at; nowhere unless it is said. */
const KEPT_IN = process.env['MUSTER_PRINT_TO']
const plain = (text: string): string => text.replaceAll(/[\s\u00a0\u2066-\u2069\u200e\u200f]/g, '')

const PAGES = {
  9: { tree: [1, 1], wallet: [1, 1] },
  40: { tree: [2, 2], wallet: [2, 2] },
  200: { tree: [5, 8], wallet: [7, 9] },
}

describe.skipIf(chromiumPath() === undefined).each(['en-GB', 'es-ES', 'ar-EG'])('paper in %s', (language) => {
  const locale = language.slice(0, 2) as Locale
  const t = createTranslate(locale)
  let app: Awaited<ReturnType<typeof openPageOf>>
  let tree: Tree
  let complaints: string[]

  beforeAll(async () => {
    app = await openPageOf({ 'tree:show': () => tree }, language)
    complaints = watchProblems(app.page)
  })
  afterAll(() => app?.close())
  /** The screen, when it shows the tree as it is now. */
  const open = async (screen: string): Promise<void> => {
    app.engine.events.emit('record:changed', { network: NETWORK, kind: 'contact', id: RECORD })
    await goTo(app.page, screen)
    const people = tree.nodes.filter(({ kind, printed }) => kind === 'member' || printed).length
    const cards = tree.nodes.filter(({ calls }) => calls.length > 0).length
    const rows = screen.startsWith('/print/tree') ? ['[data-print] li', people] : ['[data-print] > ul > li', cards]
    await expect.poll(() => app.page.locator(String(rows[0])).count()).toBe(rows[1])
  }
  const print = async (what: string): Promise<Pdf> => {
    await open(`/print/${what}`)
    await app.page.evaluate(() => document.fonts.ready)
    const bytes = await app.page.pdf(AS_THE_APP)
    if (KEPT_IN !== undefined) writeFileSync(path.join(KEPT_IN, `${what}-${tree.nodes.length}-${locale}.pdf`), bytes)
    return readPdf(bytes)
  }

  test.each([9, 40, 200] as const)(
    'the tree of %i people and their cards are tagged, of one language, whole, with their fonts',
    async (size) => {
      tree = samplePhoneTree(size)
      for (const what of ['tree', 'wallet'] as const) {
        const pdf = await print(what)
        const [least, most] = PAGES[size][what]
        expect([pdf.tagged, pdf.language]).toEqual([true, locale])
        // what PDF 1.7 does not know, a reader may stop at
        expect(pdf.structure).not.toContain('Strong')
        expect(pdf.pages).toBeGreaterThanOrEqual(least!)
        expect(pdf.pages).toBeLessThanOrEqual(most!)
        for (const kind of what === 'tree' ? ['H2', 'L', 'LI'] : ['P', 'L', 'LI']) expect(pdf.structure).toContain(kind)
        expect(pdf.fonts.length).toBeGreaterThan(0)
        expect(pdf.fonts.filter(({ embedded }) => !embedded)).toEqual([])
        // Every Latin letter and every number is there as text; Arabic is shaped, its glyphs stand in the order they are drawn
        const callers = new Set(tree.nodes.filter(({ calls }) => calls.length > 0).map(({ person }) => person))
        for (const node of tree.nodes.filter((one) => one.printed)) {
          if (what === 'tree' || node.caller !== null || callers.has(node.person))
            expect(pdf.text).toContain(plain(node.shownTel!))
          if (/^[A-Za-z ]+$/.test(node.name)) expect(pdf.text).toContain(plain(node.name))
        }
      }
    },
  )

  test('nobody’s number stands on paper who did not agree to that, nor anything of a contact who did not; how many is said', async () => {
    tree = samplePhoneTree(40)
    const contact = tree.nodes.find(({ kind }) => kind === 'contact')!
    tree = {
      ...tree,
      nodes: tree.nodes.map((node) => (node === contact ? { ...node, name: 'Xanthippe', printed: false } : node)),
    }
    const kept = tree.nodes.filter(({ printed }) => !printed)
    const without = kept.filter(({ tel, kind }) => tel !== null && kind === 'member').length
    expect(without).toBeGreaterThan(0)
    for (const what of ['tree', 'wallet']) {
      const pdf = await print(what)
      for (const { shownTel } of kept) if (shownTel !== null) expect(pdf.text).not.toContain(plain(shownTel))
      expect(pdf.text).not.toContain('Xanthippe')
    }
    await open('/print/tree')
    const said = await app.page.locator('[data-print] footer').innerText()
    expect(said).toContain(t('print.without', { count: without }))
    expect(said).toContain(t('print.left-out', { count: kept.filter(({ kind }) => kind === 'contact').length }))
  })

  test('what is printed has the network, the day, and until when it may be kept; nothing of the screen around it', async () => {
    tree = samplePhoneTree(9)
    await open('/print/tree')
    await app.page.emulateMedia({ media: 'print' })
    const seen = await app.page.evaluate(() => {
      const isShown = (element: Element): boolean => (element as HTMLElement).checkVisibility()
      return {
        text: document.body.innerText,
        around: [...document.querySelectorAll('aside, nav, button, h1')].filter(isShown).length,
        keep: document.querySelector<HTMLElement>('[data-print] header')!.innerText,
      }
    })
    await app.page.emulateMedia({ media: 'screen' })
    expect(seen.around).toBe(0)
    expect(seen.keep).toContain('River Street')
    expect(seen.keep).toMatch(/20\d\d/)
    expect(plain(seen.keep)).toContain(
      plain(t('print.keep', { day: '' }))
        .replace(/[.،].*$/u, '')
        .slice(0, 10),
    )
    expect(seen.text).not.toContain(t('nav.incidents'))
  })

  test('a paper for a call for help carries its label, and says that a drill is one', async () => {
    const you = samplePhoneTree(9)
    const alert = {
      id: RECORD,
      headline: 'Two pumps needed',
      state: 'sent',
      drill: true,
      gate: 'drill',
      verified: 'unverified',
      sentBy: you.root,
      count: 8,
      reached: 0,
      open: [],
      yours: [],
    } as const
    tree = { ...you, alert: { ...alert, open: [], yours: [] } }
    for (const what of ['tree', 'wallet']) {
      await open(`/print/${what}/${RECORD}`)
      const shown = app.page.locator('[data-print]')
      await shown.getByText('Two pumps needed').first().waitFor()
      const text = await shown.innerText()
      expect(text).toContain(t('verification.unverified'))
      expect(text).toContain(t('alert.drill.text'))
    }
  })

  test('has no accessibility problem on the screen, and asks nothing of its policy that it refuses', async () => {
    tree = samplePhoneTree(9)
    for (const screen of ['/tree', '/print/tree', '/print/wallet']) {
      await goTo(app.page, screen)
      await app.page.getByText('Ana Mill').first().waitFor()
      expect(await accessibilityProblems(app.page), screen).toEqual([])
    }
    expect(complaints).toEqual([])
  })
})
