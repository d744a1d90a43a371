/** Largest unit in bytes, and most changes in one (PROTOCOL section 4). */
export const MAX_UNIT_BYTES = 256 * 1024
export const MAX_UNIT_CHANGES = 64
