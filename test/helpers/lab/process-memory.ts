import { readdirSync, readFileSync } from 'node:fs'

const PAGE_BYTES = 4_096
const MIB = 1 << 20

/** Resident memory of a process, in MiB; 0 when it is gone. */
export function rssOf(pid: number): number {
  try {
    return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES) / MIB
  } catch {
    return 0
  }
}

/** The processes that a process has started and that still run. */
export function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    )
  } catch {
    return []
  }
}

/** Looks every few milliseconds what a process and its children take together. */
export class MemoryWatch {
  readonly #pid: number
  readonly #timer: NodeJS.Timeout
  #most = 0

  constructor(pid: number, everyMs = 10) {
    this.#pid = pid
    this.#look()
    this.#timer = setInterval(() => this.#look(), everyMs)
  }

  #look(): void {
    this.#most = Math.max(this.#most, MemoryWatch.now(this.#pid))
  }

  /** MiB of a process and its children now. */
  static now(pid: number): number {
    return [pid, ...childrenOf(pid)].reduce((sum, one) => sum + rssOf(one), 0)
  }

  /** The most so far, in MiB. */
  stop(): number {
    clearInterval(this.#timer)
    return this.#most
  }
}
