import type { EscalationStep } from '../../domain/states/alert-states.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'
import type { StepAhead } from './open-alerts.ts'

/** How long each person's laptop lets the one before it go first. */
export const TURN_MS = 2_000
/** A step that has been due for longer may have been taken by others: whoever wakes up hears of them first. */
const LATE_MS = 60_000
const LATE_WAIT_MS = 15_000

/** What the carrier needs to know of the network's people. */
export interface Crew {
  /** Own person id. */
  readonly person: string
  /** Whether this laptop belongs to the network now. */
  readonly belongs: boolean
  /** Everybody, by seniority. */
  present(): readonly { readonly person: string; readonly role: string }[]
}

/**
 * Takes the steps of escalations as they fall due. Every laptop that knows of a call would; so that not all do at once they go in turn:
 * the sender's, those of coordinators who are addressed, the others by seniority, of the people who can be reached from here now. Two that
 * cannot reach each other both take it, under one id: it is taken once.
 */
export class EscalationCarrier {
  readonly #clock: Clock
  readonly #crew: Crew
  readonly #connected: () => ReadonlySet<string>
  readonly #take: (alert: string, step: EscalationStep) => Promise<unknown>
  readonly #log: Log
  readonly #waiting = new Map<string, { readonly step: EscalationStep; readonly cancel: () => void }>()

  constructor(options: {
    /** The network's time. */
    clock: Clock
    crew: Crew
    /** Person ids of those who are connected. */
    connected: () => ReadonlySet<string>
    take: (alert: string, step: EscalationStep) => Promise<unknown>
    log: Log
  }) {
    this.#clock = options.clock
    this.#crew = options.crew
    this.#connected = options.connected
    this.#take = options.take
    this.#log = options.log
  }

  /** @param steps all that are ahead now; what was waited for and is not among them any more is let go */
  look(steps: readonly StepAhead[]): void {
    const now = this.#clock.now()
    const due = new Map(
      steps.flatMap((one) => (one.dueAt <= now && this.#crew.belongs ? [[one.id, one] as const] : [])),
    )
    for (const [id, { step, cancel }] of this.#waiting) {
      if (due.get(id)?.step === step) continue
      cancel()
      this.#waiting.delete(id)
    }
    for (const [id, one] of due) if (!this.#waiting.has(id)) this.#wait(one, now)
  }

  stop(): void {
    for (const { cancel } of this.#waiting.values()) cancel()
    this.#waiting.clear()
  }

  #wait(ahead: StepAhead, now: number): void {
    const { id, step, dueAt } = ahead
    const late = now - dueAt > LATE_MS ? LATE_WAIT_MS : 0
    const cancel = this.#clock.after(late + this.#turn(ahead) * TURN_MS, () => {
      this.#waiting.delete(id)
      if (!this.#crew.belongs) return
      // Taken or over meanwhile is no failure; a full disk is told elsewhere, and the next look tries again
      this.#take(id, step).catch(() => this.#log.note('engine:step-not-taken'))
    })
    this.#waiting.set(id, { step, cancel })
  }

  /** How many people's laptops, of those that can be reached, go first. */
  #turn({ sentBy, addressed }: StepAhead): number {
    const { person } = this.#crew
    const asked = new Set(addressed)
    const here = this.#connected()
    const rank = (one: { person: string; role: string }): number =>
      one.person === sentBy ? 0 : one.role !== 'member' && asked.has(one.person) ? 1 : 2
    return this.#crew
      .present()
      .filter((one) => one.person === person || here.has(one.person))
      .toSorted((a, b) => rank(a) - rank(b))
      .findIndex((one) => one.person === person)
  }
}
