import type { Ledger } from '../../documents/ledger/ledger.ts'
import type { AlertView } from '../../domain/records/alert/view.ts'
import { ALERT_OPEN_STATES, ALERT_STATES, type AlertState } from '../../domain/states/alert-states.ts'

type Alert = AlertView & { readonly id: string }

/** Alerts about a record whose people have not been told that it is over. One that was updated has its newer one. */
export function openAlerts(ledger: Ledger, about: string): number {
  return alertsAbout(ledger, about, { states: ALERT_OPEN_STATES, archived: [false] }).filter(
    (alert) => alert.updatedBy === null && !alert.drill,
  ).length
}

/** People out there for alerts about a record, whether these are over or not. Who answered the newer of two alerts is out for that one. */
export function respondersOut(ledger: Ledger, about: string): number {
  const alerts = alertsAbout(ledger, about, { states: SENT, archived: [false, true] }).filter((alert) => !alert.drill)
  const byId = new Map(alerts.map((alert) => [alert.id, alert]))
  return new Set(
    alerts.flatMap((alert) => {
      const newer = alert.updatedBy === null ? undefined : byId.get(alert.updatedBy)
      const moved = new Set(newer?.responders.filter(({ state }) => state !== 'asked').map(({ member }) => member))
      return alert.responders.filter(({ out, member }) => out && !moved.has(member)).map(({ member }) => member)
    }),
  ).size
}

const SENT = ALERT_STATES.filter((state) => state !== 'draft')

function alertsAbout(
  ledger: Ledger,
  about: string,
  { states, archived }: { readonly states: readonly AlertState[]; readonly archived: readonly boolean[] },
): Alert[] {
  const query = { kind: 'alert', states, sort: 'newest', offset: 0, limit: Number.MAX_SAFE_INTEGER } as const
  return archived
    .flatMap((one) => ledger.list({ ...query, archived: one }).records)
    .map(({ id, record }) => ({ ...(record as unknown as AlertView), id }))
    .filter((alert) => alert.about?.id === about)
}
