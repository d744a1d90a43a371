import path from 'node:path'

import type { BrowserWindow as BrowserWindowType, NativeImage, Session } from 'electron'
import { BrowserWindow, screen } from 'electron'

import { START } from './shell/app-protocol.ts'
import { loadWindowState, saveWindowState } from './shell/window-state.ts'

const USUAL = { width: 1280, height: 800 }
const MAX_RELOADS = 3

export interface WindowOptions {
  readonly session: Session
  readonly preload: string
  /** Folder that belongs to the window alone. */
  readonly folder: string
  readonly icon: NativeImage
  /** Whether tools that look inside the page may be opened: while developing only. */
  readonly devTools: boolean
}

/** The one window. It shows itself when the page has something to show, and is kept out of screen recordings. */
export function openWindow({ session, preload, folder, icon, devTools }: WindowOptions): BrowserWindowType {
  const file = path.join(folder, 'window.json')
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea)
  const state = loadWindowState(file, areas)
  const window = new BrowserWindow({
    ...(state?.bounds ?? USUAL),
    minWidth: 800,
    minHeight: 600,
    show: false,
    title: 'Muster',
    icon,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      autoplayPolicy: 'no-user-gesture-required', // a call is heard though nobody has touched the window
      backgroundThrottling: false, // and its timers go on while it is put away
      devTools,
    },
  })
  window.setContentProtection(true)
  if (state?.maximized === true) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => saveWindowState(file, { bounds: window.getNormalBounds(), maximized: window.isMaximized() }))
  let reloads = 0
  window.webContents.on('render-process-gone', () => {
    if (++reloads <= MAX_RELOADS && !window.isDestroyed()) void window.loadURL(START)
  })
  return window
}
