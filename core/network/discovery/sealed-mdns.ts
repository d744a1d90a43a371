import { toHex } from '../../shared/bytes.ts'
import { Emitter } from '../../shared/events.ts'
import { sameSubnet } from '../interfaces.ts'
import { announcementsReady, openAnnouncement, sealAnnouncement } from './announcement.ts'
import { openMulticastLink } from './multicast-link.ts'
import { Sightings } from './sightings.ts'
import { TopicNames } from './topic-names.ts'
import type { Clock, RandomBytes } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'
import type { InterfaceWatch } from '../interface-watch.ts'
import type { InterfaceAddress } from '../interfaces.ts'
import type { Address, Discovery, DiscoveryEvents, DiscoveryTopic } from '../ports.ts'
import type { MulticastLink, OpenLink } from './multicast-link.ts'

/** What discovery is made of. */
export interface SealedMdnsInit {
  readonly clock: Clock
  readonly random: RandomBytes
  readonly log: Log
  readonly interfaces: InterfaceWatch
  /** Where others reach this laptop now (Door.addresses); asked for every answer. */
  readonly addresses: () => readonly Address[]
  readonly openLink?: OpenLink
}

/** One interface we listen on. */
interface Place {
  readonly on: InterfaceAddress
  readonly link: MulticastLink
  /** By name: when we last answered, milliseconds monotonic. */
  readonly answeredAt: Map<string, number>
  /** By name: answers on their way, and when they were asked for. */
  readonly pending: Map<string, { cancel: () => void; askedAt: number }>
  /** By name: how often in a row others' answers were enough. */
  readonly silent: Map<string, number>
  /** By name: our own questions that have not come back to us yet. */
  readonly echoes: Map<string, number>
}

const FIRST_ASK_MS = 1000
const SLOWEST_ASK_MS = 60_000
/** Laptops that are switched on together do not all ask: who hears the first question waits for its answers. */
const ASK_WITHIN_MS = 100
/** The more laptops are near, the longer the time over which answers spread, so that enough of them silence the rest. */
const ANSWER_DELAY_MS = { min: 20, max: 120, forEachNear: 10, longest: 500 }
const ANSWER_EVERY_MS = 1000
/** Most answers have come after so long. */
const ANSWERS_WITHIN_MS = 300
/** With so many answers since the question, or just before it, the asker has enough: in a room of forty the others stay silent. */
const ENOUGH_ANSWERS = 4
const JUST_BEFORE_MS = 400
/** So often in a row others are enough: a member whose laptop answers for many silences nobody for good. */
const MOST_SILENT = 8

/**
 * {@link Discovery} by multicast DNS that tells strangers nothing: names change each hour and come from a secret,
 * answers are sealed and all of one size (PROTOCOL 5.5). Works on every IPv4 interface that there is, and with none.
 */
export class SealedMdns implements Discovery {
  readonly #init: SealedMdnsInit
  readonly #events: Emitter<DiscoveryEvents>
  readonly #names = new TopicNames()
  /** By IP. */
  readonly #places = new Map<string, Place>()
  /** By name: when somebody else last asked, milliseconds monotonic. */
  readonly #heardAsking = new Map<string, number>()
  /** By name: when others answered, the last few times, milliseconds monotonic. */
  readonly #heardAnswering = new Map<string, readonly number[]>()
  /** By name: how often in a row our question was spared by others' answers. */
  readonly #unasked = new Map<string, number>()
  #sightings = new Sightings()
  /** The same of names that only others ask by: who saw an invite can fill it. */
  #overheard = new Sightings()
  #intervalMs = FIRST_ASK_MS
  /** Somebody else has asked: the answers may spare us the question. */
  #isWaiting = false
  #running = false
  #cancelAsk: () => void = () => undefined
  #unwatch: () => void = () => undefined

  constructor(init: SealedMdnsInit) {
    this.#init = init
    this.#events = new Emitter({ onListenerError: () => init.log.note('discovery:listener-failed') })
  }

  get events(): Emitter<DiscoveryEvents> {
    return this.#events
  }

  async start(): Promise<void> {
    if (this.#running) return
    this.#running = true
    await announcementsReady()
    this.#unwatch = this.#init.interfaces.events.on('interfaces:changed', () => {
      this.#visitPlaces()
      this.ask()
    })
    this.#visitPlaces()
    this.ask()
  }

  async stop(): Promise<void> {
    this.#running = false
    this.#cancelAsk()
    this.#unwatch()
    await Promise.all([...this.#places.values()].map((place) => this.#leave(place)))
    this.#sightings = new Sightings()
    this.#overheard = new Sightings()
  }

  setTopics(topics: readonly DiscoveryTopic[]): void {
    const isNew = this.#names.set(topics)
    if (this.#running && isNew) this.ask()
  }

  ask(): void {
    if (!this.#running) return
    this.#intervalMs = FIRST_ASK_MS
    this.#cancelAsk()
    this.#cancelAsk = this.#afterHearing(ASK_WITHIN_MS * this.#chance(), () => this.#askNow())
  }

  #askNow(): void {
    this.#cancelAsk()
    this.#visitPlaces() // one that failed to open may open now
    const names = this.#names.asked(this.#init.clock.now()).filter((name) => !this.#isAnswered(name))
    this.#isWaiting = !this.#isWaiting && names.some((name) => this.#wasAsked(name))
    if (this.#isWaiting) {
      const wait = ANSWERS_WITHIN_MS * (0.5 + this.#chance())
      this.#cancelAsk = this.#afterHearing(wait, () => this.#askNow())
      return
    }
    for (const name of names) for (const place of this.#places.values()) askAt(place, name)
    const wait = this.#intervalMs * (0.9 + 0.2 * this.#chance())
    this.#intervalMs = Math.min(this.#intervalMs * 2, SLOWEST_ASK_MS)
    this.#cancelAsk = this.#afterHearing(wait, () => this.#askNow())
  }

  /** Somebody has answered lately, whoever asked: what we would hear was said. Not for ever: it may be one laptop alone that we hear. */
  #isAnswered(name: string): boolean {
    const at = this.#heardAnswering.get(name)?.at(-1) ?? Number.NEGATIVE_INFINITY
    const silent = this.#unasked.get(name) ?? 0
    const isAnswered = this.#init.clock.monotonic() - at < this.#intervalMs / 2 && silent < MOST_SILENT
    remember(this.#unasked, name, isAnswered ? silent + 1 : 0)
    return isAnswered
  }

  /** Somebody else has asked just now, and we hear the answers too. */
  #wasAsked(name: string): boolean {
    const at = this.#heardAsking.get(name) ?? Number.NEGATIVE_INFINITY
    return this.#init.clock.monotonic() - at < ANSWERS_WITHIN_MS
  }

  #visitPlaces(): void {
    const now = new Map(
      this.#init.interfaces
        .current()
        .filter(({ ip, internal }) => !internal && !ip.includes(':'))
        .map((on) => [on.ip, on]),
    )
    for (const place of this.#places.values()) if (!isSame(place.on, now.get(place.on.ip))) void this.#leave(place)
    for (const on of now.values()) if (!this.#places.has(on.ip)) this.#join(on)
  }

  #join(on: InterfaceAddress): void {
    const here = (from: string): boolean => this.#running && sameSubnet(from, on)
    try {
      const link = (this.#init.openLink ?? openMulticastLink)(on, {
        asked: (name, from) => {
          if (here(from)) this.#asked(place, name, from)
        },
        answered: (name, text, from) => {
          if (here(from)) this.#answered(place, { name, text, from })
        },
        failed: () => {
          this.#init.log.note('discovery:link-failed')
          void this.#leave(place)
        },
      })
      const place: Place = {
        on,
        link,
        answeredAt: new Map(),
        pending: new Map(),
        silent: new Map(),
        echoes: new Map(),
      }
      this.#places.set(on.ip, place)
      for (const heard of [this.#heardAsking, this.#heardAnswering]) heard.clear() // elsewhere
    } catch {
      this.#init.log.note('discovery:link-failed')
    }
  }

  async #leave(place: Place): Promise<void> {
    if (this.#places.get(place.on.ip) === place) this.#places.delete(place.on.ip)
    for (const { cancel } of place.pending.values()) cancel()
    await place.link.close()
  }

  #asked(place: Place, name: string, from: string): void {
    const { clock } = this.#init
    const topic = this.#names.topicOf(name, clock.now())
    if (topic === undefined) return
    const echoes = place.echoes.get(name) ?? 0
    if (from === place.on.ip && echoes > 0) {
      place.echoes.set(name, echoes - 1)
      return
    }
    if (from !== place.on.ip) remember(this.#heardAsking, name, clock.monotonic())
    if (!topic.answer || place.pending.has(name)) return
    const last = place.answeredAt.get(name) ?? Number.NEGATIVE_INFINITY
    const { min, max, forEachNear, longest } = ANSWER_DELAY_MS
    const spread = Math.min(max + forEachNear * this.#sightings.size, longest) - min
    const delay = Math.max(min + this.#chance() * spread, last + ANSWER_EVERY_MS - clock.monotonic())
    const cancel = this.#afterHearing(delay, () => this.#answer(place, name, topic))
    place.pending.set(name, { cancel, askedAt: clock.monotonic() })
  }

  #answer(place: Place, name: string, topic: DiscoveryTopic): void {
    const { clock, random } = this.#init
    const askedAt = place.pending.get(name)?.askedAt ?? 0
    place.pending.delete(name)
    const addresses = this.#init.addresses().filter(({ ip }) => sameSubnet(ip, place.on))
    if (addresses.length === 0) return
    const silent = place.silent.get(name) ?? 0
    const heard = this.#heardAnswering.get(name) ?? []
    const isEnough =
      heard.length === ENOUGH_ANSWERS && heard[0]! >= Math.min(askedAt, clock.monotonic() - JUST_BEFORE_MS)
    if (isEnough && silent < MOST_SILENT) return remember(place.silent, name, silent + 1)
    place.silent.delete(name)
    remember(place.answeredAt, name, clock.monotonic())
    place.link.answer(name, sealAnnouncement({ addresses, hint: topic.hint }, { secret: topic.secret, name, random }))
  }

  #answered(place: Place, { name, text, from }: { name: string; text: Uint8Array; from: string }): void {
    const { clock } = this.#init
    const topic = this.#names.topicOf(name, clock.now())
    if (topic === undefined) return
    const announcement = openAnnouncement(text, { secret: topic.secret, name })
    if (announcement === undefined || announcement.hint === topic.hint) return
    const sightings = topic.ask ? this.#sightings : this.#overheard
    if (!sightings.firstTime(toHex(text.subarray(0, 24)))) return
    const before = this.#heardAnswering.get(name) ?? []
    remember(this.#heardAnswering, name, [...before, clock.monotonic()].slice(-ENOUGH_ANSWERS))
    if (!topic.ask) return // who belongs here is found by other names, and others have this key too
    // A member may lie about others, so nobody is sent further than the wifi the answer came from.
    const addresses = announcement.addresses.filter(({ ip }) => ip === from || sameSubnet(ip, place.on))
    if (addresses.length === 0) return
    const isFresh = this.#names.isPresent(name, clock.now())
    const who = `${toHex(topic.secret)} ${announcement.hint} ${isFresh}`
    if (!sightings.worthTelling({ who, addresses, from }, clock.monotonic())) return
    this.#events.emit('peer:found', { topic, addresses, hint: announcement.hint, isFresh })
  }

  /**
   * Does something in so many milliseconds, once what came until then was heard: timers run before packets are read, and a laptop
   * that was busy when its moment came would speak as if nobody had.
   */
  #afterHearing(delayMs: number, task: () => void): () => void {
    const { clock } = this.#init
    let cancel = clock.after(delayMs, () => (cancel = clock.after(0, task)))
    return () => cancel()
  }

  #chance(): number {
    return (this.#init.random(1)[0] ?? 0) / 256
  }
}

/** An address may move to another interface, or into another subnet, and what was opened for it hears nothing there. */
function isSame(before: InterfaceAddress, now: InterfaceAddress | undefined): boolean {
  return now !== undefined && before.name === now.name && before.prefix === now.prefix
}

function askAt(place: Place, name: string): void {
  remember(place.echoes, name, 1)
  place.link.ask(name)
}

const REMEMBERED_NAMES = 256

function remember<T>(map: Map<string, T>, name: string, value: T): void {
  map.delete(name)
  map.set(name, value)
  if (map.size > REMEMBERED_NAMES) map.delete(map.keys().next().value ?? '')
}
