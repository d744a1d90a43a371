import { existsSync } from 'node:fs'
import path from 'node:path'

import type { StoreDamage } from '../../documents/store/file-check.ts'
import { SealedStore } from '../../documents/store/sealed-store.ts'
import { SqliteStore } from '../../documents/store/sqlite-store.ts'
import { WatchedStore } from '../../documents/store/watched-store.ts'
import { utf8, wipe } from '../../identity/hashes.ts'
import { replaceFile } from '../../identity/vault/durable-file.ts'
import type { PassphraseCost } from '../../identity/vault/passphrase-key.ts'
import { createVault, hasVault, openVault } from '../../identity/vault/vault.ts'
import type { RandomBytes } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import type { Log } from '../../shared/log.ts'
import { scrubSecrets } from '../../shared/secret-memory.ts'
import { NetworkRows, SETTINGS } from './network-rows.ts'

const BEGAN = { space: SETTINGS, group: utf8('profile'), item: utf8('began') }

/** A profile that is unlocked: its sealed store and what the engine keeps there. */
export interface OpenProfile {
  readonly sealed: SealedStore
  readonly rows: NetworkRows
  /** What is under the sealed store. */
  readonly store: WatchedStore
  /** Writes what is there once more, durably: whether the disk takes anything. @throws MeshError `documents/*` */
  tryWriting(): void
  /** What is wrong with the files of the store; what shows only at a start stays in it until the next one. */
  damage(): readonly StoreDamage[]
  /** Closes the store and overwrites the keys. Never rejects. */
  close(): Promise<void>
}

/**
 * Opens the vault, or makes it when there is none yet, and the store behind it. The caller holds the profile's lock.
 * @throws MeshError `identity/wrong-passphrase`, `identity/passphrase-too-short`, `identity/profile-*`,
 *   `identity/written-by-newer-version`, `documents/*`
 */
export async function openProfile(
  dir: string,
  options: { passphrase: string; random: RandomBytes; log: Log; cost?: PassphraseCost | undefined },
): Promise<OpenProfile> {
  const { passphrase, random, log, cost } = options
  const file = path.join(dir, 'store.sqlite')
  const began = path.join(dir, 'began')
  const isNew = !hasVault(dir)
  // the vault is made first: records without one have lost theirs, and under a new key nobody could read them again
  if (isNew && existsSync(file)) throw new MeshError('identity/profile-damaged', 'The vault of this profile is missing')
  if (!isNew && existsSync(began) && !existsSync(file)) throw recordsMissing()
  const masterKey = isNew
    ? await createVault(dir, passphrase, { random, ...(cost !== undefined && { cost }) })
    : await openVault(dir, passphrase)
  log.note('profile:vault-opened')
  try {
    return await openStore(dir, { masterKey, random, log })
  } finally {
    scrubSecrets([masterKey])
    wipe(masterKey)
  }
}

/**
 * What stands behind the vault. The key (32 bytes) is the caller's to wipe.
 * @throws MeshError `identity/profile-damaged`, `documents/*`
 */
export async function openStore(
  dir: string,
  { masterKey, random, log }: { masterKey: Uint8Array; random: RandomBytes; log: Log },
): Promise<OpenProfile> {
  const began = path.join(dir, 'began')
  const found = new Set<StoreDamage>()
  const onDamage = (what: StoreDamage | 'membership'): void => {
    log.note('store:damaged', { what })
    if (what !== 'membership') found.add(what)
  }
  const file = new SqliteStore({ path: path.join(dir, 'store.sqlite'), onDamage })
  const store = new WatchedStore(file)
  try {
    await store.start()
    const sealed = new SealedStore({ store, masterKey, randomBytes: random })
    if (!sealed.isOurs(SETTINGS)) throw new MeshError('documents/corrupt', 'The records are of another profile')
    const begin = (): void => {
      const batch = sealed.batch()
      batch.put(BEGAN, new Uint8Array([1]))
      sealed.commit(batch)
    }
    if (sealed.get(BEGAN) === undefined) {
      if (existsSync(began)) throw recordsMissing()
      begin()
    }
    // written after its row: whoever finds the file without the row has lost the records, and not only the end of a first start
    if (!existsSync(began)) replaceFile(began, new Uint8Array())
    return {
      sealed,
      rows: new NetworkRows(sealed, { onDamage }),
      store,
      tryWriting: begin,
      damage: () => {
        if (!file.isSound()) found.add('structure')
        return [...found]
      },
      close: async () => {
        sealed.wipe()
        await store.stop()
      },
    }
  } catch (error) {
    await store.stop()
    throw error
  }
}

/** An empty store in the place of a full one would look as if nothing had ever been written. */
function recordsMissing(): MeshError {
  return new MeshError('identity/profile-damaged', 'The records of this profile are missing')
}
