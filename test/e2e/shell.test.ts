import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'

import { rawCall } from './bridge-calls.ts'
import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { launchApp, startDouble } from './launch-app.ts'
import type { Running } from './running.ts'

const PASSPHRASE = 'river stones at dawn'

describe.skipIf(chromiumPath() === undefined)('the desktop app', () => {
  let profile: string
  let app: Running

  beforeAll(async () => {
    profile = mkdtempSync(path.join(tmpdir(), 'muster-shell-'))
    app = await launchApp({ profile, listen: '127.0.0.1:0', args: ['--some-switch', 'muster:FROMTHESTART234567'] })
  })
  afterAll(async () => {
    await app?.close()
    rmSync(profile, { recursive: true, force: true })
  })
  const blocked = () => app.main((electron) => electron.record.blocked as string[])

  describe('gives its page', () => {
    test('three frozen functions and nothing else', async () => {
      const seen = await app.page.evaluate(() => {
        const world = globalThis as any
        const replaced = Reflect.set(world, 'muster', 'mine') || Reflect.set(world.muster, 'call', 'mine')
        return {
          keys: Object.keys(world.muster).toSorted(),
          types: Object.values(world.muster).map((it) => typeof it),
          frozen: Object.isFrozen(world.muster),
          replaced,
          others: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron', 'electronBinding'].filter(
            (it) => it in world,
          ),
        }
      })
      expect(seen).toEqual({
        keys: ['call', 'on', 'savePdf'],
        types: ['function', 'function', 'function'],
        frozen: true,
        replaced: false,
        others: [],
      })
    })

    test('no word of anything but replies, the end, and links', async () => {
      const refusals = await app.page.evaluate(() => {
        const { muster } = globalThis as any
        return ['port', '__proto__', 'constructor', '', 7].map((what) => {
          try {
            muster.on(what, () => undefined)
            return 'heard'
          } catch {
            return 'refused'
          }
        })
      })
      expect(refusals).toEqual(Array.from({ length: 5 }, () => 'refused'))
    })

    test('an engine that refuses unknown and malformed calls', async () => {
      const code = async (name: unknown, input: unknown, extra?: object) =>
        (await rawCall(app.page, name, input, extra)).error?.code
      expect(await code('no:such', {})).toBe('bridge/unknown-command')
      expect(await code('__proto__', {})).toBe('bridge/unknown-command')
      expect(await code(7, {})).toBe('bridge/malformed-call')
      expect(await code('profile:status', {}, { t: 'run' })).toBe('bridge/malformed-call')
      expect(await code('profile:status', {}, { id: 'x' })).toBe('bridge/malformed-call')
      expect(await code('profile:unlock', { passphrase: 7 })).toBe('domain/invalid-input')
      expect(await code('profile:unlock', { passphrase: PASSPHRASE, admin: true })).toBe('domain/invalid-input')
      expect(await code('network:list', {})).toBe('identity/locked')
    })

    test('a link that came with the start, in one spelling, to be confirmed: nothing was done with it', async () => {
      const told = await app.main((electron) => electron.record.protocols as string[])
      expect(told).toEqual(['muster'])
      expect((await rawCall(app.page, 'profile:status', {})).value.state).toBe('new')
    })
  })

  describe('keeps its page inside', () => {
    let canary: Server
    let hits: string[]
    let base: string
    beforeAll(async () => {
      hits = []
      canary = createServer((request, response) => {
        hits.push(request.url ?? '')
        response.setHeader('access-control-allow-origin', '*')
        response.end('x')
      })
      await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
      base = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`
    })
    afterAll(() => void canary.close())

    test('no request leaves it, whatever script in it tries', async () => {
      await app.page.evaluate(async (to) => {
        const tries = [
          () => fetch(`${to}/fetch`),
          () => void (new Image().src = `${to}/image`),
          () => void navigator.sendBeacon(`${to}/beacon`, 'x'),
          () => void new WebSocket(`${to.replace('http', 'ws')}/socket`),
          () => void new EventSource(`${to}/events`),
          () => import(`${to}/module.js`),
          () => void new Worker(`${to}/worker.js`),
          () => {
            for (const rel of ['prefetch', 'preload', 'stylesheet', 'dns-prefetch', 'preconnect', 'icon']) {
              const link = document.createElement('link')
              Object.assign(link, { rel, href: `${to}/${rel}`, as: 'image' })
              document.head.append(link)
            }
          },
          () => {
            const frame = document.createElement('iframe')
            frame.src = `${to}/frame`
            document.body.append(frame)
          },
          () => {
            const form = document.createElement('form')
            form.action = `${to}/form`
            document.body.append(form)
            form.submit()
          },
          () => void (location.href = `${to}/navigation`),
          () => void window.open(`${to}/window`),
        ]
        for (const attempt of tries as (() => unknown)[]) {
          try {
            await Promise.resolve(attempt())
          } catch {
            // refused, as it should be
          }
        }
      }, base)
      await expect.poll(blocked).toContain(`open ${base}/window`)
      await app.page.waitForTimeout(300) // what would be on its way arrives
      expect(hits).toEqual([])
    })

    test('even a request that its policy would let through is cancelled, in every session', async () => {
      if (app.kind !== 'double') return
      const urls = [
        'https://example.org/',
        `${base}/x`,
        'ws://127.0.0.1:1/',
        'app://other/x',
        'app://muster/index.html',
      ]
      const verdicts = await app.main(async ({ session }, asked) => {
        const ask = (of: any, url: string) =>
          new Promise<unknown>((decide) => of.beforeRequest({ url }, ({ cancel }: any) => decide(cancel)))
        const sessions = [session.defaultSession, session.fromPartition('muster')]
        return Promise.all(sessions.map((of) => Promise.all(asked.map((url: string) => ask(of, url)))))
      }, urls)
      const each = [true, true, true, true, false]
      expect(verdicts).toEqual([each, each])
      expect(hits).toEqual([])
    })

    test('script and style that the app did not bring are not run', async () => {
      const seen = await app.page.evaluate(async () => {
        const world = globalThis as any
        const told: string[] = []
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => told.push(effectiveDirective))
        const refused = (attempt: () => unknown): boolean => {
          try {
            attempt()
            return false
          } catch {
            return true
          }
        }
        const script = document.createElement('script')
        const inline = refused(() => (script.textContent = 'globalThis.ran = 1'))
        document.body.append(script)
        await new Promise((resolve) => setTimeout(resolve)) // what a debugger runs at once may evaluate text
        const run = world.eval as (text: string) => unknown
        const evaluated = refused(() => run('globalThis.ran = 2'))
        const html = refused(() => (document.body.lastElementChild!.innerHTML = '<img src=x onerror="ran = 3">'))
        const policy = refused(() => world.trustedTypes.createPolicy('other', { createHTML: (it: string) => it }))
        await new Promise((resolve) => setTimeout(resolve, 100))
        return { inline, evaluated, html, policy, ran: world.ran, told: told.length > 0 }
      })
      expect(seen).toEqual({ inline: true, evaluated: true, html: true, policy: true, ran: undefined, told: true })
    })

    test('it stays where it is, opens no window, and may load itself again', async () => {
      const before = app.page.url()
      await app.page.evaluate(() => void (location.href = 'https://example.org/'))
      await app.page.evaluate(() => void window.open('https://example.org/help'))
      await expect
        .poll(blocked)
        .toEqual(expect.arrayContaining(['navigate https://example.org/', 'open https://example.org/help']))
      expect(app.page.url()).toBe(before)
      expect(await app.main((electron) => electron.record.popups as number)).toBe(0)
      await app.page.reload()
      expect((await rawCall(app.page, 'profile:status', {})).t).toBe('ok')
    })

    test('files beside the page are not there', async () => {
      const status = (file: string) => app.page.evaluate(async (it) => (await fetch(it)).status, file)
      expect(await status('/index.html')).toBe(200)
      for (const file of [
        '/../app/main.mjs',
        '/..%2fapp%2fmain.mjs',
        '/%2e%2e/app/main.mjs',
        '/files.json',
        '/package.json',
        '/x',
      ])
        expect(await status(file)).toBe(404)
    })

    test('its answers carry the whole policy', async () => {
      const headers = await app.page.evaluate(async () => Object.fromEntries((await fetch('/index.html')).headers))
      expect(headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; " +
          "worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; " +
          "require-trusted-types-for 'script'; trusted-types muster; connect-src 'self'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      })
    })
  })

  describe('asks the person for', () => {
    const wish = (wanted: MediaStreamConstraints) =>
      app.page.evaluate(async (it) => {
        try {
          const stream = await navigator.mediaDevices.getUserMedia(it)
          for (const track of stream.getTracks()) track.stop()
          return 'granted'
        } catch (error) {
          return (error as Error).name
        }
      }, wanted)
    const go = (hash: string) => app.page.evaluate((it) => void (location.hash = it), hash)

    test('no camera, unless the page stands where codes are read; never a microphone', async () => {
      await go('#/')
      expect(await wish({ video: true })).toBe('NotAllowedError')
      await go('#/joining')
      expect(await wish({ video: true })).toBe('NotAllowedError')
      await go('#/join')
      expect(await wish({ video: true })).not.toBe('NotAllowedError') // NotFoundError: there is none here
      expect(await wish({ audio: true })).toBe('NotAllowedError')
      expect(await wish({ audio: true, video: true })).toBe('NotAllowedError')
      await go('#/')
    })

    test('nothing else that a page can ask for', async () => {
      const state = (name: string) =>
        app.page.evaluate(async (it) => (await navigator.permissions.query({ name: it as PermissionName })).state, name)
      for (const name of ['camera', 'microphone', 'geolocation', 'notifications', 'midi', 'clipboard-read'])
        expect([name, await state(name)]).toEqual([name, 'denied'])
    })
  })

  describe('hands its engine', () => {
    test('to its own page alone: a foreign frame gets no port', async () => {
      const given = await app.main((electron) => {
        const [window] = electron.BrowserWindow.getAllWindows()
        const ports: string[] = []
        const real = window.webContents
        const foreign = { postMessage: () => ports.push('foreign window') }
        const start = real.getURL().split('#')[0]
        const senders = [
          [foreign, { url: start, parent: null }],
          [real, { url: 'https://evil.example/index.html', parent: null }],
          [real, { url: 'app://muster.evil.example/index.html', parent: null }],
          [real, { url: start, parent: { url: start } }],
          [real, null],
        ]
        const post = real.postMessage
        real.postMessage = () => ports.push('own window')
        for (const [sender, senderFrame] of senders) electron.ipcMain.emit('muster:ready', { sender, senderFrame })
        const refused = [...ports]
        electron.ipcMain.emit('muster:ready', { sender: real, senderFrame: { url: start, parent: null } })
        real.postMessage = post
        return { refused, own: ports }
      })
      expect(given).toEqual({ refused: [], own: ['own window'] })
    })

    test('whole: a profile, a network and an incident, through the built engine and documents programs', async () => {
      expect((await rawCall(app.page, 'profile:unlock', { passphrase: PASSPHRASE })).value.state).toBe('unlocked')
      const made = await rawCall(app.page, 'network:create', { name: 'River Street', as: 'Ana' })
      const network = made.value.id as string
      const fields = { what: 'Water in the cellar of the school' }
      const added = await rawCall(app.page, 'record:add', { network, kind: 'incident', records: [fields] })
      expect(added).toMatchObject({ t: 'ok', value: { ids: [expect.any(String)] } })
      const id = added.value.ids[0] as string
      const shown = await rawCall(app.page, 'record:show', { network, kind: 'incident', id })
      expect(shown.value.record).toMatchObject(fields)
      const pids = await app.main((electron) => [process.pid, electron.app.isPackaged ? 1 : 0])
      expect((await rawCall(app.page, 'profile:status', {})).value.pid).not.toBe(pids[0])
    })
  })

  describe('beside its window', () => {
    const lines = () => app.main((electron) => electron.record.trayLines as string[])
    const state = async () => (await rawCall(app.page, 'profile:status', {})).value.state
    const unlock = () => rawCall(app.page, 'profile:unlock', { passphrase: PASSPHRASE })
    afterEach(unlock)

    test('tells in the tray who is there and where the data is, and no name', async () => {
      await expect
        .poll(async () => (await lines()).at(-1))
        .toBe('Muster · Nobody connected · Saved on this computer only')
      expect((await lines()).join()).not.toMatch(/Ana|River|cellar/)
    })

    test('locks from the tray', async () => {
      await app.main((electron) => electron.record.trayMenu.find((item: any) => item.label === 'Lock now').click())
      await expect.poll(state).toBe('locked')
      await expect.poll(async () => (await lines()).at(-1)).toBe('Muster · Locked')
    })

    test('locks when the laptop goes to sleep and when its screen is locked', async () => {
      for (const name of ['suspend', 'lock-screen']) {
        await unlock()
        await app.main((electron, it) => void electron.powerMonitor.emit(it), name)
        await expect.poll(state).toBe('locked')
      }
    })

    test('is kept out of screen recordings, resolves no name, and runs its page in a sandbox', async () => {
      const seen = await app.main(({ record }) => ({
        switches: record.switches as string[],
        protected: record.contentProtected as boolean,
        sandboxed: record.sandboxed as boolean,
        policy: record.webRtcPolicy as string,
      }))
      expect(seen.switches).toContain('host-resolver-rules=MAP * ~NOTFOUND')
      expect(seen).toMatchObject({ protected: true, sandboxed: true, policy: 'disable_non_proxied_udp' })
    })
  })

  test('started again, it shows its window and hands over the link; a second window never opens', async () => {
    await app.page.evaluate(() => {
      const world = globalThis as any
      world.links = []
      world.muster.on('link', (code: string) => world.links.push(code))
    })
    await app.main((electron) => electron.BrowserWindow.getAllWindows()[0].minimize())
    const second = startDouble({ profile, args: ['--flag', 'muster:abcdefgh-234567'] })
    const code = new Promise((resolve) => second.once('exit', resolve))
    await expect.poll(() => app.page.evaluate(() => (globalThis as any).links)).toEqual(['MUSTER:ABCDEFGH234567'])
    expect(await code).toBe(0)
    const windows = await app.main((electron) =>
      electron.BrowserWindow.getAllWindows().map((it: any) => [it.isMinimized(), it.isFocused()]),
    )
    expect(windows).toEqual([[false, true]])
  })

  test('started again later, it opens where it stood, locked, with what was saved', async () => {
    const bounds = { x: 40, y: 30, width: 1100, height: 720 }
    await app.main((electron, it) => electron.BrowserWindow.getAllWindows()[0].setBounds(it), bounds)
    await app.close()
    app = await launchApp({ profile, listen: '127.0.0.1:0' })
    expect(await app.main((electron) => electron.BrowserWindow.getAllWindows()[0].getNormalBounds())).toEqual(bounds)
    expect((await rawCall(app.page, 'profile:status', {})).value.state).toBe('locked')
    await rawCall(app.page, 'profile:unlock', { passphrase: PASSPHRASE })
    const { value } = await rawCall(app.page, 'network:list', {})
    expect(value.networks).toMatchObject([{ name: 'River Street' }])
  })

  test('tells its page when the engine is gone, also a part of it that listens only then', async () => {
    const { value } = await rawCall(app.page, 'profile:status', {})
    const listen = () =>
      app.page.evaluate(() => {
        const world = globalThis as any
        world.told = new Promise((resolve) => world.muster.on('closed', () => resolve('told')))
      })
    const told = () => app.page.evaluate(() => (globalThis as any).told)
    await listen()
    process.kill(value.pid, 'SIGKILL')
    expect(await told()).toBe('told')
    await listen()
    expect(await told()).toBe('told')
  })
})
