import type { Clock } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import type { MaterialiseResult } from '../ports.ts'
import type { Done, Reply, Request } from './host-messages.ts'
import type { HostProcess, StartHostProcess } from './host-process.ts'

/** Why a request got no answer; the process is gone by then. */
export type Failure = 'too-slow' | 'out-of-memory' | 'crashed'

const LOOK_EVERY_MS = 50

/** What one document may cost before the process is ended. */
export interface HostLimits {
  /** Processor time. */
  readonly cpuMs: number
  /** By the clock: longer, for a laptop that is busy elsewhere or slept. */
  readonly wallMs: number
  /** Memory of the whole process. */
  readonly rssBytes: number
}
export const HOST_LIMITS: HostLimits = { cpuMs: 2_000, wallMs: 10_000, rssBytes: 640 * 1024 * 1024 }

interface Waiting {
  readonly settle: (outcome: Done | { readonly failure: Failure }) => void
  readonly onSome: (results: readonly MaterialiseResult[]) => void
  /** Since when it works on the present document. */
  since: number
  cpuAtSince: number | undefined
  cancelLook: () => void
}

/** Runs the documents process: starts it when it is needed, watches it while it works, ends it when it must be. */
export class HostRun {
  readonly #begin: Request
  readonly #clock: Clock
  readonly #startProcess: StartHostProcess
  readonly #limits: HostLimits
  #process: HostProcess | undefined
  #waiting: Waiting | undefined
  #stopped = false

  constructor(options: {
    readonly begin: Request
    readonly clock: Clock
    readonly startProcess: StartHostProcess
    readonly limits: HostLimits
  }) {
    this.#limits = options.limits
    this.#begin = options.begin
    this.#clock = options.clock
    this.#startProcess = options.startProcess
  }

  get isRunning(): boolean {
    return this.#process !== undefined
  }

  /** Undoes {@link stop}. */
  allow(): void {
    this.#stopped = false
  }

  /**
   * Asks one thing; only one at a time. `onSome` gets the results that come before the answer.
   * @throws MeshError `shared/aborted` when stopped
   */
  ask(request: Request, onSome: Waiting['onSome'] = () => undefined): Promise<Done | { readonly failure: Failure }> {
    if (this.#stopped) return Promise.reject(new MeshError('shared/aborted', 'The documents process was stopped'))
    return new Promise((resolve, reject) => {
      const settle = (outcome: Done | { readonly failure: Failure }): void => {
        this.#waiting?.cancelLook()
        this.#waiting = undefined
        if (this.#stopped) reject(new MeshError('shared/aborted', 'The documents process was stopped'))
        else resolve(outcome)
      }
      const running = (this.#process ??= this.#open())
      this.#waiting = {
        settle,
        onSome,
        since: this.#clock.monotonic(),
        cpuAtSince: running.usage()?.cpuMs,
        cancelLook: () => undefined,
      }
      this.#lookLater(this.#waiting)
      running.send(request)
    })
  }

  /** Ends the process; what it was asked is answered with `shared/aborted`. */
  stop(): Promise<void> {
    this.#stopped = true
    this.#end('crashed')
    return Promise.resolve()
  }

  #open(): HostProcess {
    const started: HostProcess = this.#startProcess({
      onReply: (reply) => {
        if (this.#process === started) this.#receive(reply)
      },
      onExit: () => {
        if (this.#process === started) this.#end('crashed')
      },
    })
    started.send(this.#begin)
    return started
  }

  #receive(reply: Reply): void {
    const waiting = this.#waiting
    if (waiting === undefined) return
    if (reply.did === 'some') {
      waiting.onSome(reply.results)
      waiting.since = this.#clock.monotonic()
      waiting.cpuAtSince = this.#process?.usage()?.cpuMs
      return
    }
    if (reply.worn) this.#forget()
    waiting.settle(reply)
  }

  #lookLater(waiting: Waiting): void {
    waiting.cancelLook = this.#clock.after(LOOK_EVERY_MS, () => {
      if (this.#waiting !== waiting) return
      const failure = this.#judge(waiting)
      if (failure === undefined) this.#lookLater(waiting)
      else this.#end(failure)
    })
  }

  #judge(waiting: Waiting): Failure | undefined {
    const usage = this.#process?.usage()
    if (usage !== undefined && usage.rssBytes > this.#limits.rssBytes) return 'out-of-memory'
    if (this.#clock.monotonic() - waiting.since > this.#limits.wallMs) return 'too-slow'
    if (usage !== undefined && usage.cpuMs - (waiting.cpuAtSince ?? 0) > this.#limits.cpuMs) return 'too-slow'
    return undefined
  }

  /** Ends the process and whatever it was asked. */
  #end(failure: Failure): void {
    this.#forget()
    this.#waiting?.settle({ failure })
  }

  #forget(): void {
    const process = this.#process
    this.#process = undefined
    process?.kill()
  }
}
