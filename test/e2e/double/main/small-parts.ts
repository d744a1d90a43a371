import { EventEmitter } from 'node:events'

import { record } from './state.ts'

interface Item {
  readonly label?: string
  readonly click?: () => void
}

export class Menu {
  items: readonly Item[] = []
  static buildFromTemplate(items: readonly Item[]): Menu {
    const menu = new Menu()
    menu.items = items
    return menu
  }
  static setApplicationMenu(menu: Menu | null): void {
    record.menu = [...(menu?.items ?? [])]
  }
}

export class Tray extends EventEmitter {
  setToolTip = (line: string): void => void record.trayLines.push(line)
  setContextMenu = (menu: Menu): void => void (record.trayMenu = [...menu.items])
}

export class Notification extends EventEmitter {
  readonly #options: { title: string; body: string; closed?: boolean }
  constructor(options: { title: string; body: string }) {
    super()
    this.#options = options
  }
  show(): void {
    record.notifications.push(this.#options)
    record.clickNotification = () => void this.emit('click')
  }
  close(): void {
    this.#options.closed = true
  }
}

export const nativeImage = { createFromPath: (file: string) => ({ file }) }
export const powerMonitor = Object.assign(new EventEmitter(), {
  idleSeconds: 0,
  getSystemIdleTime: () => powerMonitor.idleSeconds,
})
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] }
export const shell = { openExternal: async (url: string) => void record.opened.push(url) }
export const dialog = {
  showErrorBox: (title: string, text: string) => void record.errors.push(`${title}\n${text}`),
  /** The person saves where a test has said beforehand, else thinks better of it. */
  showSaveDialog: async (_window: unknown, options: object) => {
    record.saveDialogs.push(options)
    return record.saveTo === undefined ? { canceled: true, filePath: '' } : { canceled: false, filePath: record.saveTo }
  },
}
