/**
 * Stands in for the module `electron`: real Chromium driven from outside, real processes, the app's built files unchanged.
 * It has what the app uses and throws for what it does not know, so that a new call shows itself.
 */
import { runInThisContext } from 'node:vm'

import { app } from './main/app.ts'
import { BrowserWindow } from './main/browser-window.ts'
import { ipcMain } from './main/ipc.ts'
import { MessageChannelMain } from './main/ports.ts'
import { protocol } from './main/schemes.ts'
import { session } from './main/session.ts'
import { dialog, Menu, nativeImage, Notification, powerMonitor, screen, shell, Tray } from './main/small-parts.ts'
import { record } from './main/state.ts'
import { utilityProcess } from './process/utility-process.ts'

export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeImage,
  Notification,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
}

const electron = { app, BrowserWindow, ipcMain, powerMonitor, session, record }

/** What a test may ask the main process to run: `(electron, argument) => result`. */
process.on('message', (question: { id: number; source: string; argument: unknown }) => void answer(question))

async function answer({ id, source, argument }: { id: number; source: string; argument: unknown }): Promise<void> {
  try {
    const run = runInThisContext(`(${source})`) as (...given: unknown[]) => unknown
    process.send!({ id, value: await run(electron, argument) })
  } catch (error) {
    process.send!({ id, error: String(error) })
  }
}
