import type { App, Session, WebContents } from 'electron'

import { ORIGIN, START } from './app-protocol.ts'

/** A telephone number in E.164, as a link (RFC 3966): the one kind of address that is handed to the system. */
const TEL = /^tel:\+[1-9][0-9]{4,14}$/

/**
 * Before the app is ready: no name is ever resolved for a page, and all pages are sandboxed.
 *
 * @param openTel hands a `tel:` link to the program of this computer that makes calls
 */
export function hardenApp(app: App, openTel: (link: string) => void): void {
  app.enableSandbox()
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
  app.commandLine.appendSwitch('disable-background-networking')
  app.on('web-contents-created', (_event, contents) => hardenContents(contents, openTel))
}

/** A page stays where it is, opens nothing but a telephone number, and embeds nothing. It may load itself again. */
export function hardenContents(contents: WebContents, openTel: (link: string) => void = () => undefined): void {
  const stay = (event: { readonly url: string; preventDefault(): void }): void => {
    if (event.url.split('#', 1)[0] !== START) event.preventDefault()
  }
  contents.on('will-navigate', (event) => {
    stay(event)
    if (TEL.test(event.url)) openTel(event.url)
  })
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
