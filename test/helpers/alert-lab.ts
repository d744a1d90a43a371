import { alertEdits } from '../../core/domain/edits/alert/alert-edits.ts'
import type { AboutFacts, AlertFacts, NetworkPeople } from '../../core/domain/edits/alert/facts.ts'
import { presentAlert, type AlertView } from '../../core/domain/records/alert/view.ts'
import { contextOf, create, NOON, RecordOnLaptop, refusal } from './domain-records.ts'

export const MINUTE = 60_000
const member = (id: string, skills: readonly string[] = [], coordinator = false) => ({ id, skills, coordinator })

/** An area with two circles: ana (coordinator), lee and noor in the mill's, sam and kim in the bridge's; zoe in none. */
export const AREA: NetworkPeople = {
  kind: 'area',
  members: [
    member('ana', [], true),
    member('lee', ['First aid']),
    member('noor', ['verify']),
    member('sam', ['Interpreter']),
    member('kim'),
    member('zoe', ['FIRST AID']),
  ],
  circles: [
    { id: 'mill', members: ['ana', 'lee', 'noor'], backUp: 'zoe' },
    { id: 'bridge', members: ['sam', 'kim'], backUp: null },
  ],
}

export interface Facts {
  people: NetworkPeople
  about: AboutFacts | undefined
  /** Ids of all contacts; absent where it is not known who is one. */
  contacts?: readonly string[]
}

const ABOUT: AboutFacts = {
  verification: 'unverified',
  outcomes: [],
  urgency: 'Immediate',
  severity: 'Moderate',
  certainty: 'Likely',
  area: 'Mill street',
}

export function aboutFacts(facts: Partial<AboutFacts> = {}): AboutFacts {
  const { verification = 'unverified' } = facts
  return { ...ABOUT, outcomes: verification === 'unverified' ? [] : [verification], ...facts }
}

/** One alert on the laptops of several people who share a clock that the test moves. */
export class AlertLab {
  now = NOON
  readonly facts: Facts
  readonly #contexts = new Map<string, ReturnType<typeof contextOf>>()
  stored

  constructor(input: object = {}, facts: Partial<Facts> = {}) {
    this.facts = { people: AREA, about: aboutFacts(), ...facts }
    this.stored = create('alert', { ...DRAFT, ...input }, this.#contextOf('ana')).stored
  }

  context(by: string) {
    return contextOf(by, { clock: () => this.now, alerts: factsOf(() => this.facts) })
  }

  /** What `by` does to the alert as it is now. @returns the writes */
  by(by: string, name: keyof typeof alertEdits, input: object = {}) {
    const laptop = new RecordOnLaptop('alert', this.#contextOf(by), this.stored)
    const writes = laptop.run(alertEdits[name], input)
    this.stored = laptop.stored
    return writes
  }

  get view(): AlertView {
    return presentAlert(new RecordOnLaptop('alert', this.context('ana'), this.stored).record, { now: this.now })
  }

  person(member: string) {
    return this.view.people.find((one) => one.member === member)
  }

  /** One per person, so that no id is made twice. */
  #contextOf(by: string) {
    const known = this.#contexts.get(by)
    if (known !== undefined) return known
    const context = this.context(by)
    this.#contexts.set(by, context)
    return context
  }
}

export function factsOf(facts: () => Facts): AlertFacts {
  return {
    people: () => facts().people,
    about: () => facts().about,
    isContact: (id) => facts().contacts?.includes(id) ?? true,
    escalationMinutes: () => [3, 7, 15],
  }
}

export const DRAFT = {
  about: { kind: 'incident', id: 'c3'.repeat(16) },
  kind: 'check-on-neighbours',
  headline: 'Water is rising at the mill',
} as const

export const WIDE = { audience: { scope: 'network' } } as const

/** An alert about something verified, sent by ana. */
export function sentTo(input: object = {}): AlertLab {
  const lab = new AlertLab(input, { about: aboutFacts({ verification: 'verified' }) })
  lab.by('ana', 'send')
  return lab
}

/** The code without its layer, and what was named as being in the way. */
export function reasons(act: () => unknown): [code: string, why: string | undefined] {
  const { code, details } = refusal(act)
  const { obstacles, reason, field } = details as { obstacles?: string; reason?: string; field?: string }
  return [code.slice('domain/'.length), field ?? obstacles ?? reason]
}
