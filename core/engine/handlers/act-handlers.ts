import { actOf, type ActName } from '../../bridge/acts.ts'
import type { Handlers } from '../../bridge/contract.ts'
import type { EngineAccess } from '../access.ts'
import { act } from './act.ts'

/** What is done to one record: each command is an edit of the domain by another name. */
export function actHandlers(engine: EngineAccess): Pick<Handlers, Exclude<ActName, 'alert:answer'> | 'record:act'> {
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
    'alert:confirm': (input) => act(engine, actOf('alert:confirm', input)),
    'alert:seen': (input) => act(engine, actOf('alert:seen', input)),
    'alert:record': (input) => act(engine, actOf('alert:record', input)),
    'alert:check-in': (input) => act(engine, actOf('alert:check-in', input)),
    'alert:needs-help': (input) => act(engine, actOf('alert:needs-help', input)),
    'alert:pair': (input) => act(engine, actOf('alert:pair', input)),
    'alert:debrief': (input) => act(engine, actOf('alert:debrief', input)),
    'alert:enough': (input) => act(engine, actOf('alert:enough', input)),
    'alert:cancel': (input) => act(engine, actOf('alert:cancel', input)),
    'alert:all-clear': (input) => act(engine, actOf('alert:all-clear', input)),
    'alert:escalate': (input) => act(engine, actOf('alert:escalate', input)),
    'alert:stop': (input) => act(engine, actOf('alert:stop', input)),
    'record:act': (input) => act(engine, input),
  }
}
