import type { Channel } from '../../core/bridge/channel.ts'

const PROTOCOL = 'muster.v1'

/**
 * A channel to the browser host that served this page.
 * @param secret `token.…` or `once.…`, offered as a sub-protocol: it never stands in an address
 * @param onToken told the lasting token where `secret` was good for one use only
 * @returns undefined when the host refused or is not there
 */
export async function socketChannel(
  { location }: Window,
  secret: string,
  onToken: (token: string) => void,
): Promise<Channel | undefined> {
  const socket = new WebSocket(`ws://${location.host}/bridge`, [PROTOCOL, secret])
  const onMessage: ((message: unknown) => void)[] = []
  let closed = false
  socket.addEventListener('close', () => {
    closed = true
  })
  socket.addEventListener('message', ({ data }) => {
    const message = parse(data)
    const token = tokenOf(message)
    if (token !== undefined) return onToken(token)
    for (const listener of onMessage) listener(message)
  })
  const opened = await new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true), { once: true })
    socket.addEventListener('close', () => resolve(false), { once: true })
  })
  if (!opened) return undefined
  return {
    send(message) {
      if (socket.readyState !== WebSocket.OPEN) return 0
      socket.send(JSON.stringify(message))
      return socket.bufferedAmount
    },
    onMessage: (listener) => void onMessage.push(listener),
    onClose(listener) {
      if (closed) queueMicrotask(listener)
      else socket.addEventListener('close', () => listener(), { once: true })
    },
    close: () => socket.close(),
  }
}

function parse(data: unknown): unknown {
  try {
    return JSON.parse(String(data))
  } catch {
    return undefined
  }
}

function tokenOf(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null || !('t' in message) || message.t !== 'token') return undefined
  return 'token' in message && typeof message.token === 'string' ? message.token : undefined
}
