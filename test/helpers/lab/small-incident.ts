import { InitialDocuments } from '../../../core/documents/automerge/initial.ts'
import type { SessionRecord } from '../../../core/documents/unit/session.ts'
import { HOST_SHAPES } from '../../../core/engine/records/domain-shapes.ts'
import { buildChunk } from '../chunk-builder.ts'
import type { HostileMember } from './hostile-member.ts'

const first = new InitialDocuments(HOST_SHAPES).first('incident', 1)!

/** Columns of a change that sets the severity to "Minor". */
export const SETS_SEVERITY = [
  [0x15, [0x7f, 8, ...Buffer.from('severity')]],
  [0x34, [1]],
  [0x42, [0x7f, 1]],
  [0x56, [0x7f, 0x56]],
  [0x57, [...Buffer.from('Minor')]],
] as const

/** The unit of a new incident, minor and without words, as small as there is one. @param sequence counts the session's documents from 1 */
export function smallIncident(member: HostileMember, session: SessionRecord, sequence = 1): Uint8Array {
  const change = buildChunk({
    actor: session.id,
    startOp: first.maxOp + 1,
    deps: first.heads,
    columns: [...SETS_SEVERITY, [0x70, [0x7f, 0]]],
  })
  const document = member.documentOf(session, 'incident', sequence)
  return member.seal({ document, session, sequence, changes: [change] })
}
