import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { NotificationConstructorOptions } from 'electron'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import type { EngineEvents } from '../../core/bridge/contract.ts'
import { Emitter } from '../../core/shared/events.ts'
import type { EngineStatus, Notice } from '../../electron/engine/messages.ts'
import { watchStatus } from '../../electron/engine/status-watch.ts'
import { lockWhenAway } from '../../electron/shell/auto-lock.ts'
import { codeOfArguments, codeOfLink } from '../../electron/shell/deep-link.ts'
import { showNotices } from '../../electron/shell/notices.ts'
import { putAwayOnClose } from '../../electron/shell/put-away.ts'
import { loadWindowState, saveWindowState } from '../../electron/shell/window-state.ts'
import { shellWords, statusLine } from '../../electron/shell/words.ts'
import { FakeClock } from '../helpers/fake-clock.ts'

describe('a muster: link', () => {
  test('is read in every spelling of a code', () => {
    for (const link of ['MUSTER:ABC234', 'muster:abc234', 'muster://abc234', 'Muster://ABC-234/'])
      expect(codeOfLink(link)).toBe('MUSTER:ABC234')
  })

  test.each([
    '',
    'muster:',
    'muster://',
    'mustard:ABC234',
    'muster:ABC 234',
    'muster:ABC234?x=1',
    'muster:ABC234#x',
    'muster:../../etc',
    'muster:javascript:alert(1)',
    'javascript:muster:ABC234',
    'muster:ÀBC234',
    'muster:ABC189',
    `muster:${'A'.repeat(4_001)}`,
    'muster:ABC234\nmuster:DEF234',
    'https://example.org/muster:ABC234',
  ])('is nothing else: %j', (link) => {
    expect(codeOfLink(link)).toBeUndefined()
  })

  test('is found among the arguments, wherever Chromium put it, but is never the program', () => {
    expect(codeOfArguments(['muster:AAA', '--flag', 'muster:BBB', 'muster:CCC', '--last'])).toBe('MUSTER:BBB')
    expect(codeOfArguments(['/usr/bin/muster', '--profile', '/tmp/x'])).toBeUndefined()
  })
})

describe('where the window stood', () => {
  let folder: string
  let file: string
  const screen = { x: 0, y: 0, width: 1920, height: 1080 }
  const state = { bounds: { x: 100, y: 50, width: 1200, height: 800 }, maximized: false }
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'muster-window-'))
    file = path.join(folder, 'window.json')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('is kept, for this person only', () => {
    saveWindowState(file, state)
    expect(loadWindowState(file, [screen])).toEqual(state)
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('is forgotten when that screen is gone, or when the file makes no sense', () => {
    saveWindowState(file, state)
    expect(loadWindowState(file, [{ ...screen, x: 1_250 }])).toBeUndefined()
    for (const text of ['', '{', 'null', '{"bounds":{"x":0}}', JSON.stringify({ ...state, extra: 1 })]) {
      writeFileSync(file, text)
      expect(loadWindowState(file, [screen])).toBeUndefined()
    }
    expect(loadWindowState(path.join(folder, 'none.json'), [screen])).toBeUndefined()
  })

  test('is no reason to fail', () => {
    expect(() => saveWindowState(path.join(folder, 'no', 'such', 'folder'), state)).not.toThrow()
  })
})

describe('a window that is closed', () => {
  let folder: string
  let app: EventEmitter
  let told: number
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'muster-put-away-'))
    app = new EventEmitter()
    told = 0
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const open = (file = path.join(folder, 'told')) => {
    let hidden = 0
    const window = Object.assign(new EventEmitter(), { hide: () => void hidden++ })
    putAwayOnClose(window as never, { app: app as never, file, onFirst: () => void told++ })
    const close = (): 'away' | 'closed' => {
      const before = hidden
      let prevented = false
      window.emit('close', { preventDefault: () => (prevented = true) })
      expect(prevented).toBe(hidden > before)
      return prevented ? 'away' : 'closed'
    }
    return close
  }

  test('is put away, and the person is told the first time only, over restarts', () => {
    const close = open()
    expect([close(), told]).toEqual(['away', 1])
    expect([close(), told]).toEqual(['away', 1])
    expect([open()(), told]).toEqual(['away', 1])
    if (process.platform !== 'win32') expect(statSync(path.join(folder, 'told')).mode & 0o777).toBe(0o600)
  })

  test('is closed for good once the program is quit', () => {
    const close = open()
    app.emit('before-quit')
    expect([close(), told]).toEqual(['closed', 0])
  })

  test('is put away also where nothing can be noted: then the person is told again', () => {
    const close = open(path.join(folder, 'no', 'such', 'folder'))
    expect([close(), close(), told]).toEqual(['away', 'away', 2])
  })
})

describe('the words outside the window', () => {
  const status = (change: Partial<EngineStatus>): EngineStatus => ({
    state: 'unlocked',
    connected: 2,
    saved: 'room-has-it',
    autoLockMinutes: 10,
    ...change,
  })

  test('are in the person’s first language that Muster speaks', () => {
    expect(shellWords(['fr-FR', 'es-MX', 'en']).locked).toBe('Bloqueado')
    expect(shellWords(['AR']).locked).toBe('مقفل')
    expect(shellWords(['fr', '__proto__']).locked).toBe('Locked')
    expect(shellWords([]).locked).toBe('Locked')
  })

  test('say who is there and where the data is, and nothing while locked', () => {
    const words = shellWords(['en'])
    expect(statusLine(words, status({}))).toBe('2 people connected · Everyone in this room has it')
    expect(statusLine(words, status({ connected: 1, saved: 'empty' }))).toBe('1 person connected')
    expect(statusLine(words, status({ connected: 0, saved: 'this-computer-only' }))).toBe(
      'Nobody connected · Saved on this computer only',
    )
    for (const state of ['new', 'locked'] as const) expect(statusLine(words, status({ state }))).toBe('Locked')
  })
})

describe('a notice beside the window', () => {
  class Shown extends EventEmitter {
    closed = false
    readonly options: NotificationConstructorOptions
    constructor(options: NotificationConstructorOptions) {
      super()
      this.options = options
    }
    show = (): void => void shown.push(this)
    close = (): void => void (this.closed = true)
  }
  let shown: Shown[] = []
  let focused: boolean
  let flashing: boolean
  let opened: number
  const notices = (language = 'en') =>
    showNotices({
      makeNotification: (options) => new Shown(options) as never,
      window: () => ({ isFocused: () => focused, flashFrame: (on) => void (flashing = on) }),
      words: shellWords([language]),
      onOpen: () => opened++,
    })
  beforeEach(() => {
    shown = []
    focused = flashing = false
    opened = 0
  })

  test('of a call says nothing of it, makes no sound of its own, stays, and opens Muster', () => {
    notices().tell('call')
    expect(shown.map((it) => it.options)).toEqual([
      {
        title: 'Muster',
        body: 'A call for help. Open Muster.',
        silent: true,
        urgency: 'critical',
        timeoutType: 'never',
      },
    ])
    expect(flashing).toBe(true)
    shown[0]!.emit('click')
    expect(opened).toBe(1)
  })

  test('is not shown to who is looking at the window', () => {
    focused = true
    for (const notice of ['call', 'drill', 'asks', 'joined'] as const) notices().tell(notice)
    expect([shown.length, flashing]).toEqual([0, false])
  })

  test('of a newer call takes the place of the one before', () => {
    const { tell } = notices('es')
    tell('joined')
    tell('call')
    tell('drill')
    expect(shown.map((it) => [it.options.body, it.closed])).toEqual([
      ['Alguien se ha unido. Abre Muster para ver quién.', false],
      ['Una llamada de ayuda. Abre Muster.', true],
      ['Un ejercicio: es un simulacro. Abre Muster.', false],
    ])
  })
})

describe('what the engine tells the shell', () => {
  const person = { network: 'a1', person: 'b2', name: 'Ana' }
  const sync = (code: EngineStatus['saved'], connected: boolean) => ({
    sentence: { code },
    people: [
      { person: 'b2', connected },
      { person: 'b3', connected: false },
    ],
  })

  test('is the least good of its networks, each person once, many changes as one, and no name', async () => {
    const clock = new FakeClock()
    const events = new Emitter<EngineEvents>()
    const told: EngineStatus[] = []
    const notices: Notice[] = []
    const handlers = {
      'profile:status': async () => ({ state: 'unlocked' }),
      'profile:preferences': async () => ({ autoLockMinutes: 30 }),
      'sync:status': async () => ({
        networks: [sync('room-has-it', true), sync('some-have-it', true), sync('empty', false)],
      }),
    }
    const stop = watchStatus({
      handlers: handlers as never,
      events,
      clock,
      onStatus: (it) => told.push(it),
      onNotice: (it) => notices.push(it),
    })
    for (let i = 0; i < 50; i++) events.emit('peer:connected', { ...person, device: 'abcdef01' })
    clock.advance(1_000)
    await expect
      .poll(() => told)
      .toEqual([{ state: 'unlocked', connected: 1, saved: 'some-have-it', autoLockMinutes: 30 }])
    events.emit('request:arrived', { network: 'a1', request: 'c3', name: 'Cleo' })
    events.emit('member:joined', person)
    expect(notices).toEqual(['asked-to-join', 'joined'])
    notices.length = 0
    const rang = { network: 'a1', id: 'c3', what: 'alert', level: 'full', drill: false } as const
    events.emit('attention:rang', rang)
    events.emit('attention:rang', { ...rang, what: 'check-in', level: 'sound' })
    events.emit('attention:rang', { ...rang, level: 'sound', drill: true })
    events.emit('attention:rang', { ...rang, level: 'silent' })
    events.emit('attention:rang', { ...rang, what: 'needs-help' })
    expect(notices).toEqual(['call', 'asks', 'drill', 'call'])
    notices.splice(2)
    stop()
    events.emit('member:joined', person)
    events.emit('profile:locked', {})
    clock.advance(1_000)
    expect([told.length, notices.length]).toEqual([1, 2])
  })
})

describe('the profile', () => {
  let clock: FakeClock
  let idle: number
  let locked: number
  let monitor: EventEmitter & { getSystemIdleTime(): number }
  const watch = () => lockWhenAway(monitor as never, { clock, lock: () => void locked++ })
  beforeEach(() => {
    clock = new FakeClock()
    idle = 0
    locked = 0
    monitor = Object.assign(new EventEmitter(), { getSystemIdleTime: () => idle })
  })

  test('is locked after ten minutes without anybody, when the laptop sleeps and when its screen is locked', () => {
    const away = watch()
    idle = 599
    clock.advance(60_000)
    expect(locked).toBe(0)
    idle = 600
    clock.advance(15_000)
    expect(locked).toBe(1)
    monitor.emit('suspend')
    monitor.emit('lock-screen')
    expect(locked).toBe(3)
    away.stop()
    clock.advance(60_000)
    expect(locked).toBe(3)
  })

  test('is locked after as many minutes as it says, at once where they have passed, and once a look', () => {
    const away = watch()
    idle = 300
    away.setMinutes(15)
    expect(locked).toBe(0)
    away.setMinutes(5)
    expect(locked).toBe(1)
    away.setMinutes(5)
    expect(locked).toBe(1)
    clock.advance(45_000)
    expect(locked).toBe(4)
  })

  test('that does not lock by itself still locks with the laptop', () => {
    const away = watch()
    away.setMinutes(0)
    idle = 86_400
    clock.advance(60_000)
    expect(locked).toBe(0)
    monitor.emit('suspend')
    monitor.emit('lock-screen')
    expect(locked).toBe(2)
  })
})
