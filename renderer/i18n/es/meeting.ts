import type { meeting as english } from '../en/meeting.ts'
import type { Translation } from '../translation.ts'

export const meeting: Translation<typeof english> = {}
