import { Worker } from 'node:worker_threads'

import { MeshError } from '../../shared/errors.ts'
import { utf8, wipe } from '../hashes.ts'
import type { Argon2Work } from './argon2-worker.ts'

/** How hard a passphrase is to guess: passes and bytes of memory of Argon2id. */
export interface PassphraseCost {
  readonly opslimit: number
  /** Bytes. */
  readonly memlimit: number
}

/** 64 MiB, three passes: 0.3 to 0.5 s on a laptop. */
export const DEFAULT_COST: PassphraseCost = { opslimit: 3, memlimit: 64 << 20 }

/** Smallest passphrase, in code points after NFKC. */
export const MIN_PASSPHRASE_LENGTH = 8

/** @throws MeshError `identity/passphrase-too-short` */
export function checkPassphrase(passphrase: string): void {
  if (Array.from(passphrase.normalize('NFKC')).length >= MIN_PASSPHRASE_LENGTH) return
  throw new MeshError('identity/passphrase-too-short', 'The passphrase is too short', {
    details: { min: MIN_PASSPHRASE_LENGTH },
  })
}

/**
 * Argon2id13 of the passphrase (NFKC, UTF-8), 32 bytes, in a thread of its own that ends with the answer and takes its
 * memory with it.
 *
 * @throws MeshError `shared/aborted`, `shared/internal` when the memory could not be had
 */
export async function passphraseKey(
  passphrase: string,
  options: { salt: Uint8Array; cost: PassphraseCost; signal?: AbortSignal },
): Promise<Uint8Array> {
  options.signal?.throwIfAborted()
  const bytes = utf8(passphrase.normalize('NFKC'))
  const work: Argon2Work = { passphrase: bytes, salt: options.salt, ...options.cost }
  const worker = new Worker(new URL('argon2-worker.ts', import.meta.url), { workerData: work, execArgv: [] })
  wipe(bytes) // the worker was given its own copy
  try {
    return await answerOf(worker, options.signal)
  } finally {
    await worker.terminate()
  }
}

function answerOf(worker: Worker, signal: AbortSignal | undefined): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new MeshError('shared/aborted', 'Stopped before the passphrase was checked'))
    const fail = (cause?: unknown) =>
      reject(new MeshError('shared/internal', 'The passphrase could not be checked', { cause }))
    signal?.addEventListener('abort', abort, { once: true })
    worker.once('message', resolve)
    worker.once('error', fail)
    worker.once('exit', () => {
      signal?.removeEventListener('abort', abort)
      fail()
    })
  })
}
