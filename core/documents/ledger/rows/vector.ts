import { fromHex } from '../../../shared/bytes.ts'

import type { DocumentState } from './document-state.ts'
import type { LedgerVectorEntry } from '../ports.ts'

/** How far each session's changes are held; empty for a document that is not. */
export function toVector(state: DocumentState | undefined): readonly LedgerVectorEntry[] {
  return state === undefined ? [] : Array.from(state.vector, ([session, number]) => [fromHex(session), number] as const)
}
