import type { NetworkRuntime } from '../network/network-runtime.ts'
import { holdsOf } from '../retention/holds.ts'

/** Which of these records (document ids, hex) are held, and so are not erased by anybody's wish or timer. */
export function heldAmong(runtime: NetworkRuntime, ids: readonly string[]): readonly string[] {
  const held = holdsOf(runtime)
  return ids.filter((id) => held.has(id))
}
