import { randomBytes } from 'node:crypto'

import type { EngineEvents, EventName, Handlers } from '../bridge/contract.ts'
import { ChildDocumentsHost } from '../documents/automerge/host-client.ts'
import { startForeignProcess } from '../documents/automerge/host-process.ts'
import { acquireProfileLock, type ProfileLock } from '../identity/vault/profile-lock.ts'
import { Door } from '../network/door/door.ts'
import { systemInterfaces } from '../network/interfaces.ts'
import { InterfaceWatch } from '../network/interface-watch.ts'
import type { Address } from '../network/ports.ts'
import { systemClock } from '../shared/clock.ts'
import { MeshError } from '../shared/errors.ts'
import { Emitter, type Events } from '../shared/events.ts'
import { RingLog } from '../shared/log.ts'
import type { EngineAccess } from './access.ts'
import { parseAddress } from './address-text.ts'
import { engineHandlers } from './handlers/engine-handlers.ts'
import type { Wifi } from './network/online-network.ts'
import type { EngineOptions } from './options.ts'
import { openProfile } from './profile/open-profile.ts'
import { HOST_SHAPES } from './records/domain-shapes.ts'
import { type EngineParts, Unlocked } from './unlocked.ts'

/** IANA's range of ports that belong to nobody. */
const FIRST_OWN_PORT = 49_152
const OWN_PORTS = 16_384

/** The engine as its carriers see it: commands and queries in, events out. */
export interface Engine {
  readonly handlers: Handlers
  readonly events: Events<EngineEvents>
  /** Never rejects. */
  stop(): Promise<void>
}

/**
 * The composition root: takes the profile's lock and, given a passphrase, unlocks it, opens its networks and goes online.
 * @throws MeshError `identity/profile-in-use` before anything costly, `identity/wrong-passphrase`, `identity/profile-*`,
 *   `documents/*`, `network/port-in-use`, `network/address-unavailable`
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const lock = acquireProfileLock(options.profileDir)
  const engine = new MusterEngine(options, lock)
  try {
    if (options.passphrase !== undefined) await engine.unlock(await options.passphrase())
    return engine
  } catch (error) {
    await engine.stop()
    throw error
  }
}

/** The engine's one changing state: locked, or unlocked with everything that comes with it. */
export class MusterEngine implements Engine, EngineAccess {
  readonly handlers: Handlers
  readonly log: RingLog
  readonly parts: EngineParts
  readonly options: EngineOptions
  readonly #events: Emitter<EngineEvents>
  readonly #profileLock: ProfileLock
  #unlocked: Unlocked | undefined
  #door: Door | undefined
  #interfaces: InterfaceWatch | undefined
  #changing: Promise<unknown> = Promise.resolve()

  constructor(options: EngineOptions, lock: ProfileLock) {
    const clock = options.clock ?? systemClock
    this.options = options
    this.#profileLock = lock
    this.log = new RingLog({ now: () => clock.now() })
    this.#events = new Emitter({ onListenerError: () => this.log.note('engine:listener-failed') })
    this.parts = { clock, random: options.random ?? ((size) => new Uint8Array(randomBytes(size))), log: this.log }
    this.handlers = engineHandlers(this)
  }

  get events(): Events<EngineEvents> {
    return this.#events
  }

  get isUnlocked(): boolean {
    return this.#unlocked !== undefined
  }

  /** @throws MeshError `identity/locked` */
  get unlocked(): Unlocked {
    if (this.#unlocked === undefined) throw new MeshError('identity/locked', 'Muster is locked')
    return this.#unlocked
  }

  /** Where other laptops reach this one now; empty while offline or locked. */
  addresses(): readonly Address[] {
    return this.#door?.addresses() ?? []
  }

  /** Where this laptop will be once it runs, on the port it keeps from now on. IPv4 first. */
  futureAddresses(): readonly Address[] {
    const { rows } = this.unlocked.profile
    let port = rows.doorPort()
    if (port === undefined) {
      const [high = 0, low = 0] = this.parts.random(2)
      port = FIRST_OWN_PORT + (((high << 8) | low) % OWN_PORTS)
      rows.saveDoorPort(port)
    }
    const here = systemInterfaces()
      .filter(({ internal }) => !internal)
      .map(({ ip }) => ({ ip, port }))
    return here.toSorted((a, b) => Number(a.ip.includes(':')) - Number(b.ip.includes(':')))
  }

  tell<Name extends EventName>(name: Name, data: EngineEvents[Name]): void {
    this.#events.emit(name, data)
  }

  /** Opens the profile and goes online where that is wanted. Does nothing while unlocked. */
  unlock(passphrase: string): Promise<void> {
    return this.#change(async () => {
      if (this.#unlocked !== undefined) return
      const { profileDir, cost, startDocuments } = this.options
      const profile = await openProfile(profileDir, { ...this.parts, passphrase, cost })
      const host = new ChildDocumentsHost({
        shapes: HOST_SHAPES,
        clock: this.parts.clock,
        ...(startDocuments !== undefined && { startProcess: startForeignProcess(startDocuments) }),
      })
      const { attended = true } = this.options
      const unlocked = new Unlocked({ profile, host, parts: this.parts, events: this.#events, attended })
      try {
        const wifi = await this.#openDoor(profile.rows)
        await unlocked.open(wifi)
      } catch (error) {
        await unlocked.close()
        await this.#closeDoor()
        throw error
      }
      this.#unlocked = unlocked
      this.#events.emit('profile:unlocked', {})
    })
  }

  /** Leaves the wifi and forgets every key. Never rejects; safe twice. */
  lock(): Promise<void> {
    return this.#change(async () => {
      const unlocked = this.#unlocked
      if (unlocked === undefined) return
      this.#unlocked = undefined
      await unlocked.close()
      await this.#closeDoor()
      this.#events.emit('profile:locked', {})
    })
  }

  async stop(): Promise<void> {
    await this.lock().catch(() => this.log.note('engine:lock-failed'))
    this.#profileLock.release()
  }

  /** One change of state at a time. */
  #change<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#changing.then(work)
    this.#changing = done.catch(() => undefined)
    return done
  }

  async #openDoor(rows: {
    doorPort(): number | undefined
    saveDoorPort(port: number): void
  }): Promise<Wifi | undefined> {
    const { online, listen, discovery = true } = this.options
    if (!online) return undefined
    const { clock, random, log } = this.parts
    const door = new Door({ clock, random, log })
    this.#door = door
    const wanted = listen === undefined ? undefined : parseAddress(listen)
    const port = wanted === undefined ? await startAnywhere(door, rows.doorPort()) : await door.start(wanted)
    if (port !== rows.doorPort()) rows.saveDoorPort(port)
    this.#interfaces = new InterfaceWatch({ clock })
    await this.#interfaces.start()
    return { door, interfaces: this.#interfaces, discovery }
  }

  async #closeDoor(): Promise<void> {
    await this.#interfaces?.stop()
    await this.#door?.stop()
    this.#interfaces = undefined
    this.#door = undefined
  }
}

/** On all addresses, at the port that others may remember; at another when that one is taken meanwhile. */
async function startAnywhere(door: Door, remembered: number | undefined): Promise<number> {
  if (remembered !== undefined) {
    try {
      return await door.start({ ip: '0.0.0.0', port: remembered })
    } catch {
      // somebody else has it now
    }
  }
  return door.start({ ip: '0.0.0.0', port: 0 })
}
