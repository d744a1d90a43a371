import type { network as english } from '../en/network.ts'
import type { Translation } from '../translation.ts'

export const network: Translation<typeof english> = {}
