import type { start as english } from '../en/start.ts'
import type { Translation } from '../translation.ts'

export const start: Translation<typeof english> = {}
