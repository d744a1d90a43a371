import { EventEmitter } from 'node:events'

import type { JudgedSession, SchemeHandler } from './state.ts'

type Answer = (granted: boolean) => void
type OnRequest = (contents: unknown, permission: string, answer: Answer, details: object) => void
type OnCheck = (contents: unknown, permission: string, origin: string, details: object) => boolean
type Filter = JudgedSession['beforeRequest']

/** Without a handler everything is allowed, as in Electron: what the app forgets to forbid, a test can see. */
export class Session extends EventEmitter implements JudgedSession {
  readonly handlers = new Map<string, SchemeHandler>()
  readonly protocol = { handle: (scheme: string, handler: SchemeHandler) => void this.handlers.set(scheme, handler) }
  readonly webRequest = { onBeforeRequest: (filter: Filter) => void (this.beforeRequest = filter) }
  beforeRequest: Filter = (_details, decide) => decide({})
  #onRequest: OnRequest = (_contents, _permission, answer) => answer(true)
  #onCheck: OnCheck = () => true

  setPermissionRequestHandler = (handler: OnRequest) => void (this.#onRequest = handler)
  setPermissionCheckHandler = (handler: OnCheck) => void (this.#onCheck = handler)
  setDevicePermissionHandler = () => undefined
  setDisplayMediaRequestHandler = () => undefined
  setSpellCheckerEnabled = () => undefined

  ask(contents: unknown, permission: string, mediaTypes?: readonly string[]): Promise<boolean> {
    const details = { isMainFrame: true, ...(mediaTypes && { mediaTypes }) }
    return new Promise((answer) => this.#onRequest(contents, permission, answer, details))
  }
  check(contents: unknown, permission: string, mediaType?: string): boolean {
    return this.#onCheck(contents, permission, '', { isMainFrame: true, ...(mediaType !== undefined && { mediaType }) })
  }
}

const partitions = new Map<string, Session>()

export const session = {
  defaultSession: new Session(),
  fromPartition(name: string): Session {
    if (name.startsWith('persist:')) throw new Error('stand-in: refuses a session that is kept on disk')
    const found = partitions.get(name) ?? new Session()
    partitions.set(name, found)
    return found
  },
}
