import { isIP } from 'node:net'

import { z } from 'zod'

import type { Address } from '../../network/ports.ts'
import { encodeCbor } from '../../shared/cbor.ts'
import type { NetworkRows } from '../profile/network-rows.ts'

const MOST_PER_DEVICE = 4
const MOST_DEVICES = 500

const Saved = z.array(
  z.tuple([
    z.string().regex(/^[0-9a-f]{64}$/),
    z.array(z.tuple([z.string().refine((ip) => isIP(ip) !== 0), z.int().min(1).max(65_535)])).max(MOST_PER_DEVICE),
  ]),
)

/** Where each device of one network was reached before, newest first, kept in the store. */
export class KnownAddresses {
  readonly #network: Uint8Array
  readonly #rows: NetworkRows
  readonly #byDevice = new Map<string, Address[]>()

  constructor(options: { network: Uint8Array; rows: NetworkRows }) {
    this.#network = options.network
    this.#rows = options.rows
  }

  load(): ReadonlyMap<string, readonly Address[]> {
    const saved = Saved.safeParse(this.#rows.addresses(this.#network))
    for (const [device, addresses] of saved.data ?? []) {
      this.#byDevice.set(
        device,
        addresses.map(([ip, port]) => ({ ip, port })),
      )
    }
    return this.#byDevice
  }

  /** Notes that a device answered there. Losing one is no harm, so a failed write is passed over. */
  worked(device: string, address: Address): void {
    const known = this.#byDevice.get(device) ?? []
    if (known[0]?.ip === address.ip && known[0].port === address.port) return
    const others = known.filter(({ ip, port }) => ip !== address.ip || port !== address.port)
    this.#byDevice.delete(device)
    this.#byDevice.set(device, [address, ...others].slice(0, MOST_PER_DEVICE))
    const newest = [...this.#byDevice].slice(-MOST_DEVICES)
    try {
      this.#rows.saveAddresses(
        this.#network,
        encodeCbor(newest.map(([name, list]) => [name, list.map(({ ip, port }) => [ip, port])])),
      )
    } catch {
      // a full disk is told where something of worth is lost
    }
  }
}
