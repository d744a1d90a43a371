import { bytesEqual, fromHex } from '../shared/bytes.ts'
import { openSealedName, type SaltedName } from './author/sealed-name.ts'
import type { DeviceKey } from './device-key.ts'
import { scrubSecrets } from '../shared/secret-memory.ts'
import { deriveKey, epochIdOf, wipe } from './hashes.ts'
import type { EpochState, MembershipState, SealedName } from './log/state.ts'
import { unseal } from './sodium.ts'

const LABELS = {
  transport: 'muster/transport/1',
  units: 'muster/units/1',
  log: 'muster/log/1',
  discovery: 'muster/discovery/1',
} as const

/** What a key derived from an epoch key is for (PROTOCOL section 1). */
export type KeyPurpose = keyof typeof LABELS

/**
 * The epoch keys (hex epoch id -> 32 bytes) that a device can open: those sealed to it, and every earlier one wrapped
 * under them. A box whose content does not hash to its epoch's id is passed over.
 *
 * @param options.known keys opened before, which spares the work
 */
export function openEpochKeys(
  state: MembershipState,
  device: DeviceKey,
  options: { known?: ReadonlyMap<string, Uint8Array> } = {},
): Map<string, Uint8Array> {
  const keys = new Map(options.known)
  // Deepest first: its wrapped parents then need no box of their own (0.3 ms each).
  for (const epoch of [...state.epochs.values()].toSorted((a, b) => b.depth - a.depth)) {
    if (keys.has(epoch.id)) continue
    const key = openOne(epoch, device)
    if (key !== undefined) walk(state, { from: epoch.id, key, keys })
  }
  for (const [id, key] of options.known ?? []) walk(state, { from: id, key, keys })
  return keys
}

/** Boxes that hold no key of their epoch: trying one takes 0.1 ms, and a modified member may send any number. */
const worthless = new WeakSet<Uint8Array>()

function openOne(epoch: EpochState, device: DeviceKey): Uint8Array | undefined {
  for (const box of epoch.boxesFor(device.hex)) {
    if (worthless.has(box)) continue
    const key = device.openBox(box)
    if (key !== undefined && isKeyOf(epoch.id, key)) return key
    worthless.add(box)
  }
  return undefined
}

/** Takes in `key` and all keys wrapped beneath it. */
function walk(state: MembershipState, options: { from: string; key: Uint8Array; keys: Map<string, Uint8Array> }): void {
  const queue: [string, Uint8Array][] = [[options.from, options.key]]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const [id, key] = next
    options.keys.set(id, key)
    for (const [parent, sealed] of state.epochs.get(id)?.wrapped ?? []) {
      if (options.keys.has(parent)) continue
      const opened = unseal(key, { ad: fromHex(parent), sealed })
      if (opened !== undefined && isKeyOf(parent, opened)) queue.push([parent, opened])
    }
  }
}

function isKeyOf(epoch: string, key: Uint8Array): boolean {
  return key.byteLength === 32 && bytesEqual(epochIdOf(key), fromHex(epoch))
}

/** The epoch keys one device holds in one network, and what is derived from them. Opened from the log, never stored. */
export class Keyring {
  readonly #device: DeviceKey
  readonly #derived = new Map<string, Uint8Array>()
  #keys = new Map<string, Uint8Array>()

  constructor(device: DeviceKey) {
    this.#device = device
  }

  /** Opens what the log brought. Call after the log grew. @returns whether keys were gained */
  update(state: MembershipState): boolean {
    const before = this.#keys.size
    this.#keys = openEpochKeys(state, this.#device, { known: this.#keys })
    return this.#keys.size > before
  }

  /** The epoch key itself, 32 bytes; undefined when it is not held. */
  epochKey(epoch: string): Uint8Array | undefined {
    return this.#keys.get(epoch)
  }

  /** Ids (hex) of the epochs whose keys are held, in no order. */
  epochs(): readonly string[] {
    return [...this.#keys.keys()]
  }

  /** A key derived from an epoch's, 32 bytes, kept; undefined when the epoch's key is not held. */
  derived(epoch: string, purpose: KeyPurpose): Uint8Array | undefined {
    const name = `${purpose}/${epoch}`
    const kept = this.#derived.get(name)
    if (kept !== undefined) return kept
    const key = this.#keys.get(epoch)
    if (key === undefined) return undefined
    const made = deriveKey(key, LABELS[purpose])
    this.#derived.set(name, made)
    return made
  }

  /**
   * The epoch to seal under now: the tip where its key is held, else the deepest that counts and is held; undefined
   * when none is.
   */
  sealingEpoch(state: MembershipState): string | undefined {
    if (state.tip !== undefined && this.#keys.has(state.tip.id)) return state.tip.id
    const held = [...state.epochs.values()].filter((epoch) => epoch.counts && this.#keys.has(epoch.id))
    return held.toSorted((a, b) => b.depth - a.depth || (a.id < b.id ? -1 : 1))[0]?.id
  }

  /**
   * Epochs whose transport keys the door accepts: the newest, then all others held, deepest first (catch-up only).
   */
  transportKeys(state: MembershipState): { newest: Uint8Array; ancestors: readonly Uint8Array[] } | undefined {
    const newest = this.sealingEpoch(state)
    if (newest === undefined) return undefined
    const depth = (id: string): number => state.epochs.get(id)?.depth ?? 0
    const others = this.epochs()
      .filter((id) => id !== newest)
      .toSorted((a, b) => depth(b) - depth(a) || (a < b ? -1 : 1))
    return { newest: this.derived(newest, 'transport')!, ancestors: others.map((id) => this.derived(id, 'transport')!) }
  }

  /** A name in clear; undefined when its epoch's key is not held or it is not what its bearer signed. */
  openName(name: SealedName): string | undefined {
    return this.openSalted(name)?.name
  }

  /** As {@link openName}, with the salt, for sealing it anew. */
  openSalted(name: SealedName): SaltedName | undefined {
    const key = this.derived(name.epoch, 'log')
    return key === undefined ? undefined : openSealedName(name, key)
  }

  /** Overwrites every key held. */
  forget(): void {
    const secrets = [...this.#keys.values(), ...this.#derived.values()]
    scrubSecrets(secrets)
    secrets.forEach(wipe)
    this.#keys.clear()
    this.#derived.clear()
  }
}
