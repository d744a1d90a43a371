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
  /** By name: answers on their way, and others' answers heard meanwhile. */
  readonly pending: Map<string, { cancel: () => void; heard: number }>
  /** By name: our own questions that have not come back to us yet. */
  readonly echoes: Map<string, number>
}

const FIRST_ASK_MS = 1000
const SLOWEST_ASK_MS = 60_000
const ANSWER_DELAY_MS = { min: 20, max: 120 }
const ANSWER_EVERY_MS = 1000
/** With so many answers on their way the asker has enough: in a room of forty the others stay silent. */
const ENOUGH_ANSWERS = 6

/**
 * {@link Discovery} by multicast DNS that tells strangers nothing: names change each hour and come from a secret,
 * answers are sealed and all of one size (PROTOCOL 5.5). Works on every IPv4 interface that there is, and with none.
 */
export class SealedMdns implements Discovery {
  readonly #init: SealedMdnsInit
  readonly #events: Emitter<DiscoveryEvents>
  readonly #names = new TopicNames()
  readonly #places = new Map<string, Place>()
  /** By name: when somebody else last asked, milliseconds monotonic. */
  readonly #heardAsking = new Map<string, number>()
  #sightings = new Sightings()
  #intervalMs = FIRST_ASK_MS
  readonly #skipped = new Set<string>()
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
    await Promise.all([...this.#places.keys()].map((ip) => this.#leave(ip)))
    this.#sightings = new Sightings()
  }

  setTopics(topics: readonly DiscoveryTopic[]): void {
    this.#names.set(topics)
    if (this.#running) this.ask()
  }

  ask(): void {
    if (!this.#running) return
    this.#intervalMs = FIRST_ASK_MS
    this.#askNow()
  }

  #askNow(): void {
    this.#cancelAsk()
    this.#visitPlaces() // one that failed to open may open now
    for (const name of this.#names.asked(this.#init.clock.now())) {
      if (!this.#justAsked(name)) for (const place of this.#places.values()) askAt(place, name)
    }
    const wait = this.#intervalMs * (0.9 + 0.2 * this.#chance())
    this.#intervalMs = Math.min(this.#intervalMs * 2, SLOWEST_ASK_MS)
    this.#cancelAsk = this.#init.clock.after(wait, () => this.#askNow())
  }

  /** Somebody else has asked, and we hear the answers too. Never twice in a row: the asker may have asked us alone. */
  #justAsked(name: string): boolean {
    const at = this.#heardAsking.get(name)
    const recent = at !== undefined && this.#init.clock.monotonic() - at < this.#intervalMs / 2
    if (recent && this.#intervalMs > FIRST_ASK_MS && !this.#skipped.has(name)) {
      this.#skipped.add(name)
      return true
    }
    this.#skipped.delete(name)
    return false
  }

  #visitPlaces(): void {
    const now = new Map(
      this.#init.interfaces
        .current()
        .filter(({ ip, internal }) => !internal && !ip.includes(':'))
        .map((on) => [on.ip, on]),
    )
    for (const ip of this.#places.keys()) if (!now.has(ip)) void this.#leave(ip)
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
          void this.#leave(on.ip)
        },
      })
      const place: Place = { on, link, answeredAt: new Map(), pending: new Map(), echoes: new Map() }
      this.#places.set(on.ip, place)
    } catch {
      this.#init.log.note('discovery:link-failed')
    }
  }

  async #leave(ip: string): Promise<void> {
    const place = this.#places.get(ip)
    this.#places.delete(ip)
    for (const { cancel } of place?.pending.values() ?? []) cancel()
    await place?.link.close()
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
    const random = ANSWER_DELAY_MS.min + this.#chance() * (ANSWER_DELAY_MS.max - ANSWER_DELAY_MS.min)
    const delay = Math.max(random, last + ANSWER_EVERY_MS - clock.monotonic())
    const cancel = clock.after(delay, () => this.#answer(place, name, topic))
    place.pending.set(name, { cancel, heard: 0 })
  }

  #answer(place: Place, name: string, topic: DiscoveryTopic): void {
    const { clock, random } = this.#init
    const heard = place.pending.get(name)?.heard ?? 0
    place.pending.delete(name)
    const addresses = this.#init.addresses().filter(({ ip }) => sameSubnet(ip, place.on))
    if (addresses.length === 0 || heard >= ENOUGH_ANSWERS) return
    remember(place.answeredAt, name, clock.monotonic())
    place.link.answer(name, sealAnnouncement({ addresses, hint: topic.hint }, { secret: topic.secret, name, random }))
  }

  #answered(place: Place, { name, text, from }: { name: string; text: Uint8Array; from: string }): void {
    const { clock } = this.#init
    const topic = this.#names.topicOf(name, clock.now())
    if (topic === undefined) return
    const announcement = openAnnouncement(text, { secret: topic.secret, name })
    if (announcement === undefined || announcement.hint === topic.hint) return
    if (!this.#sightings.firstTime(toHex(text.subarray(0, 24)))) return
    const pending = place.pending.get(name)
    if (pending !== undefined) pending.heard += 1
    // A member may lie about others, so nobody is sent further than the wifi the answer came from.
    const addresses = announcement.addresses.filter(({ ip }) => ip === from || sameSubnet(ip, place.on))
    if (addresses.length === 0) return
    if (!this.#sightings.worthTelling(`${toHex(topic.secret)} ${announcement.hint}`, addresses, clock.monotonic()))
      return
    this.#events.emit('peer:found', { topic, addresses, hint: announcement.hint })
  }

  #chance(): number {
    return (this.#init.random(1)[0] ?? 0) / 256
  }
}

function askAt(place: Place, name: string): void {
  remember(place.echoes, name, 1)
  place.link.ask(name)
}

const REMEMBERED_NAMES = 256

function remember(map: Map<string, number>, name: string, at: number): void {
  map.delete(name)
  map.set(name, at)
  if (map.size > REMEMBERED_NAMES) map.delete(map.keys().next().value ?? '')
}
