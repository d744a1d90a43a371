import type { MessagePortMain } from 'electron'

import type { Channel } from '../../core/bridge/channel.ts'

/** A port of the page as a channel. What arrives is plain data that the bridge still checks. */
export function portChannel(port: MessagePortMain): Channel {
  let closed = false
  port.on('close', () => {
    closed = true
  })
  port.start()
  return {
    send(message) {
      if (!closed) port.postMessage(message)
      return 0
    },
    onMessage: (listener) => void port.on('message', ({ data }) => listener(data)),
    onClose: (listener) => void (closed ? queueMicrotask(listener) : port.once('close', () => listener())),
    close: () => port.close(),
  }
}
