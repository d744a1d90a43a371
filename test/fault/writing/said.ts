import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { openHere } from '../../helpers/lab/engine-here.ts'
import { errorCode } from './error-code.ts'

const WRITER = fileURLToPath(new URL('writer.ts', import.meta.url))
const WINDOW = 200
const FIRST = 'stones in the river'

/** What a writer said of one profile over all its lives, and whether the profile agrees. */
export class Said {
  /** Record -> what it says, as acknowledged last. */
  readonly #records = new Map<string, string>()
  /** Record -> what it may say as well: asked for since, and not acknowledged. What was refused may be there after a cut all the same. */
  readonly #tried = new Map<string, Set<string>>()
  #passphrase = FIRST
  #next: string | undefined
  /** Codes of refusals, in order. */
  readonly errors: string[] = []
  acknowledged = 0
  #deaf = false

  /**
   * What is said from now on, until the next start, is not held to be acknowledged: ext4 lets an fsync that runs while
   * its power is cut this way succeed (seen with a program of ten lines as well, in 2 of 50 cuts).
   */
  hearNoMore(): void {
    this.#deaf = true
  }

  /**
   * Starts a writer.
   * @param options `by`: what runs the program, in front of its own command line; `stopAfter`: the beginning of the line
   *   after which it does nothing more
   */
  start(
    profile: string,
    options: { by?: readonly string[]; env?: Record<string, string>; stopAfter?: string | undefined } = {},
  ): ChildProcess {
    const { by = [], env = {}, stopAfter } = options
    this.#deaf = false
    const program = [process.execPath, '--disable-warning=ExperimentalWarning', WRITER, profile, this.#passphrase]
    const [command = '', ...args] = [...by, ...program, ...(stopAfter === undefined ? [] : [stopAfter])]
    return spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } })
  }

  /** Takes up what it says. @param onLine called after each whole line */
  listen(child: ChildProcess, onLine: (line: string) => void): void {
    let rest = ''
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop()!
      for (const line of lines) {
        this.#take(line)
        onLine(line)
      }
    })
  }

  #take(line: string): void {
    const [what, id = '', value = ''] = line.split(' ')
    if (what === 'try') this.#tried.set(id, (this.#tried.get(id) ?? new Set()).add(value))
    else if (what === 'try-passphrase') this.#next = line.slice('try-passphrase '.length)
    else if (what === 'error') this.errors.push(line.slice('error '.length))
    else if (what !== 'ready' && !this.#deaf) this.#acknowledge(line, { id, value })
  }

  #acknowledge(line: string, { id, value }: { id: string; value: string }): void {
    this.acknowledged++
    if (!line.startsWith('passphrase ')) {
      this.#records.set(id, value)
      this.#tried.delete(id)
    } else {
      this.#passphrase = line.slice('passphrase '.length)
      this.#next = undefined
    }
  }

  /** Opens the profile and compares. @returns what is lost or damaged, in words; empty when all is well */
  async check(profile: string): Promise<string[]> {
    const opened = await this.#open(profile)
    if (typeof opened === 'string') return [opened]
    const { bridge, stop } = opened
    try {
      const wrong: string[] = []
      const { networks } = await bridge.call('network:list', {})
      const shown = networks[0] === undefined ? new Map<string, string>() : await listed(bridge, networks[0].id)
      for (const [id, what] of this.#records) {
        const there = shown.get(id)
        if (there === undefined || (there !== what && this.#tried.get(id)?.has(there) !== true))
          wrong.push(`lost: ${what}, there is ${there}`)
        else this.#records.set(id, there)
        this.#tried.delete(id)
      }
      const sevens = Map.groupBy(
        [...shown.values()].filter((what) => what.split('-').length === 3),
        (what) => what.replace(/-\d$/u, ''),
      )
      for (const [name, members] of sevens)
        if (members.length !== 7) wrong.push(`torn: ${name} has ${members.length} of 7`)
      const { lines } = await bridge.call('log:export', {})
      for (const { code } of lines) if (/damaged|recovered|missing|rebuilt|forked/u.test(code)) wrong.push(code)
      return wrong
    } catch (error) {
      return [`corrupt: ${errorCode(error)}`]
    } finally {
      await stop()
    }
  }

  async #open(profile: string): Promise<Awaited<ReturnType<typeof openHere>> | string> {
    const candidates = [this.#passphrase, ...(this.#next === undefined ? [] : [this.#next])]
    this.#next = undefined
    for (const candidate of candidates) {
      try {
        const opened = await openHere(profile, candidate)
        this.#passphrase = candidate
        return opened
      } catch (error) {
        if (errorCode(error) !== 'identity/wrong-passphrase') return `does not open: ${errorCode(error)}`
      }
    }
    return 'lost: the passphrase'
  }
}

async function listed(
  bridge: Awaited<ReturnType<typeof openHere>>['bridge'],
  network: string,
): Promise<Map<string, string>> {
  const all = new Map<string, string>()
  for (;;) {
    const window = { network, kind: 'incident' as const, limit: WINDOW, offset: all.size, sort: 'oldest' as const }
    const { total, records } = await bridge.call('record:list', window)
    for (const record of records) {
      const { id, what } = record as { id: string; what: unknown }
      all.set(id, String(what))
    }
    if (all.size >= total || records.length === 0) return all
  }
}
