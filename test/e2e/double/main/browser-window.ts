import { EventEmitter } from 'node:events'

import { windows } from './app.ts'
import { toReal } from './schemes.ts'
import { record, state } from './state.ts'
import { WebContents } from './web-contents.ts'

export class BrowserWindow extends EventEmitter {
  static readonly #all = new Set<BrowserWindow>()
  readonly webContents: WebContents
  #bounds: { x: number; y: number; width: number; height: number }
  #minimized = false
  #focused = false
  #visible: boolean

  static getAllWindows = (): BrowserWindow[] => [...BrowserWindow.#all]

  constructor(options: Record<string, any>) {
    super()
    if (!state.booted) throw new Error('Cannot create BrowserWindow before app is ready')
    const { x = 0, y = 0, width = 800, height = 600, show = true, webPreferences = {} } = options
    this.#bounds = { x, y, width, height }
    this.#visible = show
    this.webContents = new WebContents(webPreferences, () => this.#gone())
    BrowserWindow.#all.add(this)
  }

  async loadURL(url: string): Promise<void> {
    const { webContents } = this
    await webContents.ready
    const { page } = webContents
    await page.setViewportSize({ width: this.#bounds.width, height: this.#bounds.height })
    const origin = new URL(toReal(url)).origin
    if (webContents.session.check(webContents, 'clipboard-sanitized-write'))
      await state.context!.grantPermissions(['clipboard-write'], { origin })
    webContents.expected.add(url)
    await page.goto(toReal(url))
    this.emit('ready-to-show')
  }

  /** @returns whether nobody prevented it */
  close = (): boolean => {
    let prevented = false
    this.emit('close', { preventDefault: () => (prevented = true) })
    if (!prevented) {
      this.#gone()
      void this.webContents.page?.close().catch(() => undefined)
    }
    return !prevented
  }

  #gone(): void {
    if (!BrowserWindow.#all.delete(this)) return
    this.emit('closed')
    if (BrowserWindow.#all.size === 0) state.tellApp('window-all-closed')
  }

  show = (): void => void (this.#visible = true)
  hide = (): void => {
    this.#visible = false
    this.#focused = false
  }
  focus = (): void => {
    this.#focused = true
    this.emit('focus')
  }
  flashFrame = (on: boolean): void => void (record.flashing = on)
  blur = (): void => void (this.#focused = false)
  minimize = (): void => void (this.#minimized = true)
  restore = (): void => void (this.#minimized = false)
  maximize = (): void => undefined
  isVisible = (): boolean => this.#visible
  isMinimized = (): boolean => this.#minimized
  isMaximized = (): boolean => false
  isFocused = (): boolean => this.#focused
  isDestroyed = (): boolean => !BrowserWindow.#all.has(this)
  getNormalBounds = () => ({ ...this.#bounds })
  setBounds = (bounds: { x: number; y: number; width: number; height: number }): void => void (this.#bounds = bounds)
  setContentProtection = (on: boolean): void => void (record.contentProtected = on)
}

windows.closeAll = () => BrowserWindow.getAllWindows().every((window) => window.close())
