import type { NetworkRuntime } from '../network/network-runtime.ts'

/** Which of these records (document ids, hex) are held, and so are not erased by anybody's wish or timer. */
export function heldAmong(_runtime: NetworkRuntime, _ids: readonly string[]): readonly string[] {
  return []
}
