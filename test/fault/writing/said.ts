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
  /** Record -> what it may say as well: asked for, and not acknowledged. */
  readonly #tried = new Map<string, string>()
  #passphrase = FIRST
  #next: string | undefined
  /** Codes of refusals, in order. */
  readonly errors: string[] = []
  acknowledged = 0

  /** Starts a writer. @param by what runs the program, in front of its own command line */
  start(
    profile: string,
    { by = [], env = {} }: { by?: readonly string[]; env?: Record<string, string> } = {},
  ): ChildProcess {
    const line = [...by, process.execPath, '--disable-warning=ExperimentalWarning', WRITER, profile, this.#passphrase]
    return spawn(line[0]!, line.slice(1), { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } })
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
    if (what === 'add' || what === 'edit') {
      this.#records.set(id, value)
      this.#tried.delete(id)
    } else if (what === 'try') this.#tried.set(id, value)
    else if (what === 'try-passphrase') this.#next = line.slice('try-passphrase '.length)
    else if (what === 'passphrase') {
      this.#passphrase = line.slice('passphrase '.length)
      this.#next = undefined
    } else if (what === 'error') this.errors.push(line.slice('error '.length))
    if (what === 'add' || what === 'edit' || what === 'passphrase') this.acknowledged++
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
        if (there !== what && (there === undefined || there !== this.#tried.get(id)))
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
