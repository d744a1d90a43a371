import { MeshError } from '../../../shared/errors.ts'
import type { MemberRecord } from '../../records/member.ts'
import type { EditContext } from '../../write.ts'

/** What only the person themselves can say. @throws MeshError `domain/forbidden` */
export function requireOwn(record: Pick<MemberRecord, 'person'>, ctx: Pick<EditContext, 'by'>): void {
  if (record.person !== ctx.by) throw new MeshError('domain/forbidden', 'Only the person themselves can say so')
}
