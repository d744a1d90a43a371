import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable, Writable } from 'node:stream'

import type { EngineOptions } from '../../cli/engine-port.ts'
import { runCli, type ExitCode } from '../../cli/run.ts'
import type { World } from '../../cli/world.ts'
import { systemClock } from '../../core/shared/clock.ts'
import { FakeEngine } from './fake-engine.ts'

export interface Ran {
  readonly code: ExitCode
  readonly stdout: string
  readonly stderr: string
  /** The one JSON value on stdout; throws when there is not exactly one. */
  readonly json: any
}

/** Collects what is written. */
export class Collector extends Writable {
  text = ''
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += String(chunk)
    done()
  }
}

/** The command line in this process, with a stand-in engine and a profile folder of its own. */
export class CliRig {
  readonly profile = mkdtempSync(join(tmpdir(), 'muster-cli-'))
  readonly opened: EngineOptions[] = []
  engine = new FakeEngine()
  env: Record<string, string | undefined> = { MUSTER_PASSPHRASE: 'river stones at dawn' }
  openEngine: World['openEngine'] = async (options) => {
    this.opened.push(options)
    await options.passphrase?.()
    return this.engine
  }

  /** The world of one run; `signal` makes the person press Ctrl+C. */
  world(
    argv: readonly string[],
    replaced: Partial<World> = {},
  ): World & { stdout: Collector; stderr: Collector; signal: () => void } {
    const listeners = new Set<() => void>()
    return {
      argv,
      env: { MUSTER_PROFILE: this.profile, ...this.env },
      platform: 'linux',
      homeDir: '/home/ana',
      pid: 4242,
      version: '0.1.0',
      stdin: Readable.from([]),
      clock: { ...systemClock, now: () => 180_000 },
      openEngine: (options) => this.openEngine(options),
      onSignal: (listener) => (listeners.add(listener), () => listeners.delete(listener)),
      ...replaced,
      stdout: (replaced.stdout as Collector | undefined) ?? new Collector(),
      stderr: (replaced.stderr as Collector | undefined) ?? new Collector(),
      signal: () => {
        for (const listener of listeners) listener()
      },
    }
  }

  async run(argv: readonly string[], replaced: Partial<World> & { input?: string } = {}): Promise<Ran> {
    const { input, ...rest } = replaced
    const world = this.world(argv, {
      ...(input === undefined ? {} : { stdin: Readable.from([Buffer.from(input)]) }),
      ...rest,
    })
    const code = await runCli(world)
    const stdout = world.stdout.text
    return {
      code,
      stdout,
      stderr: world.stderr.text,
      get json() {
        if (stdout.split('\n').length !== 2 || !stdout.endsWith('\n')) throw new Error(`not one line: ${stdout}`)
        return JSON.parse(stdout)
      },
    }
  }

  dispose(): void {
    rmSync(this.profile, { recursive: true, force: true })
  }
}

/** A terminal to type into. */
export function terminal(): PassThrough & { isTTY: boolean } {
  return Object.assign(new PassThrough(), { isTTY: true })
}
