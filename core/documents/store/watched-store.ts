import { type ErrorCode, MeshError } from '../../shared/errors.ts'
import { Emitter, type Events } from '../../shared/events.ts'
import type { RowKey, Store, StoreWriter } from '../ports.ts'

/** Why a disk takes nothing more, as far as a person can do something about it. */
export const STORAGE_CODES = ['documents/disk-full', 'documents/read-only', 'documents/write-failed'] as const
export type StorageCode = (typeof STORAGE_CODES)[number]

export interface WatchedStoreEvents {
  /** Something could not be written. Again when the reason is another one. */
  'store:failing': { code: StorageCode }
  /** Something was written again, durably. */
  'store:working': Record<string, never>
}

/** A store that tells when the disk under it takes nothing more, and when it does again: also where nobody waits for the write. */
export class WatchedStore implements Store {
  readonly #store: Store
  readonly #events = new Emitter<WatchedStoreEvents>()
  #failing: StorageCode | undefined

  constructor(store: Store) {
    this.#store = store
  }

  get events(): Events<WatchedStoreEvents> {
    return this.#events
  }

  /** Why the last write failed; undefined while all is well. */
  get failing(): StorageCode | undefined {
    return this.#failing
  }

  start(): Promise<void> {
    return this.#store.start()
  }

  stop(): Promise<void> {
    return this.#store.stop()
  }

  get(key: RowKey): Uint8Array | undefined {
    return this.#store.get(key)
  }

  list(space: number, group: Uint8Array): Iterable<{ readonly item: Uint8Array; readonly value: Uint8Array }> {
    return this.#store.list(space, group)
  }

  listSpace(
    space: number,
  ): Iterable<{ readonly group: Uint8Array; readonly item: Uint8Array; readonly value: Uint8Array }> {
    return this.#store.listSpace(space)
  }

  transaction<T>(work: (tx: StoreWriter) => T, options: { readonly derived?: boolean } = {}): T {
    const result = this.#watch(() => this.#store.transaction(work, options))
    // what is derived was not synced: it says nothing about the disk
    if (this.#failing !== undefined && options.derived !== true) {
      this.#failing = undefined
      this.#events.emit('store:working', {})
    }
    return result
  }

  scrub(): void {
    this.#watch(() => this.#store.scrub())
  }

  #watch<T>(write: () => T): T {
    try {
      return write()
    } catch (error) {
      const code = error instanceof MeshError ? storageCode(error.code) : undefined
      if (code !== undefined && code !== this.#failing) {
        this.#failing = code
        this.#events.emit('store:failing', { code })
      }
      throw error
    }
  }
}

/** Whether an error says so of the disk, and not of what was to be written. */
export function isStorageError(error: unknown): boolean {
  return error instanceof MeshError && storageCode(error.code) !== undefined
}

function storageCode(code: ErrorCode): StorageCode | undefined {
  return STORAGE_CODES.find((one) => one === code)
}
