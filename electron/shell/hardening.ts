import type { App, Session, WebContents } from 'electron'

import { ORIGIN, START } from './app-protocol.ts'

/** Before the app is ready: no name is ever resolved for a page, and all pages are sandboxed. */
export function hardenApp(app: App): void {
  app.enableSandbox()
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
  app.commandLine.appendSwitch('disable-background-networking')
  app.on('web-contents-created', (_event, contents) => hardenContents(contents))
}

/** A page stays where it is, opens nothing, and embeds nothing. It may load itself again. */
export function hardenContents(contents: WebContents): void {
  const stay = (event: { readonly url: string; preventDefault(): void }): void => {
    if (event.url.split('#', 1)[0] !== START) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}

/** Nothing leaves the session but requests for the page's own files. */
export function hardenSession(session: Session): void {
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isOwn(url) }))
  session.on('will-download', (event) => event.preventDefault())
}

/** Whether a request stays inside: the page's files, and what the page made itself. */
export function isOwn(url: string): boolean {
  return url.startsWith(`${ORIGIN}/`) || url.startsWith(`blob:${ORIGIN}/`) || url.startsWith('data:')
}

/** Whether a message came from the page itself: its window, its main frame, its address. */
export function isOwnFrame(
  frame: { readonly url: string; readonly parent: unknown } | null,
  isOwnWindow: boolean,
): boolean {
  return isOwnWindow && frame !== null && frame.parent === null && frame.url.split('#', 1)[0] === START
}
