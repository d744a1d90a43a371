import { fork, type ChildProcess, type ForkOptions } from 'node:child_process'
import path from 'node:path'

/** What a process of a bench can do: every call is one message and one answer. */
type Commands<Names extends PropertyKey> = { [Name in Names]: { input: unknown; output: unknown } }
export type HandlersOf<Can extends Commands<keyof Can>> = {
  [Name in keyof Can]: (input: Can[Name]['input']) => Promise<Can[Name]['output']>
}

/** The bench's end of a process of `bench/roles`. */
export class ProcessRole<Can extends Commands<keyof Can>> {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  #next = 1
  #ended: Promise<void> | undefined

  constructor(file: string, options: ForkOptions) {
    this.#child = fork(path.join(import.meta.dirname, '../roles', file), options)
    this.#child.on('message', (reply: { id: number; value?: unknown; error?: string }) => {
      const waiting = this.#waiting.get(reply.id)
      this.#waiting.delete(reply.id)
      if (reply.error === undefined) waiting?.resolve(reply.value as never)
      else waiting?.reject(new Error(reply.error))
    })
    this.#child.on('exit', (code) => {
      for (const waiting of this.#waiting.values()) waiting.reject(new Error(`the ${file} process ended with ${code}`))
    })
  }

  call<Name extends keyof Can>(name: Name, input: Can[Name]['input']): Promise<Can[Name]['output']> {
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#child.send({ id, name: String(name), input: input as never })
    })
  }

  /** Has it close what it holds, by its command `close`, and ends the process. Safe twice. */
  end(): Promise<void> {
    return (this.#ended ??= this.#end())
  }

  async #end(): Promise<void> {
    await this.call('close' as keyof Can, undefined as never).catch(() => undefined)
    const exited = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.disconnect()
    setTimeout(() => this.#child.kill('SIGKILL'), 3_000).unref()
    await exited
  }
}

/** The process's own end: answers the bench until it goes away. */
export function answerBench<Can extends Commands<keyof Can>>(handlers: HandlersOf<Can>): void {
  process.on('message', (call: { id: number; name: keyof Can; input: never }) => {
    handlers[call.name](call.input).then(
      (value) => process.send?.({ id: call.id, value }),
      (error: unknown) =>
        process.send?.({ id: call.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
  })
  process.on('disconnect', () => process.exit(0))
}
