import type { AlertSituation } from '../../domain/attention/of-alert.ts'
import { gateHere } from '../../domain/edits/alert/send.ts'
import type { AlertFacts, NetworkPeople } from '../../domain/edits/alert/facts.ts'
import type { AlertView } from '../../domain/records/alert/view.ts'

/** What stands around the calls of a network while they are looked at: read once for many. */
export class Situation {
  readonly person: string
  readonly now: number
  readonly coordinator: boolean
  readonly #people: NetworkPeople
  readonly #facts: AlertFacts
  readonly #onCall: readonly string[]
  readonly #hasCalls: (alert: string) => boolean

  constructor(options: {
    person: string
    now: number
    facts: AlertFacts
    onCall: readonly string[]
    /** Whether the phone tree of an alert has calls for this person. */
    hasCalls: (alert: string) => boolean
  }) {
    const { person, now, facts, onCall, hasCalls } = options
    this.person = person
    this.now = now
    this.#people = facts.people()
    this.#facts = { ...facts, people: () => this.#people }
    this.#onCall = onCall
    this.#hasCalls = hasCalls
    this.coordinator = this.#people.members.some((one) => one.id === person && one.coordinator)
  }

  /** @param cameAt when the alert came to this laptop */
  of(alert: AlertView & { readonly id: string }, cameAt: number): AlertSituation {
    const { person, now, coordinator } = this
    return {
      person,
      now,
      cameAt,
      coordinator,
      gate: gateHere(alert, this.#facts),
      ownCircle: this.#sharesCircle(alert.sentBy),
      onCall: this.#onCall,
      hasCalls: alert.raised.includes('call-the-tree') && this.#hasCalls(alert.id),
    }
  }

  #sharesCircle(other: string | null): boolean {
    const { kind, circles } = this.#people
    if (other === null) return false
    return kind === 'circle' || circles.some(({ members }) => members.includes(this.person) && members.includes(other))
  }
}
