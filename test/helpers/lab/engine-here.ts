import { randomBytes } from 'node:crypto'

import { type Bridge, connectBridge } from '../../../core/bridge/rpc-client.ts'
import { BridgeServer } from '../../../core/bridge/rpc-server.ts'
import { memoryChannel } from '../../../core/bridge/memory-channel.ts'
import { openEngine } from '../../../core/engine/engine.ts'
import { wipe } from '../../../core/identity/hashes.ts'
import { createVault } from '../../../core/identity/vault/vault.ts'

/** Of a vault whose passphrase is tried often: the least that a vault may have. */
export const CHEAP = { opslimit: 1, memlimit: 8 << 20 }

/** A profile opened in this process, with nobody spoken to, and asked as a window asks it. */
export async function openHere(
  profileDir: string,
  passphrase: string,
): Promise<{ readonly bridge: Bridge; stop(): Promise<void> }> {
  const engine = await openEngine({ profileDir, passphrase: async () => passphrase, online: false, cost: CHEAP })
  const server = new BridgeServer({ handlers: engine.handlers, events: engine.events })
  const [ours, theirs] = memoryChannel()
  server.attach(theirs)
  return {
    bridge: connectBridge(ours),
    stop: async () => {
      server.stop()
      await engine.stop()
    },
  }
}

/** Makes the vault of a profile that opens fast. */
export async function makeCheapVault(profile: string, passphrase: string): Promise<void> {
  wipe(await createVault(profile, passphrase, { random: (size) => new Uint8Array(randomBytes(size)), cost: CHEAP }))
}
