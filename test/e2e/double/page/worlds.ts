/**
 * Scripts that the stand-in puts into a page: one in the page's own world, one in the world of the preload script. They
 * speak by DOM events, which are synchronous, so a function handed across returns at once, as contextBridge's do. They
 * are turned into text and must not use anything outside themselves.
 */

declare global {
  var electronBinding: (text: string) => void
  var electronDeliver: (kind: string, message: any) => void
}

function wire(secret: string, me: string, other: string) {
  const functions = new Map<number, (...args: any[]) => unknown>()
  const on: Record<string, (message: any) => void> = {}
  let last = 0
  let answer: any
  const fire = (message: object) =>
    document.dispatchEvent(new CustomEvent(secret + other, { detail: JSON.stringify(message) }))
  const encode = (value: any): any => {
    if (typeof value === 'function') {
      functions.set(++last, value)
      return { $f: last }
    }
    if (typeof value === 'symbol') throw new Error('An object could not be cloned.')
    if (value === undefined) return { $n: 1 }
    if (Array.isArray(value)) return value.map(encode)
    if (value !== null && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, encode(it)]))
    return value
  }
  const decode = (value: any): any => {
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map(decode)
    if ('$n' in value) return undefined
    if ('$f' in value)
      return (...args: unknown[]) => {
        answer = undefined
        fire({ t: 'call', f: value.$f, args: args.map(encode) })
        const given = answer
        if (given?.error !== undefined) throw new Error(given.error)
        return decode(given?.value)
      }
    return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, decode(it)]))
  }
  on['call'] = ({ f, args }) => {
    let result: object
    try {
      result = { value: encode(functions.get(f)!(...args.map(decode))) }
    } catch (error) {
      result = { error: error instanceof Error ? error.message : String(error) }
    }
    fire({ t: 'return', result })
  }
  on['return'] = ({ result }) => {
    answer = result
  }
  document.addEventListener(secret + me, (event) => {
    const message = JSON.parse((event as CustomEvent<string>).detail)
    on[message.t]?.(message)
  })
  return { fire, encode, decode, on }
}

/** In the page's world: the bridge appears frozen; windows, the camera and permissions are asked of the main process. */
function inPage({ fire, decode, on }: ReturnType<typeof wire>) {
  const freeze = (value: any): any => {
    if (value !== null && typeof value === 'object') {
      Object.values(value).forEach(freeze)
      Object.freeze(value)
    }
    return value
  }
  on['expose'] = ({ key, api }) =>
    Object.defineProperty(globalThis, key, { value: freeze(decode(api)), enumerable: true })
  const asked = new Map<number, (value: boolean) => void>()
  let last = 0
  on['answer'] = ({ id, value }) => asked.get(id)?.(value)
  const ask = (t: string, data: unknown) =>
    new Promise<boolean>((resolve) => {
      asked.set(++last, resolve)
      fire({ t, id: last, data })
    })
  const { mediaDevices } = navigator
  if (mediaDevices !== undefined) {
    const real = mediaDevices.getUserMedia.bind(mediaDevices)
    mediaDevices.getUserMedia = async (wanted = {}) => {
      const kinds = [wanted.video ? 'video' : '', wanted.audio ? 'audio' : ''].filter((kind) => kind !== '')
      if (!(await ask('ask', kinds))) throw new DOMException('Permission denied', 'NotAllowedError')
      return real(wanted)
    }
  }
  const realQuery = navigator.permissions.query.bind(navigator.permissions)
  navigator.permissions.query = async (wanted) => {
    const status = await realQuery(wanted)
    const granted = await ask('check', wanted.name)
    Object.defineProperty(status, 'state', { value: granted ? 'granted' : 'denied' })
    return status
  }
  window.open = (url) => {
    fire({ t: 'open', data: new URL(String(url ?? ''), location.href).href })
    return null
  }
  window.addEventListener('click', (event) => {
    const link = event
      .composedPath()
      .find((it): it is HTMLAnchorElement => it instanceof HTMLAnchorElement && it.href !== '')
    if (link !== undefined && !event.defaultPrevented && !/^(?:https?|app|blob|data|about):$/.test(link.protocol)) {
      // Another program's address: asked of the app before the system would be
      event.preventDefault()
      return fire({ t: 'leave', data: link.href })
    }
    const isNew = link?.target === '_blank' || event.ctrlKey || event.metaKey || event.shiftKey
    if (link === undefined || event.defaultPrevented || !isNew) return
    event.preventDefault()
    fire({ t: 'open', data: link.href })
  })
}

/** In the preload script's world: `electron` as a sandboxed preload script knows it. */
function inPreload(
  { fire, encode, on }: ReturnType<typeof wire>,
  run: (require: (name: string) => unknown, module: object, exports: object) => void,
) {
  const post = (message: object) => globalThis.electronBinding(JSON.stringify({ ...message, href: location.href }))
  const listeners = new Map<string, ((event: object, ...args: unknown[]) => void)[]>()
  const ports = new Map<number, MessagePort>()
  for (const t of ['open', 'leave', 'ask', 'check']) on[t] = ({ id, data }) => post({ t, id, data })
  globalThis.electronDeliver = (kind, message) => {
    if (kind === 'answer') return void fire({ t: 'answer', ...message })
    if (kind === 'port') return ports.get(message.id)?.postMessage(message.data)
    const given = message.ports.map((id: number) => {
      const { port1, port2 } = new MessageChannel()
      ports.set(id, port1)
      port1.addEventListener('message', ({ data }) => post({ t: 'port', id, data }))
      port1.start()
      return port2
    })
    for (const listener of listeners.get(message.channel) ?? []) listener({ ports: given }, ...message.args)
  }
  const exposed = new Set<string>()
  const electron = {
    contextBridge: {
      exposeInMainWorld(key: string, api: unknown) {
        if (exposed.has(key)) throw new Error('Cannot bind an API on top of an existing property on the window object')
        exposed.add(key)
        fire({ t: 'expose', key, api: encode(api) })
      },
    },
    ipcRenderer: {
      send: (channel: string, ...args: unknown[]) => post({ t: 'send', channel, args }),
      on: (channel: string, listener: () => void) =>
        void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
    },
  }
  const require = (name: string) => {
    if (name === 'electron') return electron
    throw new Error(`module not found: ${name} (a sandboxed preload script has no Node)`)
  }
  const module = { exports: {} }
  try {
    run(require, module, module.exports)
  } catch (error) {
    post({ t: 'error', data: String((error as Error).stack ?? error) })
  }
}

/** @param secret name of the events that nobody else can know */
export function mainWorld(secret: string): string {
  return `if (self === top) { (${String(inPage)})((${String(wire)})(${JSON.stringify(secret)}, 'page', 'preload')) }`
}

export function preloadWorld(secret: string, preload: string): string {
  const wired = `(${String(wire)})(${JSON.stringify(secret)}, 'preload', 'page')`
  const script = `function (require, module, exports) { ${preload}\n }`
  return `if (self === top && location.href !== 'about:blank') { (${String(inPreload)})(${wired}, ${script}) }`
}
