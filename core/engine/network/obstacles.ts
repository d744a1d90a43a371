import type { Obstacle } from '../../bridge/contract/sync.ts'
import type { Connector } from '../../network/reconnect.ts'
import { Emitter, type Events } from '../../shared/events.ts'
import type { SyncEvents } from '../../sync/events.ts'
import { PROTOCOL_VERSION } from '../../sync/protocol/limits.ts'

/** Why nothing is exchanged with a device, as far as this laptop can know. */
export class Obstacles {
  /** `device`: hex. */
  readonly events = new Emitter<{ 'obstacle:changed': { device: string } }>()
  readonly #versions = new Map<string, Obstacle>()
  #connector: Pick<Connector, 'blocked'> | undefined

  constructor({ hub }: { hub: { events: Events<SyncEvents> } }) {
    hub.events.on('peer:other-version', ({ device, version }) => {
      this.#versions.set(device, version < PROTOCOL_VERSION ? 'older-app' : 'newer-app')
      this.events.emit('obstacle:changed', { device })
    })
    hub.events.on('peer:greeted', ({ device }) => {
      if (this.#versions.delete(device)) this.events.emit('obstacle:changed', { device })
    })
  }

  /** From now on this one knows who is kept from us. */
  watch(connector: Pick<Connector, 'blocked' | 'events'>): void {
    this.#connector = connector
    connector.events.on('device:blocked', (told) => this.events.emit('obstacle:changed', told))
  }

  /** @param device device key, hex */
  of(device: string): Obstacle | undefined {
    return this.#versions.get(device) ?? (this.#connector?.blocked().has(device) === true ? 'blocked' : undefined)
  }
}
