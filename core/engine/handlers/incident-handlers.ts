import type { Handlers } from '../../bridge/contract.ts'
import type { MusterEngine } from '../engine.ts'
import { act } from './act.ts'

type Names = 'incident:move' | 'incident:verify' | 'incident:need' | 'incident:respond' | 'incident:note'

/** What is done to one incident, by the domain's edits of the same meaning. */
export function incidentHandlers(engine: MusterEngine): Pick<Handlers, Names> {
  return {
    'incident:move': async ({ network, id, ...input }) => act(engine, { network, kind: 'incident', id }, { name: 'move', input }),
    'incident:verify': async ({ network, id, ...input }) => act(engine, { network, kind: 'incident', id }, { name: 'verify', input }),
    'incident:need': async ({ network, id, need, state, kind, text }) => {
      const place = { network, kind: 'incident', id } as const
      return need === undefined
        ? act(engine, place, { name: 'addNeed', input: { kind, text } })
        : act(engine, place, { name: 'moveNeed', input: { need, state, note: text } })
    },
    'incident:respond': async ({ network, id, ...input }) => act(engine, { network, kind: 'incident', id }, { name: 'respond', input }),
    'incident:note': async ({ network, id, ...input }) => act(engine, { network, kind: 'incident', id }, { name: 'note', input }),
  }
}
