import { rmSync } from 'node:fs'

import { type Bridge, connectBridge } from '../../../core/bridge/rpc-client.ts'
import { BridgeServer } from '../../../core/bridge/rpc-server.ts'
import { memoryChannel } from '../../../core/bridge/memory-channel.ts'
import { openEngine } from '../../../core/engine/engine.ts'
import { readUnit } from '../../../core/documents/unit/unit.ts'
import { toHex } from '../../../core/shared/bytes.ts'
import type { MusterEngine } from '../../../core/engine/engine.ts'
import { BACKUP_PASSPHRASE } from './backup-passphrase.ts'
import { CHEAP } from './engine-here.ts'

export const PROFILE_PASSPHRASE = 'river stones at dawn'

/** A profile opened in this process, locked or not, asked as a window asks it. */
export class HereProfile {
  readonly dir: string
  readonly engine: MusterEngine
  readonly bridge: Bridge
  readonly #server: BridgeServer

  private constructor(dir: string, engine: MusterEngine) {
    this.dir = dir
    this.engine = engine
    this.#server = new BridgeServer({ handlers: engine.handlers, events: engine.events })
    const [ours, theirs] = memoryChannel()
    this.#server.attach(theirs)
    this.bridge = connectBridge(ours)
  }

  static async open(dir: string, options: { locked?: boolean } = {}): Promise<HereProfile> {
    const passphrase = options.locked === true ? {} : { passphrase: async () => PROFILE_PASSPHRASE }
    const engine = await openEngine({ profileDir: dir, online: false, cost: CHEAP, ...passphrase })
    return new HereProfile(dir, engine as MusterEngine)
  }

  async found(name: string): Promise<string> {
    return (await this.bridge.call('network:create', { name, kind: 'circle', as: 'Ana' })).id
  }

  async add(network: string, whats: readonly string[]): Promise<readonly string[]> {
    const records = whats.map((what) => ({ what }))
    return (await this.bridge.call('record:add', { network, kind: 'incident', records })).ids
  }

  async backup(file: string, passphrase = BACKUP_PASSPHRASE) {
    return await this.bridge.call('profile:backup', { file, passphrase })
  }

  async restore(file: string, passphrase = BACKUP_PASSPHRASE) {
    return await this.bridge.call('profile:restore', { file, passphrase })
  }

  /** All incidents as they are shown, sorted by id. */
  async incidents(network: string): Promise<readonly { id: string; [field: string]: unknown }[]> {
    const all: { id: string; [field: string]: unknown }[] = []
    for (;;) {
      const list = { network, kind: 'incident', sort: 'oldest', offset: all.length, limit: 200 } as const
      const { records } = await this.bridge.call('record:list', list)
      all.push(...records)
      if (records.length < 200) return all.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    }
  }

  /** `session/sequence` of every unit that is held, with the unit's bytes. */
  units(network: string): Map<string, string> {
    const { ledger } = this.engine.unlocked.network(network)
    const units = new Map<string, string>()
    for (const { document } of ledger.items()) {
      for (const { bytes } of ledger.unitsBeyond(document, [])) {
        const { session, sequence } = readUnit(bytes).header
        units.set(`${session}/${sequence}`, toHex(bytes))
      }
    }
    return units
  }

  async stop(): Promise<void> {
    this.#server.stop()
    await this.engine.stop()
  }
}

/** Restores a backup into a profile that is not there yet. */
export async function restoredAnew(dir: string, file: string, passphrase = BACKUP_PASSPHRASE): Promise<HereProfile> {
  rmSync(dir, { recursive: true, force: true })
  const profile = await HereProfile.open(dir, { locked: true })
  try {
    await profile.bridge.call('profile:restore', { file, passphrase, newPassphrase: PROFILE_PASSPHRASE })
    return profile
  } catch (error) {
    await profile.stop()
    throw error
  }
}

/** Where the sealed frames of a backup begin. */
export function headBytes(backup: Uint8Array): number {
  return 16 + ((backup[14]! << 8) | backup[15]!)
}
