import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { sourceHash } from '../../scripts/building/source-hash.mjs'
import { electronBinary } from '../../scripts/starting/electron-binary.mjs'
import { browserOpener } from '../../web/open-browser.ts'
import { readStartOptions } from '../../web/start-options.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'muster-start-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(file: string, text: string): string {
  const full = path.join(root, file)
  mkdirSync(path.dirname(full), { recursive: true })
  writeFileSync(full, text)
  return full
}

describe('the Electron program', () => {
  const said: string[] = []
  const find = (env: NodeJS.ProcessEnv = {}, timeoutMs = 10_000) =>
    electronBinary({ root, env, timeoutMs, say: (line) => said.push(line) })
  const program = 'node_modules/electron/dist/bin'
  beforeEach(() => {
    said.length = 0
    write('node_modules/electron/path.txt', 'bin')
  })

  test('is the one that is there', async () => {
    const file = write(program, '')
    expect(await find()).toEqual({ file })
    expect(said).toEqual([])
  })

  test('is the one in the folder that the environment names', async () => {
    const file = write('elsewhere/bin', '')
    expect(await find({ ELECTRON_OVERRIDE_DIST_PATH: path.join(root, 'elsewhere') })).toEqual({ file })
  })

  test('is fetched where it is missing', async () => {
    const script = `require('node:fs').mkdirSync(${JSON.stringify(path.join(root, path.dirname(program)))}, { recursive: true });
      require('node:fs').writeFileSync(${JSON.stringify(path.join(root, program))}, '')`
    write('node_modules/electron/install.js', script)
    expect(await find()).toEqual({ file: path.join(root, program) })
    expect(said).toHaveLength(1)
  })

  test('is not fetched where MUSTER_NO_DOWNLOAD forbids it', async () => {
    write('node_modules/electron/install.js', 'process.exit(7)')
    expect(await find({ MUSTER_NO_DOWNLOAD: '1' })).toEqual({ why: expect.stringContaining('MUSTER_NO_DOWNLOAD') })
    expect(said).toEqual([])
  })

  test('is given up in one line where fetching it fails, ends badly, or takes too long', async () => {
    write(
      'node_modules/electron/install.js',
      "console.error('x'); console.error('RequestError: no way out'); process.exit(1)",
    )
    expect(await find()).toEqual({ why: 'Electron could not be fetched (RequestError: no way out)' })
    write('node_modules/electron/install.js', 'setInterval(() => undefined, 1000)')
    expect(await find({}, 100)).toEqual({ why: 'Electron could not be fetched (it took too long)' })
    rmSync(path.join(root, 'node_modules/electron/install.js'))
    expect(await find()).toEqual({ why: 'Electron is not among the installed dependencies' })
  })
})

describe('npm start', () => {
  const start = (electron: string) =>
    new Promise<{ code: number | null; text: string }>((resolve) => {
      const file = write('electron/electron', electron)
      chmodSync(file, 0o755)
      const child = spawn(
        process.execPath,
        ['scripts/start.mjs', '--no-open', '--profile', path.join(root, 'profile')],
        {
          env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: path.dirname(file), NODE_OPTIONS: '' },
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      )
      let text = ''
      const collect = (bytes: Buffer): void => {
        text += String(bytes)
        if (text.includes('#token=')) child.kill('SIGTERM')
      }
      child.stdout.on('data', collect)
      child.stderr.on('data', collect)
      child.on('close', (code) => resolve({ code, text }))
    })

  test.skipIf(process.platform === 'win32')(
    'opens the app, gives it its arguments and ends with its code',
    async () => {
      const { code, text } = await start('#!/bin/sh\necho "opened $2 $3"\nexit 0\n')
      expect([code, text]).toEqual([0, expect.stringContaining('opened --no-open --profile')])
      expect(text).not.toContain('browser')
    },
    60_000,
  )

  test.skipIf(process.platform === 'win32')(
    'says why in one line and opens the page in a browser where the app cannot',
    async () => {
      const { code, text } = await start('#!/bin/sh\nexit 1\n')
      expect(text).toContain('Muster opens in your browser: Electron did not start (code 1, see above).\n')
      expect(text).toMatch(/http:\/\/127\.0\.0\.1:\d+\/#token=/)
      expect([code, text]).toEqual([0, expect.stringContaining('Everything is saved')])
    },
    60_000,
  )
})

describe('a build', () => {
  test('is known by every byte of its source and by nothing else', () => {
    const first = sourceHash(root)
    write('renderer/main.tsx', 'a')
    const second = sourceHash(root)
    write('renderer/main.tsx', 'b')
    const third = sourceHash(root)
    write('README.md', 'c')
    expect(new Set([first, second, third]).size).toBe(3)
    expect(sourceHash(root)).toBe(third)
  })
})

describe('a browser', () => {
  const ask = (platform: NodeJS.Platform, env: Record<string, string>) =>
    browserOpener('http://127.0.0.1:1/#once=x', { platform, env })

  test('is opened by the program that the system has for it', () => {
    const xdgOpen = write('bin/xdg-open', '')
    chmodSync(xdgOpen, 0o755)
    const PATH = `relative:${path.join(root, 'none')}:${path.dirname(xdgOpen)}`
    expect(ask('linux', { DISPLAY: ':0', PATH })).toEqual({ file: xdgOpen, args: ['http://127.0.0.1:1/#once=x'] })
    expect(ask('linux', { WAYLAND_DISPLAY: 'wayland-0', PATH })?.file).toBe(xdgOpen)
    expect(ask('darwin', {})?.file).toBe('/usr/bin/open')
    expect(ask('win32', {})?.file).toBe('rundll32')
  })

  test('is not opened without a screen, or where nothing can open it', () => {
    expect(ask('linux', { PATH: '/usr/bin' })).toBeUndefined()
    expect(ask('linux', { DISPLAY: ':0', PATH: root })).toBeUndefined()
    expect(ask('linux', { DISPLAY: ':0' })).toBeUndefined()
  })
})

test('the window’s options are read among those of Chromium, and nonsense among them is left alone', () => {
  const usual = { profile: undefined, listen: undefined, discovery: true, port: 0, open: true }
  expect(readStartOptions([])).toEqual(usual)
  expect(readStartOptions(['.', '--inspect=0', 'muster:ABC', '--port', 'x', '--profile'])).toEqual(usual)
  expect(readStartOptions(['--port', '70000'])).toEqual(usual)
  expect(
    readStartOptions(['--profile', '/p', '--listen=127.0.0.1:7', '--no-discovery', '--port=8700', '--no-open']),
  ).toEqual({ profile: '/p', listen: '127.0.0.1:7', discovery: false, port: 8_700, open: false })
})
