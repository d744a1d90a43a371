import type { incidents as english } from '../en/incidents.ts'
import type { Translation } from '../translation.ts'

export const incidents: Translation<typeof english> = {}
