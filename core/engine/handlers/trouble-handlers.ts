import type { Handlers } from '../../bridge/contract.ts'
import type { EngineAccess } from '../access.ts'

/** Who gave trouble, by name. */
export function troubleHandlers(engine: EngineAccess): Pick<Handlers, 'trouble:list'> {
  return {
    'trouble:list': async ({ network }) => {
      const { unlocked } = engine
      const runtimes = network === undefined ? unlocked.networks() : [unlocked.network(network)]
      const troubles = runtimes.flatMap(({ id, membership, troubles: noted }) =>
        noted.list().flatMap(({ device, what, count, at }) => {
          const person = membership.personOfDevice(device)
          if (person === undefined) return []
          const who = { person, name: membership.nameOf(person), you: person === membership.person }
          return [{ network: id, ...who, device: device.slice(0, 8), what, count, ...(at !== undefined && { at }) }]
        }),
      )
      return { troubles: troubles.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0)) }
    },
  }
}
