import type { CommandOutput, Handlers } from '../../bridge/contract.ts'
import type { AttentionItem } from '../../domain/attention/attention.ts'
import { morePressing } from '../../domain/attention/loudness.ts'
import type { EngineAccess } from '../access.ts'

/** Most that is listed: more than anybody looks at. */
const MAX_ITEMS = 1_000

/** What asks for this person, in one network or in all. */
export function attentionHandlers(engine: EngineAccess): Pick<Handlers, 'attention:list'> {
  return {
    'attention:list': async ({ network: wanted }) => {
      const { unlocked } = engine
      const runtimes = wanted === undefined ? unlocked.networks() : [unlocked.network(wanted)]
      const found = runtimes.flatMap((runtime) =>
        unlocked.attention(runtime).map((item) => ({ network: runtime.id, item })),
      )
      const sorted = found.toSorted((a, b) => morePressing(a.item, b.item)).slice(0, MAX_ITEMS)
      return { items: sorted.map(({ network, item }) => shown(network, item)) }
    },
  }
}

function shown(network: string, item: AttentionItem): CommandOutput<'attention:list'>['items'][number] {
  const { id, what, level, since, drill, collapsed, from } = item
  return {
    network,
    id,
    what,
    level,
    since,
    drill,
    ...(collapsed > 0 && { collapsed }),
    ...(from !== null && { from }),
  }
}
