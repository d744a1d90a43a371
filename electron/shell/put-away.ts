import { closeSync, openSync } from 'node:fs'

import type { App, BrowserWindow } from 'electron'

export interface PutAwayOptions {
  readonly app: Pick<App, 'on'>
  /** Made when the person has been told; while it is there nobody is told again. */
  readonly file: string
  /** Says where Muster has gone and how it is ended. */
  readonly onFirst: () => void
}

/** Closing the window hides it and ends nothing: what is exchanged goes on. Only quitting closes it for good. */
export function putAwayOnClose(window: Pick<BrowserWindow, 'on' | 'hide'>, options: PutAwayOptions): void {
  let quitting = false
  options.app.on('before-quit', () => {
    quitting = true
  })
  window.on('close', (event) => {
    if (quitting) return
    event.preventDefault()
    window.hide()
    if (isFirst(options.file)) options.onFirst()
  })
}

/** Where nothing can be written, being told once more is no loss. */
function isFirst(file: string): boolean {
  try {
    closeSync(openSync(file, 'wx', 0o600))
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EEXIST'
  }
}
