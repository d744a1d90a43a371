import type { EngineEvents } from '../../bridge/contract.ts'
import type { SealedStore } from '../../documents/store/sealed-store.ts'
import type { Asking } from '../../domain/attention/attention.ts'
import { isQuiet } from '../../domain/attention/loudness.ts'
import { askedByDuty, askedByJourney } from '../../domain/attention/of-people.ts'
import type { MemberView } from '../../domain/records/member.ts'
import type { NetworkView } from '../../domain/records/network.ts'
import type { Emitter } from '../../shared/events.ts'
import type { Log } from '../../shared/log.ts'
import { alertFacts } from '../alerts/facts.ts'
import { dutyHere } from '../duty/duty-here.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { hasCalls } from '../tree/network-tree.ts'
import { readPreferences } from '../profile/preferences.ts'
import type { RecordWriter } from '../records/record-writer.ts'
import { AttentionDesk } from './attention-desk.ts'
import { EscalationCarrier } from './carrier.ts'
import { OpenAlerts } from './open-alerts.ts'
import { type AttentionRows, Rung } from './rung.ts'
import { Situation } from './situation.ts'

/** The desk of one network, tied to its records, members, peers and clock. */
export function openDesk(
  runtime: NetworkRuntime,
  options: {
    writer: RecordWriter
    sealed: Pick<SealedStore, 'get'>
    rows: AttentionRows
    events: Emitter<EngineEvents>
    log: Log
    /** False: this process only works on the profile; it rings for nobody and takes no steps. */
    online: boolean
    /** False: nobody would hear it ring. */
    attended: boolean
  },
): { readonly desk: AttentionDesk; readonly stop: () => void } {
  const { writer, sealed, rows, events, log, online, attended } = options
  const { id: network, clock, ledger, membership, hub } = runtime
  const rung = new Rung({ network: membership.networkId, rows })
  const desk = new AttentionDesk({
    alerts: new OpenAlerts({ ledger, rung }),
    rung,
    carrier: online
      ? new EscalationCarrier({
          clock,
          crew: membership,
          connected: () => runtime.personsHere(),
          take: (alert, step) => writer.edit('alert', alert, { name: 'escalate', input: { step } }),
          log,
        })
      : undefined,
    news: ledger.events,
    clock,
    log,
    belongs: () => membership.belongs,
    situation: () => situationOf(runtime),
    people: (situation) => askedByPeople(runtime, situation),
    quiet: (now) => isQuiet(readPreferences(sealed).quietHours, minuteOfDay(now)),
    onChanged: () => events.emit('attention:changed', { network }),
    onRing:
      online && attended
        ? ({ id, what, level, drill }) => events.emit('attention:rang', { network, id, what, level, drill })
        : undefined,
  })
  const offs = [
    membership.events.on('membership:grown', () => desk.refresh()),
    hub.events.on('peer:greeted', () => desk.refresh()), // the network's time may be another
    events.on('preferences:changed', () => desk.refresh()),
  ]
  return {
    desk,
    stop: () => {
      for (const off of offs) off()
      desk.stop()
    },
  }
}

function situationOf(runtime: NetworkRuntime): Situation {
  const now = runtime.clock.now()
  return new Situation({
    person: runtime.membership.person,
    now,
    facts: alertFacts(runtime),
    onCall: dutyHere(runtime, now).onCall.map(({ person }) => person),
    hasCalls: (alert) => hasCalls(runtime, alert, now),
  })
}

function askedByPeople(runtime: NetworkRuntime, { person, now, coordinator }: Situation): Asking[] {
  const { ledger, membership, networkDocument, id } = runtime
  const circles = (ledger.get(networkDocument)?.record as NetworkView | undefined)?.circles ?? []
  const journeys = membership.present().flatMap(({ person: traveller }) => {
    const member = ledger.get(runtime.memberDocument(traveller))?.record as MemberView | undefined
    const journey = member?.journey ?? null
    if (journey === null) return []
    const circle = circles.find((one) => one.id === journey.circle)
    return [askedByJourney(traveller, journey, { person, now, circle })]
  })
  return [askedByDuty(id, dutyHere(runtime, now), { person, now, coordinator }), ...journeys]
}

/** By this laptop's time zone. */
function minuteOfDay(now: number): number {
  const date = new Date(now)
  return date.getHours() * 60 + date.getMinutes()
}
