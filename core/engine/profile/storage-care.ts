import type { StorageCode } from '../../documents/store/watched-store.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'
import type { OpenProfile } from './open-profile.ts'

/** How often a disk that took nothing is tried again. */
const TRY_EVERY_MS = 1_000

/** Tells when the disk takes nothing more, and tries until it does again: nobody has to start anew. */
export class StorageCare {
  readonly #profile: OpenProfile
  readonly #clock: Clock
  readonly #onChange: (code: StorageCode | undefined) => void
  readonly #unsubscribe: readonly (() => void)[]
  #cancel: () => void = () => undefined

  /** @param options.onChange called with the reason when writing fails, and with undefined when it works again */
  constructor(options: {
    profile: OpenProfile
    clock: Clock
    log: Log
    onChange: (code: StorageCode | undefined) => void
  }) {
    const { profile, log } = options
    this.#profile = profile
    this.#clock = options.clock
    this.#onChange = options.onChange
    this.#unsubscribe = [
      profile.store.events.on('store:failing', ({ code }) => {
        log.note('storage:failing', { code })
        this.#tryLater()
        this.#onChange(code)
      }),
      profile.store.events.on('store:working', () => {
        log.note('storage:working')
        this.#cancel()
        // in a turn of its own: whoever has just written goes first
        this.#cancel = this.#clock.after(0, () => this.#onChange(undefined))
      }),
    ]
  }

  stop(): void {
    this.#cancel()
    for (const off of this.#unsubscribe) off()
  }

  #tryLater(): void {
    this.#cancel()
    this.#cancel = this.#clock.after(TRY_EVERY_MS, () => this.#try())
  }

  #try(): void {
    try {
      this.#profile.tryWriting()
    } catch {
      this.#tryLater()
    }
  }
}
