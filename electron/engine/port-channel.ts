import type { MessagePortMain } from 'electron'

import type { Channel } from '../../core/bridge/channel.ts'

/** A port of the page as a channel. What arrives is plain data that the bridge still checks. */
export function portChannel(port: MessagePortMain): Channel {
  let closed = false
  port.on('close', () => {
    closed = true
  })
  return {
    send(message) {
      if (!closed) port.postMessage(message)
      return 0
    },
    onMessage(listener) {
      port.on('message', ({ data }) => listener(data))
      port.start() // not before: what the page called while the engine started waits in the port
    },
    onClose: (listener) => void (closed ? queueMicrotask(listener) : port.once('close', () => listener())),
    close: () => port.close(),
  }
}
