import type { Handlers } from '../../bridge/contract.ts'
import type { EngineAccess } from '../access.ts'

/** What asks for this person, in one network or in all. */
export function attentionHandlers(engine: EngineAccess): Pick<Handlers, 'attention:list'> {
  return {
    'attention:list': async ({ network }) => {
      if (network !== undefined) engine.unlocked.network(network)
      return { items: [] }
    },
  }
}
