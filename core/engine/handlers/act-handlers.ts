import { actOf, type ActName } from '../../bridge/acts.ts'
import type { Handlers } from '../../bridge/contract.ts'
import type { EngineAccess } from '../access.ts'
import { act } from './act.ts'

/** What is done to one record: each command is an edit of the domain by another name. */
export function actHandlers(engine: EngineAccess): Pick<Handlers, ActName | 'record:act'> {
  return {
    'incident:move': (input) => act(engine, actOf('incident:move', input)),
    'incident:verify': (input) => act(engine, actOf('incident:verify', input)),
    'incident:need': (input) => act(engine, actOf('incident:need', input)),
    'incident:respond': (input) => act(engine, actOf('incident:respond', input)),
    'incident:note': (input) => act(engine, actOf('incident:note', input)),
    'plan:move': (input) => act(engine, actOf('plan:move', input)),
    'plan:signup': (input) => act(engine, actOf('plan:signup', input)),
    'plan:task': (input) => act(engine, actOf('plan:task', input)),
    'plan:shift': (input) => act(engine, actOf('plan:shift', input)),
    'record:act': (input) => act(engine, input),
  }
}
