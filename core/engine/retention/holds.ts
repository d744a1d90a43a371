import type { NetworkView } from '../../domain/records/network.ts'
import { heldRecords, type Hold } from '../../domain/retention/holds.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

/** What is held in a network, by record (document id, hex). Empty until the network's record has come. */
export function holdsOf({ ledger, membership, networkDocument }: NetworkRuntime): ReadonlyMap<string, readonly Hold[]> {
  const network = ledger.get(networkDocument)?.record as NetworkView | undefined
  const { persons } = membership.state
  return heldRecords(network?.holds ?? [], (person) => persons.get(person)?.coordinated === true)
}
