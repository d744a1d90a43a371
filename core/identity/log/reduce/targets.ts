import { toHex } from '../../../shared/bytes.ts'
import type { LogRecord } from '../record/record.ts'

/** Devices (hex) that somebody else takes out by the record: those of a removal, and of a leave the author's other computers. */
export function takenOutBy({ content, authorHex }: LogRecord): readonly string[] {
  if (content.type === 'remove') return content.body.devices.map(toHex)
  return content.type === 'leave' ? content.body.devices.map(toHex).filter((device) => device !== authorHex) : []
}

/** What a voider hits (hex): devices it takes out, or the invite it revokes. Empty for a record that voids nothing. */
export function targetsOf(record: LogRecord): readonly string[] {
  const { content } = record
  return content.type === 'revoke' ? [toHex(content.body.invite)] : takenOutBy(record)
}
