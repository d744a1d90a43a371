import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export const ROOT = path.resolve(import.meta.dirname, '../../../..')
const COMMAND = [process.execPath, '--disable-warning=ExperimentalWarning', path.join(ROOT, 'cli/main.ts')]

/** What a transcript is made of: paragraphs, and what terminals show. */
export class Page {
  readonly #lines: string[] = []
  #open = false

  /** Lines before the first paragraph. */
  begin(...lines: readonly string[]): void {
    this.#lines.push(...lines)
  }

  /** A paragraph between the commands. */
  say(text: string): void {
    this.#lines.push(...(this.#open ? ['```'] : []), '', text)
    this.#open = false
  }

  /** Lines of a terminal. */
  show(lines: readonly string[]): void {
    if (!this.#open) this.#lines.push('', '```text')
    this.#open = true
    this.#lines.push(...lines)
  }

  text(): string {
    const all = [...this.#lines, ...(this.#open ? ['```'] : [])]
    return `${all.join('\n').replaceAll(/\n+```(?=\n|$)/gu, '\n```')}\n`
  }
}

/** One person at a laptop, with a window where Muster runs and one for commands. */
export class Person {
  readonly name: string
  readonly #page: Page
  readonly #namespace: string
  readonly #profile: string
  readonly #env: Readonly<Record<string, string>>
  #window: ChildProcess | undefined
  #seen = ''

  /** @param options `env`: of everything that runs on this laptop */
  constructor(options: { page: Page; name: string; namespace: string; env?: Readonly<Record<string, string>> }) {
    this.name = options.name
    this.#page = options.page
    this.#namespace = options.namespace
    this.#env = options.env ?? {}
    this.#profile = mkdtempSync(path.join(tmpdir(), `muster-${options.name}-`))
  }

  /** Starts Muster in the other window, and shows its first words. */
  async start(options: { silent?: boolean } = {}): Promise<void> {
    const child = this.#spawn(['start'])
    this.#window = child
    this.#seen = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#seen += String(chunk)))
    await until(() => /^(?:No networks yet|\S.*: \d+ records?)/mu.test(this.#seen), `${this.name} is running`)
    if (options.silent !== true) this.#page.show([`${this.name}$ muster start`, ...this.news()])
  }

  /** What the window has shown since the last time. */
  news(): string[] {
    const lines = this.#seen.trimEnd().split('\n')
    this.#seen = ''
    return lines
  }

  /** All that the window has shown so far, or since {@link news}. */
  get window(): string {
    return this.#seen
  }

  /** Types one command. @returns what was printed */
  async type(command: string, options: { silent?: boolean } = {}): Promise<string> {
    const child = this.#spawn(words(command))
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (printed += String(chunk)))
    await new Promise((resolve) => child.once('close', resolve))
    if (options.silent !== true)
      this.#page.show([`${this.name}$ muster ${command}`, ...printed.trimEnd().split('\n'), ''])
    return printed
  }

  /** Looks without showing it until it says what is expected. */
  async see(command: string, expected: RegExp): Promise<void> {
    let last = ''
    await until(
      async () => {
        last = await this.type(command, { silent: true })
        return expected.test(last)
      },
      () => `${this.name}: ${command} says ${expected}, and not: ${last}`,
    )
  }

  /** Ctrl+C in the other window. */
  async stop(): Promise<void> {
    const child = this.#window
    if (child === undefined || child.exitCode !== null) return
    const ended = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGINT')
    await ended
  }

  /** Stops, and leaves nothing behind. */
  async leave(): Promise<void> {
    await this.stop()
    rmSync(this.#profile, { recursive: true, force: true })
  }

  #spawn(args: readonly string[]): ChildProcess {
    const env = {
      ...process.env,
      MUSTER_PROFILE: this.#profile,
      MUSTER_PASSPHRASE: 'four unrelated words here',
      ...this.#env,
    }
    return spawn('ip', ['netns', 'exec', this.#namespace, ...COMMAND, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }
}

/** A command line as a shell splits it; double quotes only. */
function words(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/gu)].map(([, quoted, bare]) => quoted ?? bare!)
}

/** Looks again and again until it is so. @throws Error after three minutes */
export async function until(holds: () => boolean | Promise<boolean>, what: string | (() => string)): Promise<void> {
  const deadline = performance.now() + 180_000
  while (!(await holds())) {
    if (performance.now() > deadline)
      throw new Error(`it never came to this: ${typeof what === 'string' ? what : what()}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** The first group of a pattern that is there. */
export function found(text: string, pattern: RegExp): string {
  const match = pattern.exec(text)?.[1]
  if (match === undefined) throw new Error(`${pattern} is not in: ${text}`)
  return match
}
