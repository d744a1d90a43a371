import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

import type { RandomBytes } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import { utf8, wipe } from '../hashes.ts'
import { seal, unseal } from '../sodium.ts'
import { readSmallFile, replaceFile, writeFailure } from './durable-file.ts'
import { checkPassphrase, DEFAULT_COST, type PassphraseCost, passphraseKey } from './passphrase-key.ts'
import { decodeVault, encodeVault, MAX_VAULT_BYTES } from './vault-file.ts'

const AD = utf8('muster/vault/1')

/** Whether the folder holds a vault, readable or not. @throws MeshError `identity/profile-unreadable` */
export function hasVault(dir: string): boolean {
  return readSmallFile(join(dir, 'vault'), MAX_VAULT_BYTES) !== undefined
}

/**
 * Whether the vault can be read as one; what is in it, only the passphrase tells.
 * @throws MeshError `identity/no-profile`, `identity/written-by-newer-version`, `identity/profile-unreadable`
 */
export function isVaultWhole(dir: string): boolean {
  const stored = readSmallFile(join(dir, 'vault'), MAX_VAULT_BYTES)
  if (stored === undefined) throw new MeshError('identity/no-profile', 'There is no profile in this folder')
  try {
    decodeVault(stored)
    return true
  } catch (error) {
    if (error instanceof MeshError && error.code === 'identity/profile-damaged') return false
    throw error
  }
}

/**
 * Makes a profile folder (mode 0700) with a fresh master key behind the passphrase. Nothing is left behind when it fails
 * except the folder. The caller holds the profile lock.
 *
 * @returns the master key, 32 bytes; the caller wipes it
 * @throws MeshError `identity/passphrase-too-short`, `domain/not-allowed-now` when a vault is there already,
 *   `documents/read-only`, `documents/disk-full`, `identity/profile-unreadable`, `shared/aborted`
 */
export async function createVault(
  dir: string,
  passphrase: string,
  options: { random: RandomBytes; cost?: PassphraseCost; signal?: AbortSignal },
): Promise<Uint8Array> {
  checkPassphrase(passphrase)
  if (hasVault(dir)) throw new MeshError('domain/not-allowed-now', 'This folder already holds a profile')
  makeProfileFolder(dir)
  const master = options.random(32)
  await writeVault(dir, master, { ...options, passphrase })
  return master
}

/**
 * The master key (32 bytes; the caller wipes it). The file is only read.
 *
 * @throws MeshError `identity/no-profile`, `identity/wrong-passphrase`, `identity/profile-damaged`,
 *   `identity/written-by-newer-version`, `identity/profile-unreadable`, `shared/aborted`
 */
export async function openVault(
  dir: string,
  passphrase: string,
  options: { signal?: AbortSignal } = {},
): Promise<Uint8Array> {
  const stored = readSmallFile(join(dir, 'vault'), MAX_VAULT_BYTES)
  if (stored === undefined) throw new MeshError('identity/no-profile', 'There is no profile in this folder')
  const vault = decodeVault(stored)
  const key = await passphraseKey(passphrase, { ...options, salt: vault.salt, cost: vault })
  const master = unseal(key, { ad: AD, sealed: vault.sealed })
  wipe(key)
  if (master === undefined)
    throw new MeshError('identity/wrong-passphrase', 'The passphrase does not open this profile')
  return master
}

/**
 * Puts the same master key behind another passphrase, in one step: at any moment exactly one of the two opens the vault.
 *
 * @throws MeshError as {@link openVault} and {@link createVault}; the old passphrase then still opens
 */
export async function changePassphrase(
  dir: string,
  passphrases: { from: string; to: string },
  options: { random: RandomBytes; cost?: PassphraseCost; signal?: AbortSignal },
): Promise<void> {
  checkPassphrase(passphrases.to)
  const master = await openVault(dir, passphrases.from, options)
  try {
    await writeVault(dir, master, { ...options, passphrase: passphrases.to })
  } finally {
    wipe(master)
  }
}

/** Makes the folder (mode 0700) if it is not there. @throws MeshError `documents/read-only`, `documents/disk-full`, `identity/profile-unreadable` */
export function makeProfileFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    chmodSync(dir, 0o700) // an existing folder, or a loose umask
  } catch (cause) {
    throw writeFailure(cause)
  }
}

async function writeVault(
  dir: string,
  master: Uint8Array,
  options: { passphrase: string; random: RandomBytes; cost?: PassphraseCost; signal?: AbortSignal },
): Promise<void> {
  const cost = options.cost ?? DEFAULT_COST
  const salt = options.random(16)
  const key = await passphraseKey(options.passphrase, { ...options, salt, cost })
  const sealed = seal(key, { ad: AD, text: master })
  wipe(key)
  replaceFile(join(dir, 'vault'), encodeVault({ salt, ...cost, sealed }))
}
