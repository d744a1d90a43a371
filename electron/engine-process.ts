import { systemClock } from '../core/shared/clock.ts'
import { leaveNoCoreDump } from '../core/shared/core-dumps.ts'
import { keepLastWords } from '../core/shared/last-words.ts'
import { toWireError } from '../core/shared/errors.ts'
import { WindowEngine } from '../web/window-engine.ts'
import { DocumentsPipes } from './engine/documents-pipes.ts'
import type { EngineStart, FromEngine, ToEngine } from './engine/messages.ts'
import { portChannel } from './engine/port-channel.ts'
import { watchStatus } from './engine/status-watch.ts'

/** The engine in a process of its own. Pages reach it by ports that the main process hands over; main never sees contents. */

leaveNoCoreDump()
keepLastWords((text) => process.stderr.write(text))
const { parentPort } = process
const tell = (message: FromEngine): void => parentPort.postMessage(message)
const documents = new DocumentsPipes({ tell })
let engine: WindowEngine | undefined
let started: Promise<void> = Promise.resolve()

parentPort.on('message', ({ data, ports: [port] }) => {
  const message = data as ToEngine
  switch (message.do) {
    case 'start':
      started = start(message.start)
      break
    case 'attach':
      if (port !== undefined) void started.then(() => engine?.attach(portChannel(port)))
      break
    case 'documents':
      if (port !== undefined) documents.connect(message.id, port, message.pid)
      break
    case 'documents-ended':
      documents.ended(message.id)
      break
    case 'lock':
      void started.then(() => engine?.engine.handlers['profile:lock']({}, { signal: new AbortController().signal }))
      break
    case 'stop':
      void started.then(() => engine?.stop()).then(() => process.exit(0))
      break
  }
})

async function start(options: EngineStart): Promise<void> {
  const opened = new WindowEngine({ ...options, startDocuments: documents.start })
  try {
    await opened.start()
  } catch (failure) {
    await opened.stop()
    tell({ tell: 'failed', error: toWireError(failure) })
    return
  }
  engine = opened
  const { handlers, events } = opened.engine
  watchStatus({
    handlers,
    events,
    clock: systemClock,
    onStatus: (status) => tell({ tell: 'status', status }),
    onNotice: (notice) => tell({ tell: 'notice', notice }),
  })
}
