import type { Bridge } from '../core/bridge/rpc-client.ts'
import { profileDir } from '../core/shared/profile-dir.ts'
import type { Printer, Result } from './output/printer.ts'
import { profileExists, readPassphrase } from './passphrase.ts'
import { withBridge } from './session.ts'
import type { World } from './world.ts'

/** Options that every command has. */
export interface GlobalOptions {
  readonly json?: boolean
  readonly profile?: string
  readonly passphraseFile?: string
}

/** What the commands stand on: the world, where to print, and the way to the engine. */
export class Cli {
  readonly world: World
  readonly printer: Printer
  /** Aborted when the person wants it to end. */
  readonly signal: AbortSignal
  /** Read while parsing, before any command runs. */
  options: GlobalOptions = {}
  /** Of a command that did its work: 1 where what it found is not well. */
  exitCode: 0 | 1 = 0
  #passphrase: Promise<string> | undefined

  constructor(parts: { world: World; printer: Printer; signal: AbortSignal }) {
    this.world = parts.world
    this.printer = parts.printer
    this.signal = parts.signal
  }

  get profileDir(): string {
    return profileDir(this.world, this.options.profile)
  }

  get now(): number {
    return this.world.clock.now()
  }

  /** The passphrase that opens the profile, or, where there is none yet, that will. Asked for once. */
  passphrase(): Promise<string> {
    this.#passphrase ??= this.#readPassphrase()
    return this.#passphrase
  }

  #readPassphrase(): Promise<string> {
    const creating = !profileExists(this.profileDir)
    const question = creating ? 'A passphrase for this new profile (nobody can reset it)' : 'Passphrase'
    return readPassphrase(
      this.world,
      { file: this.options.passphraseFile, variable: 'MUSTER_PASSPHRASE', creating, question },
      { signal: this.signal },
    )
  }

  /** Runs `work` against the engine and prints what it gives. */
  async ask(
    work: (bridge: Bridge) => Promise<Result>,
    options: {
      online?: boolean
      runningOnly?: boolean
      /** An engine of our own starts locked: `work` sees to the rest. */ locked?: boolean
    } = {},
  ): Promise<void> {
    const { signal } = this
    const session = {
      profileDir: this.profileDir,
      ...(options.locked !== true && { passphrase: () => this.passphrase() }),
      online: options.online ?? false,
      attended: false,
      runningOnly: options.runningOnly ?? false,
      signal,
    }
    await this.printer.result(await withBridge(this.world, session, work))
  }
}
