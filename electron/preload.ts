import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'

import { TO_MAIN, TO_PAGE } from './shell/channels.ts'

/**
 * The only thing between the page and the rest: it holds the port to the engine, and gives the page three frozen functions.
 * It runs sandboxed, in a world of its own, as one CommonJS file.
 */

type What = 'reply' | 'closed' | 'link' | 'pdf'
const listeners = new Map<What, ((data: unknown) => void)[]>([
  ['reply', []],
  ['closed', []],
  ['link', []],
  ['pdf', []],
])
const waiting: unknown[] = []
let port: MessagePort | undefined
/** A link that nobody listened for yet. */
let link: unknown
/** Whether the engine has gone: that is told to who listens only then, too. */
let closed = false

const tell = (what: What, data: unknown): void => {
  for (const listener of listeners.get(what) ?? []) listener(data)
}

ipcRenderer.on(TO_PAGE.port, (event: IpcRendererEvent) => {
  const [given] = event.ports
  if (given === undefined || port !== undefined) return
  port = given
  port.addEventListener('message', ({ data }) => tell('reply', data))
  port.start()
  for (const request of waiting.splice(0)) port.postMessage(request)
})
ipcRenderer.on(TO_PAGE.closed, () => {
  closed = true
  tell('closed', undefined)
})
ipcRenderer.on(TO_PAGE.link, (_event, code: unknown) => {
  if (listeners.get('link')?.length === 0) link = code
  else tell('link', code)
})

ipcRenderer.on(TO_PAGE.pdf, (_event, outcome: unknown) => tell('pdf', outcome))

contextBridge.exposeInMainWorld('muster', {
  call(request: unknown): void {
    if (port === undefined) waiting.push(request)
    else port.postMessage(request)
  },
  on(what: What, listener: (data: unknown) => void): void {
    const known = listeners.get(what)
    if (known === undefined || typeof listener !== 'function') throw new TypeError('Nothing of that name is told')
    known.push(listener)
    if (what === 'closed' && closed) queueMicrotask(() => listener(undefined))
    if (what !== 'link' || link === undefined) return
    const told = link
    link = undefined
    listener(told)
  },
  savePdf(what: unknown): void {
    ipcRenderer.send(TO_MAIN.pdf, what)
  },
})
ipcRenderer.send(TO_MAIN.ready)
