import { constants } from 'node:os'

/** Of those that Node has no name for (libuv lacks it), the ones that mean something to a person. */
const BY_NUMBER: ReadonlyMap<unknown, string> = new Map([[-constants.errno.EDQUOT, 'EDQUOT']])

/** The system's reason (`ENOSPC`, ...) of a failed operation, or the empty string. */
export function systemCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  const { code, errno } = error as { code?: unknown; errno?: unknown }
  return BY_NUMBER.get(errno) ?? (typeof code === 'string' ? code : '')
}
