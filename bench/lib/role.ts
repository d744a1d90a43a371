import { fork, type ChildProcess } from 'node:child_process'
import path from 'node:path'

import type { Usage } from './usage.ts'

/** What each side of a bench can do, ours and the peer's alike. Every call is one message and one answer. */
export interface RoleCommands {
  /** Opens an empty or filled store in `dir`. */
  open: { input: { dir: string }; output: void }
  /** Says how the other side may belong, where that has to be settled before anything can be exchanged. */
  invite: { input: void; output: string }
  join: { input: { code: string }; output: void }
  /** Makes `count` incidents, durable. */
  fill: { input: { count: number }; output: void }
  /** Starts to listen. @returns what the other side needs to connect */
  serve: { input: { other?: string }; output: string }
  /** Connects and waits until `count` incidents are verified, durable and listed here. @returns when, in monotonic ms */
  receive: { input: { from: string; count: number }; output: { startedAt: number; doneAt: number } }
  /** Edits the one incident `edits` times, one each `everyMs`. @returns when each edit was called, by its text */
  edit: { input: { edits: number; everyMs: number }; output: Record<string, number> }
  /** Notes when each edit is visible and durable here. */
  watch: { input: { edits: number }; output: Record<string, number> }
  /** As `receive`, told apart from what is called out meanwhile. */
  take: { input: { from: string; count: number }; output: { startedAt: number; doneAt: number } }
  /** Writes something small each `everyMs` from the first connection on until `hush`. @returns when each was begun, by its text */
  callOut: { input: { everyMs: number }; output: Record<string, number> }
  hush: { input: void; output: void }
  /** Begins to note what is called out; to be asked for before anything can come. */
  hear: { input: void; output: void }
  /** Waits until all of these were heard. @returns when each was readable here, by its text */
  heard: { input: { texts: readonly string[] }; output: Record<string, number> }
  /** From unlocked to the first 50 of all listed. */
  list: { input: { dir: string; count: number }; output: { wallMs: number; opened: number } }
  usage: { input: void; output: Usage }
  close: { input: void; output: void }
}
export type RoleHandlers = {
  [Name in keyof RoleCommands]: (input: RoleCommands[Name]['input']) => Promise<RoleCommands[Name]['output']>
}

/** Milliseconds of the clock that all processes of this machine share. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/** The bench's end of a role running in an operating-system process of its own. */
export class Role {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  #next = 1

  constructor(name: 'ours' | 'peer') {
    this.#child = fork(path.join(import.meta.dirname, `../roles/${name}.ts`), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      // as the command line has it, for both sides
      env: { ...process.env, NODE_COMPILE_CACHE: path.join(import.meta.dirname, '../../node_modules/.cache/muster') },
    })
    this.#child.on('message', (reply: { id: number; value?: unknown; error?: string }) => {
      const waiting = this.#waiting.get(reply.id)
      this.#waiting.delete(reply.id)
      if (reply.error === undefined) waiting?.resolve(reply.value as never)
      else waiting?.reject(new Error(reply.error))
    })
    this.#child.on('exit', (code) => {
      for (const waiting of this.#waiting.values()) waiting.reject(new Error(`the ${name} process ended with ${code}`))
    })
  }

  call<Name extends keyof RoleCommands>(
    name: Name,
    input: RoleCommands[Name]['input'],
  ): Promise<RoleCommands[Name]['output']> {
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#child.send({ id, name, input })
    })
  }

  /** Ends the process. */
  async end(): Promise<void> {
    await this.call('close', undefined).catch(() => undefined)
    const exited = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.disconnect()
    setTimeout(() => this.#child.kill('SIGKILL'), 3_000).unref()
    await exited
  }
}

/** The role's own end: answers the bench until it goes away. */
export function answerBench(handlers: RoleHandlers): void {
  process.on('message', (call: { id: number; name: keyof RoleCommands; input: never }) => {
    handlers[call.name](call.input).then(
      (value) => process.send?.({ id: call.id, value }),
      (error: unknown) =>
        process.send?.({ id: call.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
  })
  process.on('disconnect', () => process.exit(0))
}
