import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { createInterface } from 'node:readline'

import { namespacesMissing } from './namespaces.ts'

const SWITCH = path.join(import.meta.dirname, 'impaired-switch.py')

/** How a bad wifi treats frames. Probabilities are of each frame; laptops not in one group do not reach each other. */
export interface Impairment {
  readonly delayMs?: number
  readonly jitterMs?: number
  readonly loss?: number
  readonly duplicate?: number
  readonly reorder?: number
  readonly corrupt?: number
  /** Of laptops by number, from 1. Absent: everybody reaches everybody. */
  readonly groups?: readonly (readonly number[])[]
}

/** Frames since the start. */
export type FrameCounts = Readonly<
  Record<'forwarded' | 'lost' | 'duplicated' | 'reordered' | 'corrupted' | 'cut', number>
>

/** Says loudly, once a suite, that it is skipped; for `describe.skipIf`. */
export function impairmentMissing(suite: string): boolean {
  if (namespacesMissing(suite)) return true
  try {
    execFileSync('python3', ['-c', 'import fcntl; open("/dev/net/tun", "rb+", 0)'], { stdio: 'ignore' })
    return false
  } catch {
    console.warn(`\n!!! SKIPPED: ${suite}: needs python3 and /dev/net/tun\n`)
    return true
  }
}

/** A wifi as {@link Wifi} is, but bad: its switch runs as a program of ours (this system's own netem may be missing). */
export class ImpairedWifi {
  readonly #prefix = `mi${randomBytes(3).toString('hex')}`
  readonly #count: number
  readonly #switch: ChildProcess
  readonly #waiting: ((line: string) => void)[] = []

  private constructor(count: number, seed: number) {
    this.#count = count
    ip('netns', 'add', this.bridgeNamespace)
    const devices = this.#numbers().map((number) => `${this.#prefix}t${number}`)
    this.#switch = spawn('ip', ['netns', 'exec', this.bridgeNamespace, 'python3', SWITCH, ...devices], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, SWITCH_SEED: String(seed) },
    })
    createInterface({ input: this.#switch.stdout! }).on('line', (line) => this.#waiting.shift()?.(line))
  }

  /** @param count laptops, numbered from 1 */
  static async make(count: number, seed = 1): Promise<ImpairedWifi> {
    const wifi = new ImpairedWifi(count, seed)
    await wifi.#line()
    for (const number of wifi.#numbers()) wifi.#connect(number)
    return wifi
  }

  get bridgeNamespace(): string {
    return `${this.#prefix}br`
  }

  namespace(number: number): string {
    return `${this.#prefix}n${number}`
  }

  address(number: number): string {
    return `10.77.0.${number}`
  }

  /** What holds from now on, in place of what held. */
  impair({ delayMs, jitterMs, groups, ...chances }: Impairment): void {
    this.#tell({
      ...chances,
      delay: delayMs ?? 0,
      jitter: jitterMs ?? 0,
      ...(groups !== undefined && { groups: groups.map((group) => group.map((number) => number - 1)) }),
    })
  }

  async counts(): Promise<FrameCounts> {
    const line = this.#line()
    this.#tell({ counts: true })
    return JSON.parse(await line) as FrameCounts
  }

  /** Removes every namespace; safe twice. */
  dispose(): void {
    this.#switch.stdin!.end()
    for (const name of [...this.#numbers().map((number) => this.namespace(number)), this.bridgeNamespace]) {
      try {
        ip('netns', 'del', name)
      } catch {
        // already gone
      }
    }
  }

  #numbers(): number[] {
    return Array.from({ length: this.#count }, (_, at) => at + 1)
  }

  #connect(number: number): void {
    const name = this.namespace(number)
    const inside = (...command: string[]): void => ip('netns', 'exec', name, 'ip', ...command)
    ip('netns', 'add', name)
    const device = `${this.#prefix}t${number}`
    ip('netns', 'exec', this.bridgeNamespace, 'ip', 'link', 'set', device, 'netns', name, 'name', 'wifi0')
    inside('link', 'set', 'lo', 'up')
    inside('address', 'add', `${this.address(number)}/24`, 'dev', 'wifi0')
    inside('link', 'set', 'wifi0', 'up')
    inside('route', 'add', '224.0.0.0/4', 'dev', 'wifi0')
  }

  #tell(rules: object): void {
    this.#switch.stdin!.write(`${JSON.stringify(rules)}\n`)
  }

  #line(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(resolve)
      this.#switch.once('close', () => reject(new Error('the switch ended')))
    })
  }
}

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] })
}
