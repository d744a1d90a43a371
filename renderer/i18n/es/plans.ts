import type { plans as english } from '../en/plans.ts'
import type { Translation } from '../translation.ts'

export const plans: Translation<typeof english> = {}
