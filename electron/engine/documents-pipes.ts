import type { MessagePortMain } from 'electron'

import type { EngineOptions } from '../../core/engine/options.ts'
import type { FromEngine } from './messages.ts'

type Start = NonNullable<EngineOptions['startDocuments']>
type Listeners = Parameters<Start>[0]
type Request = Parameters<ReturnType<Start>['send']>[0]

/**
 * Documents processes as the engine's process sees them: only the main process can start and end one, so both are asked
 * for by message, and what is to be sent waits until its port arrives.
 */
export class DocumentsPipes {
  readonly #tell: (message: FromEngine) => void
  readonly #pipes = new Map<number, Pipe>()
  #lastId = 0

  constructor(options: { tell: (message: FromEngine) => void }) {
    this.#tell = options.tell
  }

  readonly start: Start = (listeners) => {
    const id = ++this.#lastId
    const pipe: Pipe = { listeners, waiting: [], port: undefined, pid: undefined }
    this.#pipes.set(id, pipe)
    this.#tell({ tell: 'start-documents', id })
    return {
      send: (request) => (pipe.port === undefined ? void pipe.waiting.push(request) : pipe.port.postMessage(request)),
      kill: () => this.#tell({ tell: 'end-documents', id }),
      get pid() {
        return pipe.pid
      },
    }
  }

  /** The process runs and this is the way to it. */
  connect(id: number, port: MessagePortMain, pid: number | undefined): void {
    const pipe = this.#pipes.get(id)
    if (pipe === undefined) return port.close()
    pipe.port = port
    pipe.pid = pid
    port.on('message', ({ data }) => pipe.listeners.onReply(data))
    port.start()
    for (const request of pipe.waiting.splice(0)) port.postMessage(request)
  }

  ended(id: number): void {
    const pipe = this.#pipes.get(id)
    this.#pipes.delete(id)
    pipe?.port?.close()
    pipe?.listeners.onExit()
  }
}

interface Pipe {
  readonly listeners: Listeners
  readonly waiting: Request[]
  port: MessagePortMain | undefined
  pid: number | undefined
}
