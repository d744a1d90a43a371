import type { Menu, NativeImage, Tray } from 'electron'

import { DEFAULT_AUTO_LOCK } from '../../core/bridge/contract/auto-lock.ts'
import type { EngineStatus } from '../engine/messages.ts'
import { type ShellWords, statusLine } from './words.ts'

export interface TrayOptions {
  readonly makeTray: (icon: NativeImage) => Tray
  readonly buildMenu: (typeof Menu)['buildFromTemplate']
  readonly icon: NativeImage
  readonly words: ShellWords
  readonly onOpen: () => void
  readonly onLock: () => void
  readonly onQuit: () => void
}

/** Muster beside the clock: who is there and where the data is, in a line. @returns what to tell it on each change */
export function showTray(options: TrayOptions): (status: EngineStatus) => void {
  const { words } = options
  const tray = options.makeTray(options.icon)
  tray.on('click', options.onOpen)
  const show = (status: EngineStatus): void => {
    const line = statusLine(words, status)
    tray.setToolTip(`Muster · ${line}`)
    tray.setContextMenu(
      options.buildMenu([
        { label: line, enabled: false },
        { type: 'separator' },
        { label: words.open, click: options.onOpen },
        { label: words.lock, enabled: status.state === 'unlocked', click: options.onLock },
        { label: words.quit, click: options.onQuit },
      ]),
    )
  }
  show({ state: 'locked', connected: 0, saved: 'empty', autoLockMinutes: DEFAULT_AUTO_LOCK })
  return show
}
