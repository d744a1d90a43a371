import { fromHex } from '../../../shared/bytes.ts'
import { boxSeal, toBoxKey } from '../../sodium.ts'

/** Most boxes in one record, so that it stays below 64 KiB. */
export const BOXES_PER_RECORD = 500

/** Seals epoch keys to devices, keeping the converted form of their keys (a third of the work). */
export class Recipients {
  readonly #boxKeys = new Map<string, Uint8Array>()

  /**
   * A box for each device (hex). Devices whose key is no sound curve point are left out: nothing can be sealed to them,
   * and they must not keep the others from a new epoch.
   */
  seal(key: Uint8Array, devices: readonly string[]): [device: Uint8Array, box: Uint8Array][] {
    return devices.flatMap((device) => {
      const box = this.sealTo(key, device)
      return box === undefined ? [] : [[fromHex(device), box] as [Uint8Array, Uint8Array]]
    })
  }

  /** A box for one device (hex); undefined when its key is no sound curve point. */
  sealTo(key: Uint8Array, device: string): Uint8Array | undefined {
    const boxKey = this.#boxKeys.get(device) ?? toBoxKey(fromHex(device))
    if (boxKey === undefined) return undefined
    this.#boxKeys.set(device, boxKey)
    return boxSeal(key, boxKey)
  }
}
