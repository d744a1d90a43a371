import { setImmediate as nextTurn } from 'node:timers/promises'

import { MAX_LINEAR_OPERATIONS } from '../../linear/linear-document.ts'
import { type ChangeHeader, MAX_OPERATIONS_AHEAD, openChange, type OpenedChange } from '../../unit/change-header.ts'
import type { UnitContent } from '../../unit/unit.ts'

/** Operations read in one turn of the event loop: a few milliseconds. A unit of few bytes may hold 320,000. */
const READ_AT_ONCE = 10_000

/** What is known of a unit's changes before it is stored. */
export interface ReadChanges {
  readonly headers: readonly ChangeHeader[]
  /** With what is in them; undefined for more operations than are followed here: what is read of them is many times as large. */
  readonly opened: readonly OpenedChange[] | undefined
}

/** Reads the changes of unit after unit, and lets others work in between. */
export class ChangeReading {
  #since = 0

  /** A unit's changes; undefined where one is not as Muster makes them. */
  async read({ changes }: UnitContent): Promise<ReadChanges | undefined> {
    const headers: ChangeHeader[] = []
    const opened: OpenedChange[] = []
    let operations = 0
    for (const change of changes) {
      if (this.#since >= READ_AT_ONCE) {
        this.#since = 0
        await nextTurn()
      }
      const one = openedOf(change)
      if (one === undefined) return undefined
      this.#since += one.operations.count
      operations += one.operations.count
      headers.push(one.header)
      if (operations <= MAX_LINEAR_OPERATIONS) opened.push(one)
      else opened.length = 0
    }
    return { headers, opened: operations <= MAX_LINEAR_OPERATIONS ? opened : undefined }
  }
}

function openedOf(change: Uint8Array): OpenedChange | undefined {
  try {
    return openChange(change, { maxStartOp: Number.MAX_SAFE_INTEGER })
  } catch {
    return undefined
  }
}

/** Whether changes go on from what a document holds: one session's own, numbered without a gap, operations not far ahead. */
export function goOn(
  headers: readonly ChangeHeader[],
  { from, session, maxOp }: { readonly from: number; readonly session: string; readonly maxOp: number },
): boolean {
  let greatest = maxOp
  return headers.every(({ actor, number, startOp, lastOp }, index) => {
    if (actor !== session || number !== from + index || startOp > greatest + MAX_OPERATIONS_AHEAD) return false
    greatest = Math.max(greatest, lastOp)
    return true
  })
}
