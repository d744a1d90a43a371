import { invalidInput } from '../input/invalid.ts'
import { checkText } from '../text-check.ts'

/** @throws MeshError `domain/invalid-input` for a text that seems to identify somebody */
export function requireHarmless(given: string | null | undefined, field: string): void {
  if (typeof given === 'string' && checkText(given).length > 0) throw invalidInput(field, 'identifying-text')
}
