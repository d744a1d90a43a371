import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'

import type { MessagePortMain } from '../main/ports.ts'
import { state } from '../main/state.ts'

interface ForkOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly execArgv?: readonly string[]
  readonly stdio?: 'inherit' | 'ignore'
}

const CHILD = new URL('./utility-child.ts', import.meta.url)

/** A utility process as a child of Node, its ports carried over the child's one channel. */
class UtilityProcess extends EventEmitter {
  pid: number | undefined
  readonly #child: ChildProcess
  readonly #ports = new Map<number, MessagePortMain>()
  #lastPort = 0

  constructor(
    file: string,
    args: readonly string[],
    { env = process.env, execArgv = [], stdio = 'inherit' }: ForkOptions,
  ) {
    super()
    if (!state.booted) throw new Error('utilityProcess cannot be created before app is ready')
    this.#child = fork(CHILD, [file, ...args], {
      env,
      execArgv: ['--disable-warning=ExperimentalWarning', ...execArgv],
      serialization: 'advanced',
      stdio: ['ignore', stdio, stdio, 'ipc'],
    })
    this.#child.on('message', (frame: any) => {
      if (frame.double === 'spawned') {
        this.pid = this.#child.pid
        this.emit('spawn')
      } else if (frame.double === 'message') this.emit('message', frame.data)
      else if (frame.double === 'port') this.#ports.get(frame.id)?.raw.postMessage(frame.data)
      else if (frame.double === 'close') this.#ports.get(frame.id)?.close()
    })
    this.#child.on('error', () => undefined)
    this.#child.on('exit', (code) => {
      this.pid = undefined
      for (const port of this.#ports.values()) port.close()
      this.emit('exit', code ?? 1)
    })
  }

  postMessage = (data: unknown, transfer: readonly MessagePortMain[] = []): void => {
    const ports = transfer.map((port) => {
      const id = ++this.#lastPort
      this.#ports.set(id, port)
      port.raw.on('message', (message: unknown) => this.#send({ double: 'port', id, data: message }))
      port.raw.on('close', () => this.#send({ double: 'close', id }))
      return id
    })
    this.#send({ double: 'message', data, ports })
  }

  kill = (): boolean => this.#child.kill('SIGKILL')

  #send(frame: object): void {
    if (this.#child.connected) this.#child.send(frame, () => undefined)
  }
}

export const utilityProcess = {
  fork: (file: string, args: readonly string[] = [], options: ForkOptions = {}) =>
    new UtilityProcess(file, args, options),
}
