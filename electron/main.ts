import { chmodSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'

import {
  app,
  type BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeImage,
  Notification,
  powerMonitor,
  protocol,
  session,
  shell,
  Tray,
  utilityProcess,
} from 'electron'

import { errorText } from '../core/bridge/error-text.ts'
import { systemClock } from '../core/shared/clock.ts'
import { leaveNoCoreDump } from '../core/shared/core-dumps.ts'
import { profileDir } from '../core/shared/profile-dir.ts'
import { readStartOptions } from '../web/start-options.ts'
import { appMenu } from './menu.ts'
import { appProtocol, SCHEME, START } from './shell/app-protocol.ts'
import { lockWhenAway } from './shell/auto-lock.ts'
import { TO_MAIN, TO_PAGE } from './shell/channels.ts'
import { codeOfArguments, codeOfLink } from './shell/deep-link.ts'
import { EngineHost } from './shell/engine-host.ts'
import { hardenApp, hardenSession, isOwnFrame } from './shell/hardening.ts'
import { showNotices } from './shell/notices.ts'
import { savePdf } from './shell/print.ts'
import { restrictPermissions } from './shell/permissions.ts'
import { putAwayOnClose } from './shell/put-away.ts'
import { showTray } from './shell/tray.ts'
import { shellWords } from './shell/words.ts'
import { openWindow } from './window.ts'

/** The desktop app's main process: it starts the parts, hands the page a port to the engine, and refuses the rest. */

leaveNoCoreDump() // the window's processes are started from here
const here = import.meta.dirname
const options = readStartOptions(process.argv.slice(1))
const profile = profileDir({ env: process.env, platform: process.platform, homeDir: homedir() }, options.profile)
/** Chromium's own files; what the page shows never reaches them. One window per profile: the lock of it lies there. */
const folder = path.join(profile, 'window')
for (const it of [profile, folder]) {
  mkdirSync(it, { recursive: true, mode: 0o700 })
  chmodSync(it, 0o700)
}
app.setPath('userData', folder)
hardenApp(app, (link) => void shell.openExternal(link).catch(() => undefined)) // no program for it: the number can be copied
protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
])
if (app.requestSingleInstanceLock()) void start()
else app.exit(0)

async function start(): Promise<void> {
  let window: BrowserWindow | undefined
  let link = codeOfArguments(process.argv)
  const show = (): void => {
    if (window?.isMinimized() === true) window.restore()
    window?.show()
    window?.focus()
  }
  /** The page asks the person before it does anything with a code from outside. */
  const openLink = (code: string | undefined): void => {
    link = code ?? link
    if (window === undefined || link === undefined) return
    window.webContents.send(TO_PAGE.link, link)
    link = undefined
  }
  app.on('open-url', (event, url) => {
    event.preventDefault()
    openLink(codeOfLink(url))
  })
  app.on('second-instance', (_event, argv) => {
    show()
    openLink(codeOfArguments(argv))
  })
  app.on('activate', show) // the dock of macOS
  app.on('window-all-closed', () => app.quit())
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => app.quit())
  process.on('disconnect', () => app.quit()) // a launcher that was killed cannot pass anything on
  app.setAsDefaultProtocolClient('muster')

  await app.whenReady()
  const words = shellWords(app.getPreferredSystemLanguages())
  const icon = nativeImage.createFromPath(path.join(here, '../icons/512.png'))
  // no "persist:": what Chromium keeps of this session, it keeps in memory
  const pages = session.fromPartition('muster')
  hardenSession(pages)
  hardenSession(session.defaultSession)
  restrictPermissions(pages)
  restrictPermissions(session.defaultSession)
  pages.protocol.handle(SCHEME, appProtocol(path.join(here, '../renderer')))
  Menu.setApplicationMenu(Menu.buildFromTemplate(appMenu(process.platform)))

  const notices = showNotices({
    makeNotification: (it) => new Notification(it),
    window: () => window,
    words,
    onOpen: show,
  })
  const { listen, discovery } = options
  const engine = new EngineHost(
    {
      fork: (...args) => utilityProcess.fork(...args),
      makeChannel: () => new MessageChannelMain(),
      programs: { engine: path.join(here, 'engine.mjs'), documents: path.join(here, 'documents.mjs') },
      onStatus: (status) => {
        tell(status)
        if (status.state === 'unlocked') away.setMinutes(status.autoLockMinutes)
      },
      onNotice: (notice) => notices.tell(notice),
      onGone: (error) => {
        window?.webContents.send(TO_PAGE.closed)
        if (error === undefined) return
        const { what, safe, todo } = errorText(error)
        dialog.showErrorBox(what, `${safe}\n${todo}`)
        app.quit()
      },
    },
    { profileDir: profile, version: app.getVersion(), listen, discovery },
  )
  const tell = showTray({
    makeTray: (it) => new Tray(it),
    buildMenu: (template) => Menu.buildFromTemplate(template),
    icon: nativeImage.createFromPath(path.join(here, '../icons/tray.png')),
    words,
    onOpen: show,
    onLock: () => engine.lock(),
    onQuit: () => app.quit(),
  })
  const away = lockWhenAway(powerMonitor, { clock: systemClock, lock: () => engine.lock() })
  let stopped = false
  app.on('will-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    away.stop()
    void engine.stop().then(() => {
      stopped = true
      app.quit()
    })
  })

  // every load of the page gets a fresh port straight to the engine: the main process never sees what goes through it
  ipcMain.on(TO_MAIN.ready, ({ sender, senderFrame }) => {
    if (!isOwnFrame(senderFrame, sender === window?.webContents)) return
    sender.postMessage(TO_PAGE.port, undefined, [engine.open()])
    openLink(undefined)
  })
  let saving = false
  ipcMain.on(TO_MAIN.pdf, ({ sender, senderFrame }, what: unknown) => {
    if (window === undefined || saving || !isOwnFrame(senderFrame, sender === window.webContents)) return
    saving = true // one dialog at a time
    const showSaveDialog = dialog.showSaveDialog.bind(dialog)
    void savePdf(window, what, { showSaveDialog }).then((outcome) => {
      saving = false
      if (!sender.isDestroyed()) sender.send(TO_PAGE.pdf, outcome)
    })
  })
  const preload = path.join(here, 'preload.cjs')
  window = openWindow({ session: pages, preload, folder, icon, devTools: !app.isPackaged })
  putAwayOnClose(window, { app, file: path.join(folder, 'put-away-told'), onFirst: () => notices.say(words.putAway) })
  window.on('focus', () => window?.flashFrame(false))
  window.on('closed', () => {
    window = undefined
  })
  await window.loadURL(START)
}
