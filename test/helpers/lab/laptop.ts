import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'

import type { CommandCall, CommandName, CommandOutput } from '../../../core/bridge/contract.ts'
import { connectBridge } from '../../../core/bridge/rpc-client.ts'
import { connectControlSocket } from '../../../core/bridge/socket.ts'
import { programFile } from '../../../scripts/building/program-file.mjs'
import { flagsFor, ROOT } from '../../../scripts/launcher/node-binary.mjs'

const CLI = path.join(ROOT, programFile('cli/main.ts'))
const SOURCE = path.join(ROOT, 'cli/main.ts')
const NODE_FLAGS = flagsFor(process.version)

/** Environment of a process whose wall clock is to go ahead by so much. */
export function clockAhead(ms: number): Record<string, string> {
  const shift = `--import=${path.join(import.meta.dirname, 'shift-clock.ts')}`
  return { CLOCK_SHIFT_MS: String(ms), NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} ${shift}` }
}

/** Environment of a process that collects garbage each second, and notes the megabytes that are held in the file `to`.<process id>. */
export function collectingOften(to: string): Record<string, string> {
  const collect = `--expose-gc --import=${path.join(import.meta.dirname, 'collect-often.ts')}`
  return { HELD_TO: to, NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} ${collect}` }
}

/** Environment of a process that is changed while it is loaded, by hooks in a file: it runs from source. */
export function changedBy(hooks: string): Record<string, string> {
  return { CHANGED: '1', NODE_OPTIONS: `--import=${hooks}` }
}

/** What one command gave. `json` is the one value on stdout, when there was one. */
export interface Answer {
  readonly code: number
  readonly json: any
  readonly stdout: string
  readonly stderr: string
}

/** One laptop seen from outside: a profile folder and the command line, in a network namespace or on loopback. */
export class Laptop {
  readonly profile: string
  /** May be set to another after it was changed. */
  passphrase: string
  readonly #namespace: string | undefined
  readonly #env: Readonly<Record<string, string>>
  readonly #running = new Set<Peer>()

  /** @param options `env`: of every process; `profile`: a folder, there already or made by its first command */
  constructor(options: {
    name: string
    namespace?: string
    passphrase?: string
    env?: Readonly<Record<string, string>>
    profile?: string
  }) {
    this.profile = options.profile ?? mkdtempSync(path.join(tmpdir(), `muster-${options.name}-`))
    this.passphrase = options.passphrase ?? 'river stones at dawn'
    this.#namespace = options.namespace
    this.#env = options.env ?? {}
  }

  /** Asks the running peer over its control socket, as a window would: for what has no command. */
  async call<Name extends CommandName>(name: Name, input: CommandCall<Name>): Promise<CommandOutput<Name>> {
    const channel = await connectControlSocket(this.profile)
    if (channel === undefined) throw new Error('nobody answers on the control socket')
    const bridge = connectBridge(channel)
    try {
      return await bridge.call(name, input)
    } finally {
      bridge.close()
    }
  }

  /** Runs one command to its end. @param options `text`: as people read it */
  async run(
    args: readonly string[],
    options: { env?: Record<string, string>; timeoutMs?: number; input?: string; text?: boolean } = {},
  ): Promise<Answer> {
    const child = this.#spawn(options.text === true ? args : ['--json', ...args], options.env ?? {})
    child.stdin?.end(options.input ?? '')
    const [stdout, stderr, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      exitOf(child, options.timeoutMs ?? 150_000), // the machine may be busy
    ])
    return { code, stdout, stderr, json: parsed(stdout) }
  }

  /** Like {@link run}, but a refusal is the test's failure. @returns the JSON value */
  async ask(...args: string[]): Promise<any> {
    const answer = await this.run(args)
    if (answer.code !== 0)
      throw new Error(`muster ${args.join(' ')} ended with ${answer.code}: ${answer.stdout}${answer.stderr}`)
    return answer.json
  }

  /** The refusal's code, where the command was refused. */
  async refusal(...args: readonly string[]): Promise<string | undefined> {
    const { code, json } = await this.run(args)
    return code === 0 ? undefined : json?.error?.code
  }

  /** Starts the long-running peer and waits until it is ready. */
  async start(args: readonly string[] = [], env: Record<string, string> = {}): Promise<Peer> {
    const peer = new Peer(this.#spawn(['--json', 'start', ...args], env))
    this.#running.add(peer)
    await peer.waitFor('ready', undefined, 90_000) // the machine may be busy
    return peer
  }

  /** All that its peers have said so far. */
  told(): string {
    return [...this.#running].map(({ stdout, stderr }) => stdout + stderr).join('\n')
  }

  /** Ends what runs and removes the profile. */
  async dispose(): Promise<void> {
    for (const peer of this.#running) await peer.stop()
    rmSync(this.profile, { recursive: true, force: true })
  }

  #spawn(args: readonly string[], env: Record<string, string>): ChildProcess {
    const node = [...NODE_FLAGS, env['CHANGED'] === undefined ? CLI : SOURCE, ...args]
    const [command, all] =
      this.#namespace === undefined
        ? [process.execPath, node]
        : ['ip', ['netns', 'exec', this.#namespace, process.execPath, ...node]]
    return spawn(command, all, {
      env: { ...process.env, MUSTER_PROFILE: this.profile, MUSTER_PASSPHRASE: this.passphrase, ...this.#env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
  }
}

/** A running `muster start`, with the events it has told so far. */
export class Peer {
  readonly events: any[] = []
  readonly #child: ChildProcess
  readonly #waiting = new Set<() => void>()
  readonly #exited: Promise<number>
  stdout = ''
  stderr = ''

  constructor(child: ChildProcess) {
    this.#child = child
    this.#exited = exitOf(child)
    child.stderr?.on('data', (chunk: Buffer) => (this.stderr += String(chunk)))
    createInterface({ input: child.stdout! }).on('line', (line) => {
      this.stdout += `${line}\n`
      this.events.push(parsed(line) ?? { event: 'unparsable', line })
      for (const wake of this.#waiting) wake()
    })
    void this.#exited.then(() => {
      for (const wake of this.#waiting) wake()
    })
  }

  /** The process id of the peer itself (`ip netns exec` replaces itself by it). */
  get pid(): number {
    return this.#child.pid!
  }

  /** The first event of that name which fits, already told or still to come. */
  async waitFor(event: string, fits: (event: any) => boolean = () => true, timeoutMs = 30_000): Promise<any> {
    const deadline = performance.now() + timeoutMs
    for (;;) {
      const found = this.events.find((one) => one.event === event && fits(one))
      if (found !== undefined) return found
      const left = deadline - performance.now()
      if (left <= 0 || this.#child.exitCode !== null || this.#child.signalCode !== null) {
        throw new Error(
          `no ${event} within ${timeoutMs} ms; told: ${JSON.stringify(this.events.slice(-20))} ${this.stderr}`,
        )
      }
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer)
          this.#waiting.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, left)
        this.#waiting.add(wake)
      })
    }
  }

  /** Ends it as Ctrl-C would. @returns the exit code */
  async stop(): Promise<number> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGTERM')
    return this.#exited
  }

  /** Pulls the plug. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#exited
  }
}

async function text(stream: NodeJS.ReadableStream | null): Promise<string> {
  let all = ''
  for await (const chunk of stream ?? []) all += String(chunk)
  return all
}

function parsed(line: string): any {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function exitOf(child: ChildProcess, timeoutMs?: number): Promise<number> {
  return new Promise((resolve) => {
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), timeoutMs)
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      resolve(code ?? (signal === null ? 1 : 128))
    })
  })
}
