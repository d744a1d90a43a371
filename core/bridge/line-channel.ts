import type { Socket } from 'node:net'

import type { Channel } from './channel.ts'

/** Largest line taken in, in bytes: 10,000 records with room to spare. */
export const MAX_LINE_BYTES = 32 << 20
const NEWLINE = 0x0a

/** Newline-delimited JSON over a socket. A line beyond the limit breaks the connection; one that is not JSON arrives as undefined. */
export function lineChannel(socket: Socket, maxLineBytes = MAX_LINE_BYTES): Channel {
  const onMessage: ((message: unknown) => void)[] = []
  let parts: Buffer[] = []
  let size = 0
  let closed = socket.destroyed

  const take = (chunk: Buffer): void => {
    let from = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1 && !socket.destroyed; end = chunk.indexOf(NEWLINE, from)) {
      parts.push(chunk.subarray(from, end))
      size += end - from
      from = end + 1
      if (size > maxLineBytes) return void socket.destroy()
      const message = parse(parts.length === 1 ? parts[0]! : Buffer.concat(parts))
      parts = []
      size = 0
      for (const listener of onMessage) listener(message)
    }
    if (from === chunk.length) return
    parts.push(chunk.subarray(from))
    size += chunk.length - from
    if (size > maxLineBytes) socket.destroy()
  }
  socket.on('data', take)
  socket.on('error', () => socket.destroy()) // a broken connection is a closed one: 'close' follows
  socket.once('close', () => {
    closed = true
  })

  return {
    send(message) {
      if (closed || socket.destroyed || socket.writableEnded) return 0
      socket.write(`${JSON.stringify(message)}\n`)
      return socket.writableLength
    },
    onMessage: (listener) => void onMessage.push(listener),
    onClose: (listener) => void (closed ? queueMicrotask(listener) : socket.once('close', listener)),
    close: () => socket.destroy(),
  }
}

function parse(line: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line))
  } catch {
    return undefined
  }
}
