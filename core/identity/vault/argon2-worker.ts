import { parentPort, workerData } from 'node:worker_threads'

import sodium from 'libsodium-wrappers-sumo'

/** What the worker is given; the passphrase is its NFKC form in UTF-8. */
export interface Argon2Work {
  passphrase: Uint8Array
  salt: Uint8Array
  opslimit: number
  /** Bytes. */
  memlimit: number
}

await sodium.ready
const work = workerData as Argon2Work
const key = sodium.crypto_pwhash(
  32,
  work.passphrase,
  work.salt,
  work.opslimit,
  work.memlimit,
  sodium.crypto_pwhash_ALG_ARGON2ID13,
)
work.passphrase.fill(0)
parentPort?.postMessage(key)
