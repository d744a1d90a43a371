import type { Writable } from 'node:stream'

import type { ErrorDetails } from '../../core/shared/errors.ts'
import type { World } from '../world.ts'

/** What a command gave: one value for programs, words for people. */
export interface Result {
  readonly json: unknown
  readonly text: string
}

/** The only writer of stdout and stderr. With `--json` stdout holds JSON and nothing else. */
export class Printer {
  readonly json: boolean
  readonly #stdout: World['stdout']
  readonly #stderr: Writable

  constructor(world: Pick<World, 'stdout' | 'stderr'>, json: boolean) {
    this.json = json
    this.#stdout = world.stdout
    this.#stderr = world.stderr
    // a reader that went away (`| head`) is no failure of ours
    world.stdout.on('error', () => undefined)
    world.stderr.on('error', () => undefined)
  }

  /** Cells of the terminal; 100 where it is none. */
  get columns(): number {
    return this.#stdout.columns ?? 100
  }

  get isTerminal(): boolean {
    return !this.json && this.#stdout.isTTY === true
  }

  async result(result: Result): Promise<void> {
    await this.raw(this.json ? `${JSON.stringify(result.json)}\n` : withLineEnd(result.text))
  }

  async failure(
    error: { code: string; message: string; details: ErrorDetails },
    words: readonly string[],
  ): Promise<void> {
    if (this.json) await this.raw(`${JSON.stringify({ error })}\n`)
    await write(this.#stderr, words.map((word) => `${word}\n`).join(''))
  }

  /** A remark beside the result, for people only. */
  note(text: string): void {
    if (!this.json) this.#stderr.write(withLineEnd(text))
  }

  /** Resolves when the text is handed over or nobody reads any more. */
  async raw(text: string): Promise<void> {
    await write(this.#stdout, text)
  }

  /** Resolves when everything written before is handed over. */
  async flush(): Promise<void> {
    await this.raw('')
    await write(this.#stderr, '')
  }
}

function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.write(text, () => resolve())
  })
}

const withLineEnd = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`)
