import { setImmediate as nextTurn } from 'node:timers/promises'

import type { Applier } from './applying/applier.ts'
import type { Holdings } from './holdings.ts'
import type { Repairs } from './applying/repairs.ts'

/** What a removal record needs and does: the last numbers of a device's sessions, and the end of all beyond them. */
export class Removals {
  readonly #holdings: Holdings
  readonly #repairs: Repairs
  readonly #applier: Applier

  constructor(options: { holdings: Holdings; repairs: Repairs; applier: Applier }) {
    this.#holdings = options.holdings
    this.#repairs = options.repairs
    this.#applier = options.applier
  }

  /** Per session (hex) of a device (key, hex): all numbers up to this one are held. Sessions with none are left out. */
  lastSequences(device: string): readonly (readonly [session: string, last: number])[] {
    const last: [string, number][] = []
    for (const session of this.#holdings.sessions.stored()) {
      const { prefix } = this.#holdings.sessions.sequences(session)
      if (session.device === device && prefix > 0) last.push([session.id, prefix])
    }
    return last.toSorted(([a], [b]) => (a < b ? -1 : 1))
  }

  /** Takes every unit of a removed device beyond the last numbers into quarantine; a session not listed ends at 0. Doing it twice does nothing. */
  async apply(device: string, last: ReadonlyMap<string, number>): Promise<void> {
    const cut = new Map<string, Set<string>>()
    for (const session of this.#holdings.sessions.stored()) {
      if (session.device !== device) continue
      const end = last.get(session.id) ?? 0
      for (const { sequence, document, unit } of this.#holdings.sessions.uses(session.id)) {
        if (sequence <= end || this.#holdings.quarantine.has(unit)) continue
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
}
