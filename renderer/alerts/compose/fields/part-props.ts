import type { AlertDraft, WrongField } from '../alert-draft.ts'

/** What every part of the first step takes. */
export interface PartProps {
  draft: AlertDraft
  /** What is missing or too long, once somebody tried to go on. */
  wrong: ReadonlySet<WrongField>
  onChange: (fields: Partial<AlertDraft>) => void
}
