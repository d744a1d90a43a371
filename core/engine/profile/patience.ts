import { isStorageError, type WatchedStore } from '../../documents/store/watched-store.ts'

/**
 * Waits with what others send until the disk takes something again, instead of ending the conversation: they keep what
 * is not acknowledged, and nobody is told every second that somebody went and came back.
 */
export class Patience {
  readonly #store: Pick<WatchedStore, 'failing' | 'events'>
  readonly #stop = new AbortController()

  constructor(store: Pick<WatchedStore, 'failing' | 'events'>) {
    this.#store = store
  }

  /** Does `work`, again and again while only the disk refuses it. @throws what else it throws; after {@link stop} that too */
  async through<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        if (!isStorageError(error) || this.#stop.signal.aborted) throw error
        await this.#working()
        if (this.#stop.signal.aborted) throw error
      }
    }
  }

  /** Nobody waits any longer. */
  stop(): void {
    this.#stop.abort()
  }

  async #working(): Promise<void> {
    if (this.#store.failing === undefined) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const off = this.#store.events.on('store:working', () => resolve())
    this.#stop.signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
    off()
  }
}
