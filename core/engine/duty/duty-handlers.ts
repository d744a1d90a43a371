import type { CommandInput, CommandOutput, Handlers } from '../../bridge/contract.ts'
import type { OnCall } from '../../domain/records/duty/duty.ts'
import type { EngineAccess } from '../access.ts'
import { act } from '../handlers/act.ts'
import { dutyHere } from './duty-here.ts'

type Names = 'duty:show' | 'duty:start' | 'duty:hand-over' | 'duty:end'
type Shift = CommandOutput<'duty:show'>['onCall'][number]

/** Who is on call in a network. */
export function dutyHandlers(engine: EngineAccess): Pick<Handlers, Names> {
  const doing = (name: string, { network, ...input }: CommandInput<Exclude<Names, 'duty:show'>>) =>
    act(engine, { network, kind: 'network', id: network, act: name, input })
  return {
    'duty:show': async ({ network }) => {
      const runtime = engine.unlocked.network(network)
      const { state, onCall, overdue, since, note } = dutyHere(runtime, runtime.clock.now())
      const name = (person: string): string => runtime.membership.nameOf(person)
      const shift = ({ person, since: from, until }: OnCall): Shift => ({
        person,
        name: name(person),
        since: from,
        ...(until !== null && { until }),
      })
      return {
        state,
        onCall: onCall.map(shift),
        overdue: overdue.map(shift),
        ...(since !== null && { since }),
        ...(note !== null && { note: { person: note.by, name: name(note.by), at: note.at, text: note.text } }),
      }
    },
    'duty:start': (input) => doing('startDuty', input),
    'duty:hand-over': (input) => doing('handOverDuty', input),
    'duty:end': (input) => doing('endDuty', input),
  }
}
