import { setImmediate as nextTurn } from 'node:timers/promises'

import type { Applier } from '../applying/applier.ts'
import type { Repairs } from '../applying/repairs.ts'
import type { Holdings } from '../holdings.ts'
import type { Authority } from '../ports.ts'
import type { KnownSession } from '../rows/sessions.ts'

/** Of a session (hex) by turns how many numbers from 1 on have come here, and how many have not; the last have. */
export type SessionRuns = readonly [session: string, first: number, ...more: number[]]

/** What a removal record needs and does: which units of a device are here, and the end of all others. */
export class Removals {
  readonly #holdings: Holdings
  readonly #repairs: Repairs
  readonly #applier: Applier
  readonly #authority: Authority

  constructor(options: { holdings: Holdings; repairs: Repairs; applier: Applier; authority: Authority }) {
    this.#holdings = options.holdings
    this.#repairs = options.repairs
    this.#applier = options.applier
    this.#authority = options.authority
  }

  /**
   * The sessions of a device (key, hex) and the numbers that came here and count. A number is missing for good where its unit
   * went with an erased record before it came: whoever goes shall not fill it, nor others lose what came after it.
   */
  lastSequences(device: string): readonly SessionRuns[] {
    const last: SessionRuns[] = []
    for (const session of this.#holdings.sessions.stored()) {
      if (session.device !== device) continue
      const numbers = new Set<number>()
      for (const { sequence } of this.#holdings.sessions.uses(session.id))
        if (!this.#isCutOff(session, sequence)) numbers.add(sequence)
      if (numbers.size > 0) last.push([session.id, ...runsOf(numbers)])
    }
    return last.toSorted(([a], [b]) => (a < b ? -1 : 1))
  }

  /** Takes every unit of removed devices (keys, hex) that their removals do not let count into quarantine. Doing it twice does nothing. */
  async apply(gone: ReadonlySet<string>): Promise<void> {
    const cut = new Map<string, Set<string>>()
    for (const session of this.#holdings.sessions.stored()) {
      if (!gone.has(session.device)) continue
      for (const { sequence, document, unit } of this.#holdings.sessions.uses(session.id)) {
        if (!this.#isCutOff(session, sequence) || this.#holdings.quarantine.has(unit)) continue
        const units = cut.get(document) ?? new Set()
        cut.set(document, units.add(unit))
      }
    }
    for (const [document, ids] of cut) {
      // Else all of it would be taken out; the next start tries again
      if (!(await this.#holdings.canJudge(document).catch(() => false))) continue
      const units = [...this.#holdings.rows.units(document)]
      if (!units.some(({ id }) => ids.has(id))) continue
      this.#repairs.takeOut(document, { units, isOut: ({ id }) => ids.has(id), reason: 'beyond-removal' })
      this.#applier.add([document])
      await nextTurn()
    }
  }

  #isCutOff({ device, id }: KnownSession, sequence: number): boolean {
    return this.#authority.mayAuthor(device, id, sequence) === 'beyond-removal'
  }
}

/** By turns how many numbers from 1 on are among these, and how many are not. */
function runsOf(numbers: ReadonlySet<number>): [first: number, ...more: number[]] {
  const runs: [number, ...number[]] = [0]
  let before = 0
  for (const number of [...numbers].toSorted((a, b) => a - b)) {
    if (number > before + 1) runs.push(number - before - 1, 0)
    runs[runs.length - 1]!++
    before = number
  }
  return runs
}
