import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'

import { _electron, type Browser, chromium, type Page } from 'playwright-core'

import { ensureBuilt } from '../../scripts/building/ensure-built.mjs'
import { ROOT } from '../../scripts/launcher/node-binary.mjs'
import { cameraArgs, untilEnded } from './child.ts'
import { type Launch, type LaunchOptions, PATIENCE_MS, type Running } from './running.ts'

const MAIN = path.join(ROOT, 'dist/app/main.mjs')
const REGISTER = path.join(ROOT, 'test/e2e/double/register.mjs')

/** The desktop app: on the real Electron where its binary is here, else on the stand-in. */
export const launchApp: Launch = async (options) => {
  await ensureBuilt({ say: () => undefined })
  const binary = electronFile()
  return binary === undefined ? launchDouble(options) : launchElectron(binary, options)
}

async function launchElectron(executablePath: string, options: LaunchOptions): Promise<Running> {
  const args = [...cameraArgs(options.camera), ROOT, ...argumentsOf(options)]
  const app = await _electron.launch({ executablePath, args })
  const page = await app.firstWindow()
  page.setDefaultTimeout(PATIENCE_MS)
  if (options.size !== undefined) await page.setViewportSize(options.size)
  return {
    kind: 'electron',
    page,
    main: (run, argument) => app.evaluate(run as never, argument as never),
    close: () => app.close(),
  }
}

/** @param main another program than the one in dist/, such as one from a package */
export async function launchDouble(options: LaunchOptions, main = MAIN): Promise<Running> {
  const port = await freePort()
  const child = startDouble(options, { main, port })
  const evaluate = evaluator(child)
  let browser: Browser
  let page: Page
  try {
    browser = await connectTo(child, port)
    page = await windowOf(browser)
    page.setDefaultTimeout(PATIENCE_MS)
    if (options.size !== undefined) await page.setViewportSize(options.size)
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
  return {
    kind: 'double',
    page,
    main: evaluate,
    async close() {
      await evaluate((electron) => void setTimeout(() => electron.app.quit(), 0)).catch(() => undefined)
      await untilEnded(child)
    },
  }
}

/** The program alone, without waiting for a window: a second instance never has one. */
export function startDouble(
  options: LaunchOptions,
  { main = MAIN, port = 0 }: { main?: string; port?: number } = {},
): ChildProcess {
  const args = ['--disable-warning=ExperimentalWarning', '--import', REGISTER, main, ...argumentsOf(options)]
  return spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      MUSTER_DOUBLE_CDP_PORT: String(port),
      MUSTER_DOUBLE_ARGS: cameraArgs(options.camera).join(' '),
      ...(options.language !== undefined && { MUSTER_DOUBLE_LANGUAGE: options.language }),
    },
  })
}

function argumentsOf({ profile, listen, args = [] }: LaunchOptions): string[] {
  return ['--profile', profile, ...(listen === undefined ? [] : ['--listen', listen]), ...args]
}

/** Where the real Electron is, if it is. */
export function electronFile(): string | undefined {
  const folder = path.join(ROOT, 'node_modules/electron')
  if (!existsSync(path.join(folder, 'path.txt'))) return undefined
  const file = path.join(folder, 'dist', readFileSync(path.join(folder, 'path.txt'), 'utf8'))
  return existsSync(file) ? file : undefined
}

function evaluator(child: ChildProcess): Running['main'] {
  const waiting = new Map<number, (reply: { value?: unknown; error?: string }) => void>()
  let last = 0
  child.on('message', (reply: { id: number; value?: unknown; error?: string }) => {
    waiting.get(reply.id)?.(reply)
    waiting.delete(reply.id)
  })
  child.on('exit', () => {
    for (const settle of waiting.values()) settle({ error: 'the app has ended' })
  })
  return (run, argument) =>
    new Promise((resolve, reject) => {
      const id = ++last
      waiting.set(id, ({ value, error }) => (error === undefined ? resolve(value as never) : reject(new Error(error))))
      const ended = new Error('the app has ended')
      if (!child.connected) reject(ended)
      else child.send({ id, source: String(run), argument }, (error) => error && reject(ended)) // it may end meanwhile
    })
}

async function connectTo(child: ChildProcess, port: number): Promise<Browser> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end;) {
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`).catch(() => undefined)
    if (browser !== undefined) return browser
    if (child.exitCode !== null) throw new Error('the app has ended')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('no browser')
}

async function windowOf(browser: Browser): Promise<Page> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end;) {
    const pages = browser.contexts().flatMap((context) => context.pages())
    const page = pages.find((it) => it.url().includes('electron-double.test'))
    if (page !== undefined) {
      await page.waitForLoadState()
      return page
    }
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('no window')
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
