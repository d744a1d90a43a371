import type { Ledger } from '../../documents/ledger/ledger.ts'
import type { Ask } from '../../domain/attention/attention.ts'
import { FLOOD_MS, type Call } from '../../domain/attention/loudness.ts'
import { askedByAlert } from '../../domain/attention/of-alert.ts'
import type { AlertView } from '../../domain/records/alert/view.ts'
import { ALERT_OPEN_STATES, type EscalationStep } from '../../domain/states/alert-states.ts'
import type { Rung } from './rung.ts'
import type { Situation } from './situation.ts'

/** So many that ended, or are drafts, are looked at when Muster starts: those that changed last. */
const LATELY = 100

/** A step of an escalation that is, or will be, to be taken. */
export interface StepAhead {
  readonly id: string
  readonly step: EscalationStep
  readonly dueAt: number
  readonly sentBy: string
  readonly addressed: readonly string[]
}

interface Open {
  readonly asks: readonly Ask[]
  readonly nextAt: number | null
  readonly about: string | null
  readonly tree: boolean
  readonly step: StepAhead | undefined
  /** Undefined for a draft, and for what had ended before it came. */
  readonly call: Call | undefined
}

/** The calls of a network that may still ask for anything, in memory: each is read again only when it may have become another. */
export class OpenAlerts {
  readonly #ledger: Pick<Ledger, 'get' | 'list'>
  readonly #rung: Rung
  readonly #open = new Map<string, Open>()
  readonly #dirty = new Set<string>()

  constructor(options: { ledger: Pick<Ledger, 'get' | 'list'>; rung: Rung }) {
    this.#ledger = options.ledger
    this.#rung = options.rung
    this.findAll()
  }

  /** Begins anew with what the index knows: at the start, and when the time is another. */
  findAll(): void {
    for (const id of this.#open.keys()) this.#dirty.add(id)
    const page = { kind: 'alert', offset: 0 } as const
    const open = { ...page, states: ALERT_OPEN_STATES, sort: 'newest', limit: Number.MAX_SAFE_INTEGER } as const
    // Putting one away silences it for nobody
    const put = { ...open, archived: true } as const
    const lately = { ...page, states: ['draft', 'cancelled', 'all-clear'], sort: 'changed', limit: LATELY } as const
    for (const query of [open, put, lately]) for (const { id } of this.#ledger.list(query).records) this.#dirty.add(id)
  }

  /** It is another, or gone. */
  touch(id: string): void {
    this.#dirty.add(id)
  }

  /** Something is another that alerts rest on: those about one record, or all. @returns whether there are any */
  touchAbout(about?: string): boolean {
    let any = false
    for (const [id, open] of this.#open) {
      if (about !== undefined && open.about !== about) continue
      this.#dirty.add(id)
      any = true
    }
    return any
  }

  /** Numbers to call are others: for those whose phone tree is open. */
  touchTrees(): boolean {
    let any = false
    for (const [id, { tree }] of this.#open) {
      if (tree) this.#dirty.add(id)
      any ||= tree
    }
    return any
  }

  /** Looks again at what may be another by now. */
  look(situation: () => Situation, now: number): void {
    for (const [id, { nextAt }] of this.#open) if (nextAt !== null && nextAt <= now) this.#dirty.add(id)
    if (this.#dirty.size > 0) {
      const around = situation()
      for (const id of [...this.#dirty]) {
        this.#dirty.delete(id) // first: one that cannot be read holds up none of the others for long
        this.#read(id, around)
      }
    }
    for (const [id, open] of this.#open) if (isSettled(open, now)) this.#open.delete(id)
  }

  asks(): Ask[] {
    return [...this.#open.values()].flatMap(({ asks }) => asks)
  }

  calls(): Call[] {
    return [...this.#open.values()].flatMap(({ call }) => call ?? [])
  }

  steps(): StepAhead[] {
    return [...this.#open.values()].flatMap(({ step }) => step ?? [])
  }

  /** When time alone makes one of them another; null: never. */
  nextAt(): number | null {
    const moments = [...this.#open.values()].flatMap(({ nextAt }) => nextAt ?? [])
    return moments.length === 0 ? null : moments.reduce((first, one) => Math.min(first, one))
  }

  #read(id: string, situation: Situation): void {
    const found = this.#ledger.get(id)
    if (found?.kind !== 'alert') return void this.#open.delete(id)
    const alert = { ...(found.record as unknown as AlertView), id }
    const known = this.#rung.cameAt(id)
    const at = situation.of(alert, known ?? situation.now)
    const { asks, nextAt } = askedByAlert(alert, at)
    const { sent, sentBy, nextStep } = alert
    const holds = sent !== null && sentBy !== null && HOLDING.has(alert.state)
    if (known === undefined && holds) this.#rung.came(id, situation.now)
    this.#open.set(id, {
      asks,
      nextAt,
      about: alert.about?.id ?? null,
      tree: alert.raised.includes('call-the-tree'),
      // What went out against the rules is raised by no machine
      step:
        nextStep !== null && sentBy !== null && at.gate !== 'failed'
          ? { id, step: nextStep.step, dueAt: nextStep.dueAt, sentBy, addressed: alert.addressed }
          : undefined,
      call:
        sent !== null && sentBy !== null && (known !== undefined || holds)
          ? { id, author: sentBy, sent, cameAt: at.cameAt }
          : undefined,
    })
  }
}

const HOLDING: ReadonlySet<AlertView['state']> = new Set(['sent', 'escalated', 'call-the-tree', 'filled'])

/** Asks nothing, never will by itself, and counts for no flood any more. */
function isSettled({ asks, nextAt, call }: Open, now: number): boolean {
  return asks.length === 0 && nextAt === null && (call === undefined || call.cameAt + FLOOD_MS <= now)
}
