import type { EventEmitter } from 'node:events'

import type { BrowserContext, Page } from 'playwright-core'

/** Answers requests of a scheme of the app's own. */
export type SchemeHandler = (request: Request) => Response | Promise<Response>

/** What of a session decides over the requests of its pages. */
export interface JudgedSession {
  readonly handlers: ReadonlyMap<string, SchemeHandler>
  readonly beforeRequest: (details: { url: string }, decide: (verdict: { cancel?: boolean }) => void) => void
}

/** What of a page the browser's side must know to judge its requests. */
export interface JudgedContents extends EventEmitter {
  readonly id: number
  readonly page: Page
  readonly session: JudgedSession
  /** Addresses the main process itself asked to load. */
  readonly expected: Set<string>
}

/** What all parts of the stand-in share: one program, one browser. */
export const state: {
  /** Whether the app is ready. */
  booted: boolean
  context: BrowserContext | undefined
  readonly contents: Set<JudgedContents>
  /** Emits on `app`. */
  tellApp: (name: string, ...data: unknown[]) => void
} = { booted: false, context: undefined, contents: new Set(), tellApp: () => undefined }

/** Everything that a test may want to look at. */
export const record = {
  switches: [] as string[],
  protocols: [] as string[],
  notifications: [] as { title: string; body: string; closed?: boolean }[],
  flashing: false,
  /** Presses the last notification. */
  clickNotification: (): void => undefined,
  trayLines: [] as string[],
  trayMenu: [] as { label?: string; click?: () => void }[],
  menu: [] as unknown[],
  errors: [] as string[],
  /** Options of dialogs that asked where to save, and where the person says next time. */
  saveDialogs: [] as object[],
  saveTo: undefined as string | undefined,
  /** Addresses that other programs of this computer were to open. */
  opened: [] as string[],
  /** What was refused: requests, navigations, windows. */
  blocked: [] as string[],
  popups: 0,
  sandboxed: false,
  contentProtected: false,
  webRtcPolicy: '',
}
