import type { Handlers } from '../../bridge/contract.ts'
import type { MusterEngine } from '../engine.ts'
import { act } from './act.ts'

/** What is done to one plan, by the domain's edits of the same meaning. */
export function planHandlers(engine: MusterEngine): Pick<Handlers, 'plan:move' | 'plan:signup' | 'plan:task' | 'plan:shift'> {
  return {
    'plan:move': async ({ network, id, ...input }) => act(engine, { network, kind: 'plan', id }, { name: 'status', input }),
    'plan:signup': async ({ network, id, ...input }) => act(engine, { network, kind: 'plan', id }, { name: 'signUp', input }),
    'plan:task': async ({ network, id, task, state, person, ...wording }) => {
      const place = { network, kind: 'plan', id } as const
      return task === undefined
        ? act(engine, place, { name: 'addTask', input: wording })
        : act(engine, place, { name: 'moveTask', input: { task, state, person, ...wording } })
    },
    'plan:shift': async ({ network, id, shift, ...input }) => {
      const place = { network, kind: 'plan', id } as const
      return shift === undefined
        ? act(engine, place, { name: 'addShift', input })
        : act(engine, place, { name: 'editShift', input: { shift, ...input } })
    },
  }
}
