import type { Channel } from '../../core/bridge/channel.ts'
import { connectBridge, type Bridge } from '../../core/bridge/rpc-client.ts'
import { socketChannel } from './socket-channel.ts'

/** What the desktop app's preload script gives the page: nothing else, frozen (electron/preload.ts). */
export interface DesktopBridge {
  /** Hands one request of the bridge (core/bridge/channel.ts) to the engine. */
  call(request: unknown): void
  /** `reply`: what the engine says; `closed`: it went away, once, also told to who listens later; `link`: somebody opened a `muster:` link on this laptop. */
  on(what: 'reply' | 'closed' | 'link' | 'pdf', listener: (data: unknown) => void): void
  /** Saves what the window shows as a PDF, where the person says in the system's own dialog; then tells `pdf` how that went. */
  savePdf(what: 'tree' | 'wallet'): void
}

/** The engine as the page sees it, and in what the page is shown. */
export interface EngineConnection {
  readonly bridge: Bridge
  readonly shell: 'desktop' | 'browser'
  /**
   * An invite code from a `muster:` link. It came from outside: show it, act only when the person says so. A link that was
   * opened before anybody listened is told to the first listener.
   */
  readonly onLink: (listener: (code: string) => void) => void
}

/** `link-needed`: this address was opened without the secret that Muster printed; `unreachable`: Muster ended or refused it. */
export type NoEngine = 'link-needed' | 'unreachable'

/** Where the page keeps the secret of the browser host across a reload: this tab only, worthless once Muster ends. */
const STORED = 'muster-token'
const SECRET = /^#(once|token)=([A-Za-z0-9_-]{43})$/
const LINK = /^MUSTER:[A-Z2-7]{1,4000}$/

declare global {
  interface Window {
    readonly muster?: DesktopBridge
  }
}

/**
 * The way to the engine: the preload script's port in the desktop app, a WebSocket to the page's own origin in a browser.
 * Call it once, before anything reads the address: it takes the secret out of the fragment.
 */
export async function connectEngine(window: Window = globalThis.window): Promise<EngineConnection | NoEngine> {
  const { muster } = window
  if (muster !== undefined) {
    return {
      bridge: connectBridge(desktopChannel(muster)),
      shell: 'desktop',
      onLink: (tell) => listenForLinks(muster, tell),
    }
  }
  const secret = takeSecret(window)
  if (secret === undefined) return 'link-needed'
  const channel = await socketChannel(window, secret, (token) => window.sessionStorage.setItem(STORED, token))
  if (channel === undefined) {
    window.sessionStorage.removeItem(STORED)
    return 'unreachable'
  }
  return { bridge: connectBridge(channel), shell: 'browser', onLink: () => undefined }
}

/** The carrier through the preload script. The engine's side is closed by closing the window. */
function desktopChannel(muster: DesktopBridge): Channel {
  return {
    send: (message) => (muster.call(message), 0),
    onMessage: (listener) => muster.on('reply', listener),
    onClose: (listener) => muster.on('closed', () => listener()),
    close: () => undefined,
  }
}

function listenForLinks(muster: DesktopBridge, tell: (code: string) => void): void {
  muster.on('link', (code) => {
    if (typeof code === 'string' && LINK.test(code)) tell(code)
  })
}

/** As a WebSocket sub-protocol. The fragment is cleared, so that no bookmark, screenshot or history entry keeps it. */
function takeSecret({ location, history, sessionStorage }: Window): string | undefined {
  const [, kind, value] = SECRET.exec(location.hash) ?? []
  if (value !== undefined) {
    history.replaceState(null, '', location.pathname)
    if (kind === 'token') sessionStorage.setItem(STORED, value)
    return `${kind}.${value}`
  }
  const stored = sessionStorage.getItem(STORED)
  return stored === null ? undefined : `token.${stored}`
}
