import type { ShownKind } from '../../core/bridge/contract/parts.ts'
import type { MeshError } from '../../core/shared/errors.ts'
import { useNetwork } from '../app/network-context.tsx'
import { useCommand } from '../engine/use-command.ts'

export interface Acting {
  /** @returns whether it worked; where not, why stands in `failure` */
  act: (name: string, input: object) => Promise<boolean>
  readonly pending: boolean
  readonly failure: MeshError | undefined
  clear: () => void
}

/** What can be done to one record of the current network, by the names of core/domain/edits. */
export function useAct(kind: ShownKind, id: string): Acting {
  const network = useNetwork().network.id
  const command = useCommand('record:act')
  return {
    act: async (name, input) => (await command.run({ network, kind, id, act: name, input })) !== undefined,
    pending: command.pending,
    failure: command.failure,
    clear: () => command.clear(),
  }
}
