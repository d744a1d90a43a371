import type { AttentionItem } from '../../core/domain/attention/attention.ts'
import type { NetworkPeople } from '../../core/domain/edits/alert/facts.ts'
import { AttentionDesk } from '../../core/engine/attention/attention-desk.ts'
import { EscalationCarrier } from '../../core/engine/attention/carrier.ts'
import { OpenAlerts } from '../../core/engine/attention/open-alerts.ts'
import { Rung } from '../../core/engine/attention/rung.ts'
import { Situation } from '../../core/engine/attention/situation.ts'
import { NetworkClock } from '../../core/engine/network/network-clock.ts'
import { alertEdits } from '../../core/domain/edits/alert/alert-edits.ts'
import { presentAlert } from '../../core/domain/records/alert/view.ts'
import type { VerificationState } from '../../core/domain/states/verification-states.ts'
import type { Json } from '../../core/domain/write.ts'
import { decodeCbor } from '../../core/shared/cbor.ts'
import { Emitter } from '../../core/shared/events.ts'
import { aboutFacts, AREA, factsOf } from './alert-lab.ts'
import { contextOf, merged, RecordOnLaptop } from './domain-records.ts'
import type { FakeClock } from './fake-clock.ts'

/** One row of a profile, which outlives the desk. */
export class KeptRow {
  bytes: Uint8Array | undefined
  writes = 0
  full = false

  attention(): unknown {
    return this.bytes === undefined ? undefined : decodeCbor(this.bytes)
  }

  saveAttention(_network: Uint8Array, bytes: Uint8Array): void {
    if (this.full) throw new Error('full')
    this.bytes = bytes
    this.writes++
  }
}

/** One person's laptop as far as calls go: its records are plain, its clock is a fake one, who is reachable is said by the test. */
export class AttentionLaptop {
  readonly person: string
  readonly base: FakeClock
  readonly clock: NetworkClock
  readonly row: KeptRow
  readonly alerts = new Map<string, Json>()
  readonly connected = new Set<string>()
  readonly rang: string[] = []
  readonly steps: string[] = []
  changes = 0
  belongs = true
  quiet = false
  readonly people: NetworkPeople
  readonly #events = new Emitter<{
    'record:changed': { kind: string; id: string }
    'record:gone': { kind: string; id: string }
  }>()
  #desk: AttentionDesk | undefined
  readonly #context

  constructor(
    person: string,
    options: { base: FakeClock; people?: NetworkPeople; row?: KeptRow; alerts?: ReadonlyMap<string, Json> },
  ) {
    this.person = person
    this.base = options.base
    this.people = options.people ?? AREA
    this.row = options.row ?? new KeptRow()
    this.clock = new NetworkClock({ base: options.base })
    for (const [id, stored] of options.alerts ?? []) this.alerts.set(id, stored)
    this.#context = contextOf(person, { clock: () => this.clock.now(), alerts: this.facts })
  }

  /** What it knows the incident was ever said to be. */
  outcomes: readonly VerificationState[] = ['verified']

  get facts() {
    return factsOf(() => ({
      people: this.people,
      about: aboutFacts({ verification: 'verified', outcomes: this.outcomes }),
    }))
  }

  open({ online = true }: { online?: boolean } = {}): this {
    const rung = new Rung({ network: new Uint8Array(16), rows: this.row })
    const view = (id: string) => {
      const stored = this.alerts.get(id)
      const record = stored === undefined ? undefined : this.#at(stored).record
      return record && { id, kind: 'alert', record: presentAlert(record, { now: this.clock.now() }) }
    }
    const ledger = {
      get: view,
      list: ({ states, archived }: { states: readonly string[]; archived?: boolean }) => {
        const found = [...this.alerts.keys()].map((id) => view(id)!)
        return { total: 0, records: archived ? [] : found.filter(({ record }) => states.includes(record.state)) }
      },
    }
    const crew = {
      person: this.person,
      isHere: () => this.belongs,
      get belongs() {
        return this.isHere()
      },
      present: () =>
        this.people.members.map(({ id, coordinator }) => ({
          person: id,
          role: coordinator ? 'coordinator' : 'member',
        })),
    }
    const log = { note: () => undefined }
    this.#desk = new AttentionDesk({
      alerts: new OpenAlerts({ ledger: ledger as never, rung }),
      rung,
      carrier: online
        ? new EscalationCarrier({
            clock: this.clock,
            crew,
            connected: () => this.connected,
            take: async (id, step) => {
              this.steps.push(step)
              this.edit(id, 'escalate', { step })
            },
            log,
          })
        : undefined,
      news: this.#events,
      clock: this.clock,
      log,
      belongs: () => this.belongs,
      situation: () =>
        new Situation({
          person: this.person,
          now: this.clock.now(),
          facts: this.facts,
          onCall: [],
          hasCalls: () => false,
        }),
      people: () => [],
      quiet: () => this.quiet,
      onChanged: () => void this.changes++,
      onRing: online ? ({ what, level, id }) => void this.rang.push(`${what} ${level} ${id}`) : undefined,
    })
    return this
  }

  close(): void {
    this.#desk?.stop()
  }

  refresh(): void {
    this.#desk?.refresh()
  }

  items(): readonly AttentionItem[] {
    return this.#desk?.items() ?? []
  }

  /** What this person, or their laptop, does to an alert. */
  edit(id: string, name: keyof typeof alertEdits, input: object = {}): void {
    const laptop = this.#at(this.alerts.get(id)!)
    laptop.run(alertEdits[name], input)
    this.hold(id, laptop.stored)
  }

  /** As if it had come from others. */
  hold(id: string, stored: Json): void {
    const before = this.alerts.get(id)
    this.alerts.set(id, before === undefined ? stored : merged(before, stored))
    this.#events.emit('record:changed', { kind: 'alert', id })
  }

  forget(id: string): void {
    this.alerts.delete(id)
    this.#events.emit('record:gone', { kind: 'alert', id })
  }

  view(id: string) {
    return presentAlert(this.#at(this.alerts.get(id)!).record, { now: this.clock.now() })
  }

  #at(stored: Json) {
    return new RecordOnLaptop('alert', this.#context, stored)
  }
}

/** Two laptops that meet hold the same afterwards. */
export function meet(a: AttentionLaptop, b: AttentionLaptop): void {
  for (const id of new Set([...a.alerts.keys(), ...b.alerts.keys()])) {
    const [one, other] = [a.alerts.get(id), b.alerts.get(id)]
    const both = one === undefined ? other! : other === undefined ? one : merged(one, other)
    if (JSON.stringify(one) !== JSON.stringify(both)) a.hold(id, both)
    if (JSON.stringify(other) !== JSON.stringify(both)) b.hold(id, both)
  }
}
