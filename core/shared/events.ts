/** The listening half of an emitter: what a part shows of its events to the others. */
export interface Events<Map extends object> {
  /** @returns the function that unsubscribes */
  on<Name extends keyof Map>(name: Name, listener: (event: Map[Name]) => void): () => void
}

/** Typed events, delivered at once and in order of subscription. A listener that throws does not stop the others. */
export class Emitter<Map extends object> implements Events<Map> {
  readonly #listeners = new Map<keyof Map, Set<(event: never) => void>>()
  readonly #onListenerError: (error: unknown) => void

  constructor(options: { onListenerError?: (error: unknown) => void } = {}) {
    this.#onListenerError = options.onListenerError ?? (() => undefined)
  }

  on<Name extends keyof Map>(name: Name, listener: (event: Map[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners)
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  emit<Name extends keyof Map>(name: Name, event: Map[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        listener(event as never)
      } catch (error) {
        this.#onListenerError(error)
      }
    }
  }
}
