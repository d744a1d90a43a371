import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { Measure } from '../lib/report.ts'
import { Role } from '../lib/role.ts'

/** Folders filled once, listed by a fresh process in every round. */
export class StartBench {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'muster-bench-'))
  readonly #count: number

  constructor(count: number) {
    this.#count = count
  }

  async fill(side: 'ours' | 'peer'): Promise<void> {
    const role = new Role(side)
    await role.call('open', { dir: path.join(this.#folder, side) })
    await role.call('fill', { count: this.#count })
    await role.end()
  }

  /** From unlocked to the first 50 of all listed, in a fresh process; memory is that of the process and its children then. */
  async measure(side: 'ours' | 'peer'): Promise<Measure> {
    const role = new Role(side)
    try {
      const before = await role.call('usage', undefined)
      const { wallMs, opened } = await role.call('list', { dir: path.join(this.#folder, side), count: this.#count })
      const after = await role.call('usage', undefined)
      return {
        wallMs,
        cpuMs: after.cpuMs - before.cpuMs,
        bytes: 0,
        rssMb: after.rssMb,
        extra: { documentsOpened: opened },
      }
    } finally {
      await role.end()
    }
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
