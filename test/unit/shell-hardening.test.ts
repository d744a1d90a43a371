import { EventEmitter } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { describe, expect, test } from 'vitest'

import { appProtocol } from '../../electron/shell/app-protocol.ts'
import { hardenApp, hardenContents, hardenSession, isOwn, isOwnFrame } from '../../electron/shell/hardening.ts'

const START = 'app://muster/index.html'

describe('a page', () => {
  const contents = Object.assign(new EventEmitter(), {
    open: (_details: object) => ({ action: 'allow' }),
    policy: '',
    setWindowOpenHandler: (handler: () => { action: string }) => void (contents.open = handler),
    setWebRTCIPHandlingPolicy: (policy: string) => void (contents.policy = policy),
  })
  const called: string[] = []
  hardenContents(contents as never, (link) => void called.push(link))
  const isPrevented = (name: string, url: string): boolean => {
    let prevented = false
    contents.emit(name, { url, preventDefault: () => (prevented = true) })
    return prevented
  }

  test.each(['will-navigate', 'will-frame-navigate'])('goes nowhere but to itself: %s', (name) => {
    for (const url of [START, `${START}#/join`]) expect(isPrevented(name, url)).toBe(false)
    for (const url of ['https://example.org/', 'app://muster/', `${START}.html`, `${START}?x`, 'file:///etc/passwd'])
      expect([url, isPrevented(name, url)]).toEqual([url, true])
  })

  test('hands a telephone number to this computer, and no other address, however it is written', () => {
    expect(isPrevented('will-navigate', 'tel:+34600000001')).toBe(true)
    for (const url of [
      'tel:112',
      'tel:+34600000001;ext=1',
      'tel:+34600000001\nx',
      'TEL:+34600000001x',
      'telnet:+34600000001',
      'sms:+34600000001',
    ])
      expect([url, isPrevented('will-navigate', url)]).toEqual([url, true])
    expect(called).toEqual(['tel:+34600000001'])
  })

  test('is led nowhere, embeds nothing, opens nothing, and shows no address of the laptop', () => {
    expect(isPrevented('will-redirect', START)).toBe(true)
    expect(isPrevented('will-attach-webview', START)).toBe(true)
    expect(contents.open({ url: 'https://example.org/' })).toEqual({ action: 'deny' })
    expect(contents.policy).toBe('disable_non_proxied_udp')
  })
})

test('every page of the app is hardened as soon as it is there, sandboxed, and resolves no name', () => {
  const switches: string[] = []
  let sandboxed = false
  const app = Object.assign(new EventEmitter(), {
    enableSandbox: () => (sandboxed = true),
    commandLine: { appendSwitch: (name: string, value = '') => void switches.push(`${name}=${value}`) },
  })
  hardenApp(app as never, () => undefined)
  let denied = ''
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: () => { action: string }) => (denied = handler().action),
    setWebRTCIPHandlingPolicy: () => undefined,
  })
  app.emit('web-contents-created', {}, contents)
  expect([denied, sandboxed]).toEqual(['deny', true])
  expect(contents.listenerCount('will-navigate')).toBe(1)
  expect(switches).toContain('host-resolver-rules=MAP * ~NOTFOUND')
})

test('of all requests only those for the page’s own files and what it made itself are let through', () => {
  const session = Object.assign(new EventEmitter(), {
    setSpellCheckerEnabled: () => undefined,
    webRequest: { onBeforeRequest: (it: typeof filter) => void (filter = it) },
  })
  let filter: (details: { url: string }, decide: (verdict: { cancel: boolean }) => void) => void = () => undefined
  hardenSession(session as never)
  const isCancelled = (url: string): boolean => {
    let cancelled = false
    filter({ url }, ({ cancel }) => (cancelled = cancel))
    return cancelled
  }
  for (const url of [START, 'app://muster/assets/x.js', 'blob:app://muster/1', 'data:image/png;base64,AA'])
    expect([url, isCancelled(url)]).toEqual([url, false])
  for (const url of [
    'https://app://muster/',
    'app://muster.evil.example/x',
    'app://other/',
    'ws://127.0.0.1:1/',
    'http://127.0.0.1/',
    'file:///x',
    'blob:https://x/1',
    'devtools://x',
  ])
    expect([url, isCancelled(url)]).toEqual([url, true])
  expect(isOwn('app://musterx/')).toBe(false)
  let prevented = false
  session.emit('will-download', { preventDefault: () => (prevented = true) })
  expect(prevented).toBe(true)
})

test('only the main frame of the own window at the own address is handed a port', () => {
  const own = { url: `${START}#/today`, parent: null }
  expect(isOwnFrame(own, true)).toBe(true)
  expect(isOwnFrame(own, false)).toBe(false)
  expect(isOwnFrame(null, true)).toBe(false)
  expect(isOwnFrame({ ...own, parent: own }, true)).toBe(false)
  for (const url of [
    'https://evil.example/index.html',
    'app://muster.evil.example/index.html',
    'about:blank',
    `${START}?x`,
  ])
    expect(isOwnFrame({ url, parent: null }, true)).toBe(false)
})

test('app: addresses answer with the files of the page and with nothing else', async () => {
  const answer = appProtocol(path.resolve('test/fixtures/page'))
  const status = async (url: string, method = 'GET') => (await answer(new Request(url, { method }))).status
  expect(await status(START)).toBe(200)
  expect(await status('app://muster/')).toBe(200)
  expect(await status('app://other/index.html')).toBe(404)
  expect(await status(START, 'POST')).toBe(405)
  for (const name of [
    'secret.txt',
    '../page/secret.txt',
    '..%2fpage%2fsecret.txt',
    '%2e%2e/x',
    'files.json',
    'index.html%00',
  ])
    expect([name, await status(`app://muster/${name}`)]).toEqual([name, 404])
})

test('the app never reports a crash, never looks for updates, opens no other program but to phone, and keeps no session on disk', () => {
  const source = readdirSync('electron', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join('electron', file), 'utf8'))
    .join('\n')
  expect(source).not.toMatch(/crashReporter|autoUpdater|openPath|executeJavaScript|'persist:|remote-debugging/)
  // the one address that leaves, and it has passed as a telephone number
  expect(source.match(/openExternal.*/g)).toEqual([expect.stringMatching(/^openExternal\(link\)/)])
  expect(source).toMatch(/hardenApp\(app, \(link\) => void shell\.openExternal/)
  expect(source).not.toMatch(/nodeIntegration\w*: true|contextIsolation: false|sandbox: false|webSecurity: false/)
  expect(source).not.toMatch(/\bfetch\(|from 'node:https?'|net\.request/)
})

test('calls that Electron has deprecated fail the lint, in every file of the shell', () => {
  const { overrides } = JSON.parse(readFileSync('.oxlintrc.json', 'utf8'))
  const ofShell = overrides.find(({ files }: { files: string[] }) => files.includes('electron/**'))
  expect(ofShell.rules['typescript/no-deprecated']).toBe('error')
  expect(ofShell.files).toEqual(expect.arrayContaining(['renderer/**', 'web/**']))
  const steps = readFileSync('scripts/checks/steps.mjs', 'utf8')
  expect(steps).toMatch(/name: 'lint', args: \[.*'--type-aware'/)
})
