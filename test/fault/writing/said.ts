import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { openHere } from '../../helpers/lab/engine-here.ts'
import { BACKUP_PASSPHRASE } from './backup-passphrase.ts'
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
  /** Records whose erasure was asked for. */
  readonly #leaving = new Set<string>()
  /** Records whose erasure was acknowledged. */
  readonly #gone = new Set<string>()
  /** What the newest backup that was acknowledged has in it at least. */
  #backedUp: readonly string[] | undefined
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
   *   after which it does nothing more; `count`: how many things it does before it ends by itself
   */
  start(
    profile: string,
    options: {
      by?: readonly string[]
      env?: Record<string, string>
      stopAfter?: string | undefined
      count?: number
    } = {},
  ): ChildProcess {
    const { by = [], env = {}, stopAfter = '', count = Infinity } = options
    this.#deaf = false
    const program = [process.execPath, '--disable-warning=ExperimentalWarning', WRITER, profile, this.#passphrase]
    const line = [...by, ...program, stopAfter, String(count)]
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
    if (what === 'try') this.#tried.set(id, (this.#tried.get(id) ?? new Set()).add(value))
    else if (what === 'try-erase') this.#leaving.add(id)
    else if (what === 'try-passphrase') this.#next = line.slice('try-passphrase '.length)
    else if (what === 'error') this.errors.push(line.slice('error '.length))
    else if (what !== 'ready' && !this.#deaf) this.#acknowledge(line, { id, value })
  }

  #acknowledge(line: string, { id, value }: { id: string; value: string }): void {
    this.acknowledged++
    if (line.startsWith('backup ')) this.#backedUp = [...this.#records.keys()]
    else if (line.startsWith('erased ')) {
      this.#records.delete(id)
      this.#gone.add(id)
    } else if (!line.startsWith('passphrase ')) {
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
        if (there === undefined && this.#leaving.has(id)) this.#records.delete(id)
        else if (there === undefined || (there !== what && this.#tried.get(id)?.has(there) !== true))
          wrong.push(`lost: ${what}, there is ${there}`)
        else this.#records.set(id, there)
        this.#tried.delete(id)
      }
      for (const id of this.#gone) if (shown.has(id)) wrong.push(`came back: ${shown.get(id)}`)
      const sevens = Map.groupBy(
        [...shown.values()].filter((what) => what.split('-').length === 3),
        (what) => what.replace(/-\d$/u, ''),
      )
      for (const [name, members] of sevens)
        if (members.length !== 7) wrong.push(`torn: ${name} has ${members.length} of 7`)
      const { lines } = await bridge.call('log:export', {})
      for (const { code, counts } of lines) {
        // a write that was torn, and not acknowledged, looks like one that was damaged later
        const isTorn = counts['what'] === 'tail'
        if (/damaged|recovered|missing|rebuilt|forked/u.test(code) && !isTorn) wrong.push(code)
      }
      return [...wrong, ...(await this.#checkBackup(`${profile}.backup`))]
    } catch (error) {
      return [`corrupt: ${errorCode(error)}`]
    } finally {
      await stop()
    }
  }

  /** Restores the backup into a profile of its own. */
  async #checkBackup(file: string): Promise<string[]> {
    if (this.#backedUp === undefined) return []
    const folder = mkdtempSync(path.join(tmpdir(), 'muster-restored-'))
    const { bridge, stop } = await openHere(folder, FIRST)
    try {
      const { networks } = await bridge.call('profile:restore', { file, passphrase: BACKUP_PASSPHRASE })
      const shown = await listed(bridge, networks[0]!.id)
      const missing = this.#backedUp.filter((id) => !shown.has(id) && !this.#leaving.has(id))
      return missing.map((id) => `lost from the backup: ${id}`)
    } catch (error) {
      return [`lost: the backup, ${errorCode(error)}`]
    } finally {
      await stop()
      rmSync(folder, { recursive: true })
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
