import { encodeCbor, decodeCbor, type Cbor } from '../../core/shared/cbor.ts'
import { toHex } from '../../core/shared/bytes.ts'
import { turns, type Laptop, type SyncLab } from './sync-lab.ts'
import type { Attachment } from '../../core/sync/hub.ts'
import { WirePair } from './wire-pair.ts'

/** A peer that says whatever the test wants, to a real session. */
export class RawPeer {
  readonly device = toHex(new Uint8Array(32).fill(0xee))
  readonly attachment: Attachment
  readonly #pair = new WirePair()
  readonly #lab: SyncLab
  readonly #laptop: Laptop

  /** @param dials whether the raw peer is the dialler */
  constructor(lab: SyncLab, laptop: Laptop, dials = true) {
    this.#lab = lab
    this.#laptop = laptop
    this.attachment = laptop.hub.attach(this, this.#pair.a, !dials)
  }

  /** Says hello as a well-behaved peer with nothing in its hands. */
  async greet(): Promise<void> {
    const { networkId } = this.#laptop.replica
    await this.say([1, 1, networkId, this.#laptop.replica.logDigest(), this.#lab.clock.now(), new Uint8Array(100), {}])
  }

  /** Sends one message and lets the session work. */
  async say(message: Cbor | Uint8Array): Promise<void> {
    if (!this.#pair.b.open) return
    await this.#pair.b.send(message instanceof Uint8Array ? message : encodeCbor(message))
    this.#pair.deliver(this.#pair.toA)
    await turns(4)
  }

  /** What the session has said since the last call. */
  heard(): readonly (readonly [type: number, ...rest: Cbor[]])[] {
    const out = this.#pair.toB.queue.splice(0).filter((raw) => raw.byteLength > 0)
    return out.map((raw) => decodeCbor(raw) as [number, ...Cbor[]])
  }

  /** What the session told about this peer. */
  refusals(): readonly unknown[] {
    return this.#laptop.told.filter(({ name }) => name === 'peer:refused').map(({ event }) => event)
  }
}
