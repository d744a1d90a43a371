import { hash } from 'node:crypto'

import type { Verdict } from '../ports.ts'

/** Refusals of what came too soon: earlier units at the other side may undo them. */
export const TOO_SOON: readonly Verdict[] = ['missing-dependencies', 'out-of-sequence']
/** Refusals that more log records at the other side may undo. */
const UNTIL_LOG_GROWS: readonly Verdict[] = ['not-a-member', 'unknown-epoch', 'beyond-removal', 'erased']

interface Refused {
  /** Unit -> why; not sent again on this connection. */
  readonly units: Map<string, Verdict>
  lastVector: string | undefined
}

/** Which units the other side has refused on this connection, so that nothing is sent in circles. */
export class Refusals {
  readonly #documents = new Map<string, Refused>()

  add(document: string, unit: Uint8Array, verdict: Verdict): void {
    this.#of(document).units.set(keyOf(unit), verdict)
  }

  /** Whether sending this unit again is pointless. */
  skips(document: string, unit: Uint8Array): boolean {
    const refused = this.#documents.get(document)
    return refused !== undefined && refused.units.size > 0 && refused.units.has(keyOf(unit))
  }

  /**
   * The other side asks for a document with this vector. One it has not asked with before means that what was missing
   * may be there now; the same one again means that we cannot give it.
   */
  asked(document: string, vector: string): void {
    const refused = this.#of(document)
    if (refused.lastVector === vector) return
    refused.lastVector = vector
    for (const [unit, verdict] of refused.units) if (TOO_SOON.includes(verdict)) refused.units.delete(unit)
  }

  logGrew(): void {
    for (const { units } of this.#documents.values()) {
      for (const [unit, verdict] of units) if (UNTIL_LOG_GROWS.includes(verdict)) units.delete(unit)
    }
  }

  #of(document: string): Refused {
    const refused = this.#documents.get(document) ?? { units: new Map<string, Verdict>(), lastVector: undefined }
    this.#documents.set(document, refused)
    return refused
  }
}

function keyOf(unit: Uint8Array): string {
  return hash('sha256', unit, 'base64')
}
