import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'

import type { CDPSession, Page } from 'playwright-core'

import { mainWorld, preloadWorld } from '../page/worlds.ts'
import { ipcMain } from './ipc.ts'
import type { MessagePortMain } from './ports.ts'
import { toApp } from './schemes.ts'
import { type Session, session } from './session.ts'
import { type JudgedContents, record, state } from './state.ts'

const WORLD = 'electron-preload'
const BINDING = 'electronBinding'
/** What an app may not turn on or off. */
const REFUSED: readonly (readonly [string, boolean])[] = [
  ['nodeIntegration', true],
  ['nodeIntegrationInWorker', true],
  ['nodeIntegrationInSubFrames', true],
  ['contextIsolation', false],
  ['sandbox', false],
  ['webSecurity', false],
  ['allowRunningInsecureContent', true],
  ['experimentalFeatures', true],
  ['webviewTag', true],
]

interface FromPreload {
  readonly t: 'send' | 'port' | 'open' | 'leave' | 'ask' | 'check' | 'error'
  readonly id: number
  readonly channel: string
  readonly args: readonly unknown[]
  readonly data: unknown
  readonly href: string
}

let lastId = 0

export class WebContents extends EventEmitter implements JudgedContents {
  readonly id = ++lastId
  readonly expected = new Set<string>()
  readonly session: Session
  readonly ready: Promise<void>
  page!: Page
  #cdp!: CDPSession
  #world: number | undefined
  #ports = new Map<number, MessagePortMain>()
  #lastPort = 0
  #onOpen: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })

  constructor(preferences: Record<string, unknown>, onGone: () => void) {
    super()
    for (const [name, value] of REFUSED) if (preferences[name] === value) throw new Error(`stand-in: refuses ${name}`)
    this.session = (preferences['session'] as Session | undefined) ?? session.defaultSession
    this.ready = this.#begin(String(preferences['preload']), onGone)
    queueMicrotask(() => state.tellApp('web-contents-created', {}, this))
  }

  async #begin(preload: string, onGone: () => void): Promise<void> {
    this.page = await state.context!.newPage()
    state.contents.add(this)
    this.page.on('popup', (popup) => void popup.close())
    this.page.on('close', onGone)
    this.page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed' }))
    if (process.env['MUSTER_DOUBLE_VERBOSE'] !== undefined)
      this.page.on('console', (line) => console.error('[page]', line.type(), line.text()))
    const cdp = await state.context!.newCDPSession(this.page)
    this.#cdp = cdp
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === WORLD) this.#world = context.id
    })
    cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === BINDING) void this.#receive(JSON.parse(payload) as FromPreload)
    })
    await cdp.send('Runtime.enable')
    await cdp.send('Page.enable')
    await cdp.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD })
    const secret = crypto.randomUUID()
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorld(secret) })
    const source = preloadWorld(secret, readFileSync(preload, 'utf8'))
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: WORLD })
  }

  async #receive(message: FromPreload): Promise<void> {
    const { t, id, data } = message
    if (t === 'error') return console.error('preload:', data)
    if (t === 'port') return this.#ports.get(id)?.raw.postMessage(data)
    if (t === 'open') return this.#open(toApp(String(data)))
    if (t === 'leave') return this.#leave(String(data))
    if (t === 'ask') return this.#grant(id, data as string[])
    if (t === 'check') {
      const granted = this.session.check(
        this,
        data === 'camera' || data === 'microphone' ? 'media' : String(data),
        MEDIA[String(data)],
      )
      return this.#deliver('answer', { id, value: granted })
    }
    const frame = { url: toApp(message.href), parent: null }
    ipcMain.emit(message.channel, { sender: this, senderFrame: frame, ports: [] }, ...message.args)
  }

  /** Electron would hand an address of another program to the system where the app does not prevent it. */
  #leave(url: string): void {
    let prevented = false
    this.emit('will-navigate', { url, preventDefault: () => (prevented = true) })
    record.blocked.push(`${prevented ? 'leave' : 'LEFT'} ${url}`)
  }

  /** Electron would open a second window where the app does not deny it. */
  #open(url: string): void {
    if (this.#onOpen({ url }).action === 'deny') record.blocked.push(`open ${url}`)
    else record.popups++
  }

  async #grant(id: number, kinds: readonly string[]): Promise<void> {
    const granted = await this.session.ask(this, 'media', kinds)
    const names: Record<string, string> = { video: 'camera', audio: 'microphone' }
    if (granted)
      await state.context!.grantPermissions(
        kinds.map((kind) => names[kind]!),
        { origin: new URL(this.page.url()).origin },
      )
    await this.#deliver('answer', { id, value: granted })
  }

  async #deliver(kind: string, message: unknown): Promise<void> {
    if (this.#world === undefined) return
    const expression = `globalThis.electronDeliver?.(${JSON.stringify(kind)}, ${JSON.stringify(message)})`
    await this.#cdp.send('Runtime.evaluate', { contextId: this.#world, expression }).catch(() => undefined)
  }

  send = (channel: string, ...args: unknown[]): void => void this.#deliver('event', { channel, args, ports: [] })

  postMessage = (channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void => {
    const ports = transfer.map((port) => {
      const id = ++this.#lastPort
      this.#ports.set(id, port)
      port.raw.on('message', (data: unknown) => void this.#deliver('port', { id, data }))
      return id
    })
    void this.#deliver('event', { channel, args: message === undefined ? [] : [message], ports })
  }

  /** As Electron's: what it does not know it refuses. */
  printToPDF = async (options: Record<string, unknown>): Promise<Buffer> => {
    for (const name of Object.keys(options)) if (!PDF_OPTIONS.has(name)) throw new Error(`stand-in: unknown ${name}`)
    const { data } = await this.#cdp.send('Page.printToPDF', options)
    return Buffer.from(data, 'base64')
  }

  getURL = (): string => toApp(this.page?.url() ?? '')
  isDestroyed = (): boolean => this.page?.isClosed() ?? false
  setWebRTCIPHandlingPolicy = (policy: string): void => void (record.webRtcPolicy = policy)
  setWindowOpenHandler = (handler: (details: { url: string }) => { action: string }): void => {
    this.#onOpen = handler
  }
}

const PDF_OPTIONS = new Set(['generateTaggedPDF', 'generateDocumentOutline', 'preferCSSPageSize', 'printBackground'])
const MEDIA: Readonly<Record<string, string>> = { camera: 'video', microphone: 'audio' }
