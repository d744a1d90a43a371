import type { LastSequences } from '../../identity/author/last-sequences.ts'
import { fromHex } from '../../shared/bytes.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

/** Which units of devices (hex) that go are to count: those that have come here. */
export function lastSequencesOf({ ledger }: NetworkRuntime, devices: readonly string[]): LastSequences {
  return devices
    .flatMap((device) => ledger.lastSequences(device))
    .map(([session, first, ...more]) => [fromHex(session), first, ...more])
}
