import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

import type { BrowserWindow, PrintToPDFOptions, SaveDialogOptions } from 'electron'

/** A tagged PDF (ISO 32000, 14.8): it can be read aloud, and keeps its reading order and language. The page says its size. */
export const PDF: PrintToPDFOptions = {
  generateTaggedPDF: true,
  generateDocumentOutline: true,
  preferCSSPageSize: true,
  printBackground: true,
}

/** Names that are offered for the file: they tell nothing of whom it is about. */
const NAMES: Readonly<Record<string, string>> = { tree: 'muster-phone-tree.pdf', wallet: 'muster-wallet-cards.pdf' }

export interface PdfParts {
  readonly showSaveDialog: (
    window: BrowserWindow,
    options: SaveDialogOptions,
  ) => Promise<{ readonly canceled: boolean; readonly filePath?: string }>
}

/**
 * Saves what the window shows as a PDF, where the person says. The system's dialog asks before a file is replaced, and it is replaced
 * in one step: what was there stays whole until the new one is.
 *
 * @param what as the page said it: checked here
 */
export async function savePdf(
  window: BrowserWindow,
  what: unknown,
  { showSaveDialog }: PdfParts,
): Promise<'saved' | 'cancelled' | 'failed'> {
  const name = typeof what === 'string' && Object.hasOwn(NAMES, what) ? NAMES[what] : undefined
  if (name === undefined) return 'failed'
  try {
    // What is on screen when they ask is what they get, not what it is when they have found a place
    const bytes = await window.webContents.printToPDF(PDF)
    const { canceled, filePath } = await showSaveDialog(window, {
      defaultPath: name,
      filters: [{ name: 'PDF', extensions: ['pdf'] }],
      properties: ['showOverwriteConfirmation', 'createDirectory'],
    })
    if (canceled || filePath === undefined || filePath === '') return 'cancelled'
    await replace(filePath, bytes)
    return 'saved'
  } catch {
    return 'failed'
  }
}

async function replace(file: string, bytes: Uint8Array): Promise<void> {
  const beside = path.join(path.dirname(file), `.${randomUUID()}.pdf`)
  try {
    await writeFile(beside, bytes, { mode: 0o600, flag: 'wx' })
    await rename(beside, file)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}
