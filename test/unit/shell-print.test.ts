import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { PDF, savePdf } from '../../electron/shell/print.ts'

let folder: string
let printed: object[]
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-print-'))
  printed = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const window = (bytes: Uint8Array = Buffer.from('%PDF-new')) =>
  ({ webContents: { printToPDF: async (options: object) => (printed.push(options), bytes) } }) as never
const to = (filePath: string) => ({ showSaveDialog: async () => ({ canceled: false, filePath }) })

test('a page is saved as a PDF that can be read aloud, for this person alone', async () => {
  const file = path.join(folder, 'tree.pdf')
  expect(await savePdf(window(), 'tree', to(file))).toBe('saved')
  expect(readFileSync(file, 'utf8')).toBe('%PDF-new')
  expect(statSync(file).mode & 0o077).toBe(0)
  expect(printed).toEqual([PDF])
  expect(PDF).toMatchObject({ generateTaggedPDF: true, preferCSSPageSize: true })
})

test('the dialog asks before a file is replaced, and offers a name that tells nothing of anybody', async () => {
  const asked: any[] = []
  const showSaveDialog = async (_window: unknown, options: object) => (asked.push(options), { canceled: true })
  expect(await savePdf(window(), 'wallet', { showSaveDialog })).toBe('cancelled')
  expect(asked[0].properties).toContain('showOverwriteConfirmation')
  expect(asked[0].defaultPath).toBe('muster-wallet-cards.pdf')
  expect(readdirSync(folder)).toEqual([])
})

test('what is there stays whole where the new one cannot be written, and nothing is left beside it', async () => {
  const file = path.join(folder, 'tree.pdf')
  writeFileSync(file, 'old')
  expect(await savePdf(window(), 'tree', to(path.join(folder, 'no', 'such', 'tree.pdf')))).toBe('failed')
  expect(await savePdf(window(), 'tree', to(folder))).toBe('failed')
  expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['old', ['tree.pdf']])
})

test.each([undefined, 'other', '__proto__', 7, { toString: () => 'tree' }])(
  'nothing but a tree and cards is saved: %s',
  async (what) => {
    expect(await savePdf(window(), what, to(path.join(folder, 'x.pdf')))).toBe('failed')
    expect([printed, readdirSync(folder)]).toEqual([[], []])
  },
)
