import { createHash } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { bootChromium, closeChromium } from './chromium.ts'
import { record, state } from './state.ts'

/** Set by the window's part: closes every window. @returns false when one refused */
export const windows = { closeAll: (): boolean => true }

/** The nearest package.json above the program, as Electron reads it. */
function readManifest(): { dir: string; name: string; version: string } {
  for (let dir = path.dirname(path.resolve(process.argv[1] ?? '.')); ; dir = path.dirname(dir)) {
    try {
      return { dir, ...JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8')) }
    } catch {
      if (dir === path.dirname(dir)) throw new Error('no package.json')
    }
  }
}

class App extends EventEmitter {
  readonly isPackaged = process.env['MUSTER_DOUBLE_PACKAGED'] === '1'
  readonly commandLine = { appendSwitch: (name: string, value = '') => void record.switches.push(`${name}=${value}`) }
  readonly #manifest = readManifest()
  readonly #paths = new Map<string, string>()
  #ready: Promise<void> | undefined
  #lock: Server | undefined
  #quitting = false

  whenReady = (): Promise<void> => {
    this.#ready ??= bootChromium().then(() => {
      state.booted = true
      this.emit('ready', {}, {})
    })
    return this.#ready
  }
  getVersion = () => this.#manifest.version
  getPreferredSystemLanguages = () => [process.env['MUSTER_DOUBLE_LANGUAGE'] ?? 'en-US']
  getPath = (name: string) => this.#paths.get(name) ?? path.join(tmpdir(), `muster-double-${name}`)
  setPath = (name: string, value: string) => void this.#paths.set(name, value)
  setAsDefaultProtocolClient = (scheme: string) => (record.protocols.push(scheme), true)
  enableSandbox = () => {
    if (state.booted) throw new Error('app.enableSandbox() must be called before app is ready')
    record.sandboxed = true
  }

  /** Synchronous like Electron's: a file names the holder; the loser hands over its arguments and is told false. */
  requestSingleInstanceLock = (): boolean => {
    const id = createHash('sha256').update(this.getPath('userData')).digest('hex').slice(0, 16)
    const socket = path.join(tmpdir(), `muster-double-${id}.sock`)
    const holder = livingHolder(`${socket}.pid`)
    if (holder !== undefined && holder !== process.pid) {
      connect(socket)
        .on('error', () => undefined)
        .end(JSON.stringify(process.argv))
      return false
    }
    mkdirSync(path.dirname(socket), { recursive: true })
    rmSync(socket, { force: true })
    writeFileSync(`${socket}.pid`, String(process.pid))
    this.#lock = createServer((client) => {
      let text = ''
      client.on('data', (bytes) => (text += String(bytes)))
      client.on('end', () => this.emit('second-instance', {}, JSON.parse(text), '', {}))
    }).listen(socket)
    this.#lock.unref()
    process.once('exit', () => {
      for (const file of [socket, `${socket}.pid`]) rmSync(file, { force: true })
    })
    return true
  }

  quit = (): void => {
    if (this.#quitting) return
    this.#quitting = true
    const isPrevented = (name: string): boolean => {
      let prevented = false
      this.emit(name, { preventDefault: () => (prevented = true) })
      return prevented
    }
    if (isPrevented('before-quit') || !windows.closeAll() || isPrevented('will-quit')) {
      this.#quitting = false
      return
    }
    this.emit('quit', {}, 0)
    void closeChromium().finally(() => process.exit(0))
  }

  /** Ends at once, but lets the message to the first instance leave. */
  exit = (code = 0): void => void setTimeout(() => void closeChromium().finally(() => process.exit(code)), 200)
}

function livingHolder(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    process.kill(pid, 0)
    return pid
  } catch {
    return undefined
  }
}

export const app = new App()
state.tellApp = (name, ...data) => void app.emit(name, ...data)
