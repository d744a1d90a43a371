import type { RecordKind } from '../kinds.ts'
import type { NetworkSettings } from '../records/network.ts'
import { effectiveSettings } from '../records/network.ts'
import { isFromFuture } from '../shape/show.ts'
import { FINISHED, type IncidentState } from '../states/incident-states.ts'

const DAY_MS = 86_400_000

/** How long records are kept once they are over; null: the network has not said, and the usual time holds. */
export type Keeping = Pick<NetworkSettings, 'retentionAlertDays' | 'retentionIncidentDays'>

/** What is looked at in a shown alert. */
interface Alert {
  readonly state: string
  readonly expires: number | null
  readonly course: readonly { readonly what: string; readonly at: number }[]
  readonly counts: { readonly out: number }
  readonly updatedAt: number | null
}
/** What is looked at in a shown incident. */
interface Incident {
  readonly state: string
  readonly lifecycle: readonly { readonly to: string; readonly at: number }[]
  readonly updatedAt: number | null
}

/**
 * From when on a record is to be erased, as things stand; null for one that is kept until somebody erases it. A pure function of the
 * shown record, the network's settings and the moment: a day is 24 hours, whatever clocks are put forward or back. An alert is kept
 * from its end (all-clear, cancel, expiry), an incident from its closing; whatever is changed later counts from then. Times
 * that lie ahead of `now` say nothing.
 *
 * @param now milliseconds by the network's clock
 */
export function retentionDue(
  kind: RecordKind,
  shown: object,
  { settings, now }: { readonly settings: Keeping; readonly now: number },
): number | null {
  const { retentionAlertDays, retentionIncidentDays } = effectiveSettings(settings as NetworkSettings)
  if (kind === 'alert') return after(alertEnd(shown as Alert, now), retentionAlertDays)
  if (kind === 'incident') return after(incidentEnd(shown as Incident, now), retentionIncidentDays)
  return null
}

/** Null for a draft, for a call that still holds, and while anybody is out there. */
function alertEnd({ state, expires, course, counts, updatedAt }: Alert, now: number): number | null {
  if (expires === null || counts.out > 0) return null
  const endings = course.filter(({ what }) => what === 'all-clear' || what === 'cancelled').map(({ at }) => at)
  const end = state === 'expired' ? expires : latest(endings, now)
  if (end === null) return null
  return latest([...course.map(({ at }) => at), ...(updatedAt === null ? [] : [updatedAt])], now, end)
}

/** Null for one that is not over. */
function incidentEnd({ state, lifecycle, updatedAt }: Incident, now: number): number | null {
  if (!FINISHED.has(state as IncidentState)) return null
  const closings = lifecycle.filter(({ to }) => FINISHED.has(to as IncidentState)).map(({ at }) => at)
  const end = latest(closings, now)
  return end === null ? null : latest(updatedAt === null ? [] : [updatedAt], now, end)
}

/** The latest of times that are not ahead; `least` where none is later. */
function latest(times: readonly number[], now: number, least: number | null = null): number | null {
  return times
    .filter((at) => !isFromFuture(at, now))
    .reduce<number | null>((last, at) => (last === null || at > last ? at : last), least)
}

function after(end: number | null, days: number | null): number | null {
  return end === null || days === null ? null : end + days * DAY_MS
}
