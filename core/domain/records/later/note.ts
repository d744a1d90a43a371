import { coText, flat, map, needed, scalar, searched, type ParsedFields, type ShownFields } from '../../shape/fields.ts'
import { MAX_LONG_TEXT, readBoolean, readId, readInteger, readLabel, readTime } from '../../shape/scalars.ts'
import { showFields } from '../../shape/show.ts'
import { BASE, labelField, textField } from '../common.ts'

const made = { createdAt: scalar(readTime), createdBy: scalar(readId), archivedAt: scalar(readTime) } as const

/** Notes and minutes. Attendance is a count, unless people put themselves down. */
export const NOTE_FIELDS = {
  ...BASE,
  title: labelField(),
  /** Written together. */
  body: coText(MAX_LONG_TEXT),
  agenda: map({
    title: searched(needed(readLabel())),
    minutes: scalar(readInteger(1, 1_000)),
    done: scalar(readBoolean),
    ...made,
  }),
  decisions: map({
    text: textField(1_000),
    /** Id of the proposal that it came from. */ proposal: scalar(readId),
    ...made,
  }),
  actions: map({
    summary: searched(needed(readLabel())),
    /** Plan and task that it became. */ plan: scalar(readId),
    task: scalar(readId),
    ...made,
  }),
  heldAt: scalar(readTime),
  attendanceCount: scalar(readInteger(0, 100_000)),
  /** Those who put themselves down, by person id. */
  attendance: flat({ at: scalar(readTime) }),
} as const

export type NoteRecord = ParsedFields<typeof NOTE_FIELDS>
export interface NoteView extends ShownFields<typeof NOTE_FIELDS> {
  readonly state: 'active' | 'archived'
}

export function presentNote(record: NoteRecord, options: { now: number }): NoteView {
  return { ...showFields(NOTE_FIELDS, record, options), state: record.archivedAt === null ? 'active' : 'archived' }
}
