import type { MessageChannelMain, MessagePortMain, UtilityProcess, utilityProcess } from 'electron'

import type { EngineStart, EngineStatus, FromEngine, Notice, ToEngine } from '../engine/messages.ts'
import type { WireError } from '../../core/shared/errors.ts'

const STOP_MS = 5_000
/** As where it is a child of a plain Node. */
const DOCUMENTS_HEAP_MB = 256
/** Likewise, as scripts/launcher gives it: memory, not speed. */
const YOUNG_GENERATION = '--max-semi-space-size=16'

export interface EngineHostOptions {
  readonly fork: (typeof utilityProcess)['fork']
  readonly makeChannel: () => MessageChannelMain
  /** Built programs. */
  readonly programs: { readonly engine: string; readonly documents: string }
  readonly onStatus: (status: EngineStatus) => void
  readonly onNotice: (notice: Notice) => void
  /** It could not start, or `undefined`: it ended by itself. Told once. */
  readonly onGone: (error: WireError | undefined) => void
}

/** The engine's process and its documents processes, as the main process keeps them. */
export class EngineHost {
  readonly #options: EngineHostOptions
  readonly #engine: UtilityProcess
  readonly #documents = new Map<number, UtilityProcess>()
  readonly #ended: Promise<void>
  #stopping = false
  #gone = false

  constructor(options: EngineHostOptions, start: EngineStart) {
    this.#options = options
    this.#engine = options.fork(options.programs.engine, [], {
      serviceName: 'Muster engine',
      stdio: 'inherit',
      execArgv: [YOUNG_GENERATION],
      env: ENV,
    })
    this.#engine.on('message', (message: FromEngine) => this.#receive(message))
    this.#ended = new Promise((ended) =>
      this.#engine.once('exit', () => {
        ended()
        this.#tellGone(undefined)
      }),
    )
    this.#send({ do: 'start', start })
  }

  /** Opens a way to the engine and gives the page's end of it. */
  open(): MessagePortMain {
    const { port1, port2 } = this.#options.makeChannel()
    this.#send({ do: 'attach' }, [port1])
    return port2
  }

  lock(): void {
    this.#send({ do: 'lock' })
  }

  /** In order, and within 5 s in any case. Never rejects; safe twice. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#send({ do: 'stop' })
    const late = AbortSignal.timeout(STOP_MS)
    await Promise.race([this.#ended, new Promise<void>((resolve) => late.addEventListener('abort', () => resolve()))])
    this.#engine.kill()
    for (const child of this.#documents.values()) child.kill()
  }

  #send(message: ToEngine, ports: MessagePortMain[] = []): void {
    this.#engine.postMessage(message, ports)
  }

  #receive(message: FromEngine): void {
    switch (message.tell) {
      case 'status':
        return this.#options.onStatus(message.status)
      case 'notice':
        return this.#options.onNotice(message.notice)
      case 'failed':
        return this.#tellGone(message.error)
      case 'start-documents':
        return this.#startDocuments(message.id)
      case 'end-documents':
        this.#documents.get(message.id)?.kill()
    }
  }

  #tellGone(error: WireError | undefined): void {
    if (this.#stopping || this.#gone) return
    this.#gone = true
    this.#options.onGone(error)
  }

  /** It gets one port, to the engine, and no environment: it needs nothing else. */
  #startDocuments(id: number): void {
    const { fork, makeChannel, programs } = this.#options
    const child = fork(programs.documents, [], {
      serviceName: 'Muster documents',
      stdio: 'ignore',
      execArgv: [`--max-old-space-size=${DOCUMENTS_HEAP_MB}`],
      env: ENV,
    })
    this.#documents.set(id, child)
    const { port1, port2 } = makeChannel()
    child.once('spawn', () => {
      child.postMessage({}, [port1])
      this.#send({ do: 'documents', id, pid: child.pid }, [port2])
    })
    child.once('exit', () => {
      this.#documents.delete(id)
      this.#send({ do: 'documents-ended', id })
    })
  }
}

/** Windows programs do not start without it; everything else stays behind, a passphrase too. */
const ENV: Record<string, string> = process.env['SystemRoot'] ? { SystemRoot: process.env['SystemRoot'] } : {}
