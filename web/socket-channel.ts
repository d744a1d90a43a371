import type { WebSocket } from 'ws'

import type { Channel } from '../core/bridge/channel.ts'

/** JSON over a WebSocket of the page. What is not JSON arrives as undefined. */
export function socketChannel(socket: WebSocket): Channel {
  socket.on('error', () => socket.terminate()) // a broken connection is a closed one: 'close' follows
  return {
    send(message) {
      if (socket.readyState !== socket.OPEN) return 0
      socket.send(JSON.stringify(message))
      return socket.bufferedAmount
    },
    onMessage: (listener) =>
      void socket.on('message', (data, isBinary) => listener(isBinary ? undefined : parse(data))),
    onClose: (listener) =>
      void (socket.readyState === socket.CLOSED ? queueMicrotask(listener) : socket.once('close', () => listener())),
    close: () => socket.terminate(),
  }
}

function parse(data: unknown): unknown {
  try {
    return JSON.parse(String(data))
  } catch {
    return undefined
  }
}
