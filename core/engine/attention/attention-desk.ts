import { firstAfter, type Ask, type Asking, type AttentionItem } from '../../domain/attention/attention.ts'
import { floodedCalls, settleAttention } from '../../domain/attention/loudness.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Events } from '../../shared/events.ts'
import type { Log } from '../../shared/log.ts'
import type { EscalationCarrier } from './carrier.ts'
import type { OpenAlerts } from './open-alerts.ts'
import type { Rung } from './rung.ts'
import type { Situation } from './situation.ts'

/** Many changes are looked at as one. */
const SETTLE_MS = 20
/** Nothing rings, and no step is taken, before whoever opened the profile listens. */
const START_MS = 500
/** Clocks are set and laptops sleep: it looks at least so often while anything is open. */
const LOOK_EVERY_MS = 30_000
/** A clock that moved by more between two looks was set. */
const JUMP_MS = 45_000

/** Nobody makes a laptop ring more often, whatever they write: what is beyond rings when there is room for it, if it still asks. */
export const RING_LIMIT = { rings: 10, withinMs: 10 * 60_000 } as const

/** What the desk hears of one network. */
export interface DeskNews {
  'record:changed': { readonly kind: string; readonly id: string }
  'record:gone': { readonly kind: string; readonly id: string }
}

export interface DeskParts {
  readonly alerts: OpenAlerts
  readonly rung: Rung
  /** Absent where this process only works on the profile: others will take the steps. */
  readonly carrier: EscalationCarrier | undefined
  readonly news: Events<DeskNews>
  /** The network's time. */
  readonly clock: Clock
  readonly log: Log
  /** Whether this laptop belongs to the network now: else nothing asks. */
  readonly belongs: () => boolean
  /** What stands around the calls now. */
  readonly situation: () => Situation
  /** What is asked by others than calls: who is on call, journeys. */
  readonly people: (situation: Situation) => readonly Asking[]
  /** Whether it is a quiet hour for this person. */
  readonly quiet: (now: number) => boolean
  readonly onChanged: () => void
  /** Absent where nobody would hear it. */
  readonly onRing: ((item: AttentionItem) => void) | undefined
}

/**
 * What asks for this laptop's person in one network, kept up to date as records change and time goes on. Rings at most once for each
 * time that something asks, and has the steps of escalations taken.
 */
export class AttentionDesk {
  readonly #parts: DeskParts
  readonly #unsubscribe: readonly (() => void)[]
  /** By person id: when what comes from them rang, by the clock that never jumps. */
  readonly #rangFrom = new Map<string, readonly number[]>()
  #items: readonly AttentionItem[] = []
  #shown = '[]'
  #people: readonly Asking[] = []
  #peopleDirty = true
  #lookedAt: { readonly now: number; readonly monotonic: number }
  #due = Number.POSITIVE_INFINITY
  #cancel: () => void = () => undefined
  readonly #cancelStart: () => void
  #started = false
  #stopped = false
  /** Something changed that was not looked at yet. */
  #stale = false

  constructor(parts: DeskParts) {
    this.#parts = parts
    const { news, clock } = parts
    this.#lookedAt = { now: clock.now(), monotonic: clock.monotonic() }
    this.#unsubscribe = [
      news.on('record:changed', ({ kind, id }) => this.#changed(kind, id)),
      news.on('record:gone', ({ kind, id }) => {
        parts.rung.forget(id)
        this.#changed(kind, id)
      }),
    ]
    this.#look()
    this.#cancelStart = clock.after(START_MS, () => {
      this.#started = true
      this.#look()
    })
  }

  /** Most pressing first, as of now: what has just been written is in it. */
  items(): readonly AttentionItem[] {
    if (this.#stale) this.#look()
    return this.#items
  }

  /** Something is another that everything rests on: who is a member, what time it is, what the person chose. */
  refresh(): void {
    this.#parts.alerts.touchAbout()
    this.#peopleDirty = true
    this.#stale = true
    this.#lookIn(SETTLE_MS)
  }

  stop(): void {
    this.#stopped = true
    for (const off of this.#unsubscribe) off()
    this.#cancelStart()
    this.#cancel()
    this.#parts.carrier?.stop()
  }

  #changed(kind: string, id: string): void {
    const { alerts } = this.#parts
    if (kind === 'alert') alerts.touch(id)
    else if (kind === 'incident' || kind === 'plan') {
      if (!alerts.touchAbout(id)) return
    } else if (kind === 'contact') {
      if (!alerts.touchTrees()) return
    } else if (kind === 'network' || kind === 'member') {
      alerts.touchAbout()
      this.#peopleDirty = true
    } else return
    this.#stale = true
    this.#lookIn(SETTLE_MS)
  }

  #lookIn(delayMs: number): void {
    const due = this.#parts.clock.monotonic() + delayMs
    if (this.#stopped || due >= this.#due) return
    this.#cancel()
    this.#due = due
    this.#cancel = this.#parts.clock.after(delayMs, () => {
      this.#due = Number.POSITIVE_INFINITY
      this.#look()
    })
  }

  #look(): void {
    this.#stale = false
    try {
      this.#lookNow()
    } catch {
      // whatever it was that could not be read: what asked before asks still, and the next look tries again
      this.#parts.log.note('engine:attention-failed')
      this.#lookIn(LOOK_EVERY_MS)
    }
  }

  #lookNow(): void {
    const { alerts, belongs, carrier, clock, situation } = this.#parts
    const now = clock.now()
    this.#noticeJump(now)
    let around: Situation | undefined
    const read = (): Situation => (around ??= situation())
    alerts.look(read, now)
    if (this.#peopleDirty || this.#people.some(({ nextAt }) => nextAt !== null && nextAt <= now)) {
      this.#people = this.#parts.people(read())
      this.#peopleDirty = false
    }
    const asks = [...alerts.asks(), ...this.#people.flatMap((one) => one.asks)]
    this.#settle(belongs() ? asks : [], now)
    if (this.#started) carrier?.look(alerts.steps())
    const next = firstAfter(now, [alerts.nextAt(), ...this.#people.map(({ nextAt }) => nextAt)])
    if (next !== null || this.#items.length > 0 || alerts.steps().length > 0)
      this.#lookIn(Math.min(LOOK_EVERY_MS, next === null ? LOOK_EVERY_MS : next - now))
  }

  /** What was asleep for hours, or goes by another clock, is looked at as a whole. */
  #noticeJump(now: number): void {
    const monotonic = this.#parts.clock.monotonic()
    const before = this.#lookedAt
    this.#lookedAt = { now, monotonic }
    if (Math.abs(now - before.now - (monotonic - before.monotonic)) <= JUMP_MS) return
    this.#parts.alerts.findAll()
    this.#peopleDirty = true
  }

  #settle(asks: readonly Ask[], now: number): void {
    const { alerts, rung, quiet, log, onChanged, onRing } = this.#parts
    const flooded = floodedCalls(alerts.calls())
    this.#items = settleAttention(asks, { quiet: quiet(now), flooded })
    // The line of a flood rings not at all
    const isFlood = ({ id, level }: AttentionItem): boolean => flooded.has(id) && level === 'silent'
    const rings = this.#started && onRing !== undefined
    const ringing = rings ? this.#items.filter((one) => !isFlood(one) && this.#hasRoom(one) && this.#isNew(one)) : []
    try {
      rung.save()
    } catch {
      log.note('engine:rung-not-saved') // then it rings once more after a restart; not ringing would be worse
    }
    const shown = JSON.stringify(this.#items)
    if (shown !== this.#shown) {
      this.#shown = shown
      onChanged()
    }
    for (const item of ringing) onRing?.(item)
  }

  #isNew(item: AttentionItem): boolean {
    const isNew = this.#parts.rung.isNew(item)
    const from = item.from ?? ''
    if (isNew) this.#rangFrom.set(from, [...(this.#rangFrom.get(from) ?? []), this.#parts.clock.monotonic()])
    return isNew
  }

  #hasRoom({ from }: AttentionItem): boolean {
    const since = this.#parts.clock.monotonic() - RING_LIMIT.withinMs
    const lately = (this.#rangFrom.get(from ?? '') ?? []).filter((at) => at > since)
    this.#rangFrom.set(from ?? '', lately)
    return lately.length < RING_LIMIT.rings
  }
}
