import { Emitter } from '../shared/events.ts'
import { systemInterfaces } from './interfaces.ts'
import type { Clock } from '../shared/clock.ts'
import type { Startable } from '../shared/lifecycle.ts'
import type { InterfaceAddress } from './interfaces.ts'

/** Node has no event for it; asking costs 0.1 ms. */
const POLL_MS = 1000

/** Notices that wifi came or went, or that this laptop got another address. */
export class InterfaceWatch implements Startable {
  readonly events = new Emitter<{ 'interfaces:changed': { interfaces: readonly InterfaceAddress[] } }>()
  readonly #clock: Clock
  readonly #list: () => readonly InterfaceAddress[]
  #known: readonly InterfaceAddress[] = []
  #cancel: (() => void) | undefined

  constructor(options: { clock: Clock; interfaces?: () => readonly InterfaceAddress[] }) {
    this.#clock = options.clock
    this.#list = options.interfaces ?? systemInterfaces
  }

  /** As last seen; read afresh before `start`. */
  current(): readonly InterfaceAddress[] {
    return this.#cancel === undefined ? this.#list() : this.#known
  }

  async start(): Promise<void> {
    if (this.#cancel !== undefined) return
    this.#known = this.#list()
    this.#schedule()
  }

  async stop(): Promise<void> {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #schedule(): void {
    this.#cancel = this.#clock.after(POLL_MS, () => {
      this.#schedule()
      const now = this.#list()
      if (fingerprint(now) === fingerprint(this.#known)) return
      this.#known = now
      this.events.emit('interfaces:changed', { interfaces: now })
    })
  }
}

function fingerprint(interfaces: readonly InterfaceAddress[]): string {
  return interfaces
    .map(({ name, ip, prefix }) => `${name} ${ip}/${prefix}`)
    .toSorted()
    .join()
}
