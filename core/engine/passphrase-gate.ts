import type { Clock } from '../shared/clock.ts'
import { MeshError } from '../shared/errors.ts'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000

/**
 * Lets passphrases be tried one at a time, each wrong one answered later than the one before: 0.5 s, then double, up to
 * 30 s. The wait belongs to the profile, not to the caller: going away and coming back does not shorten it.
 */
export class PassphraseGate {
  readonly #clock: Clock
  #turn: Promise<unknown> = Promise.resolve()
  #wrong = 0
  /** By the monotonic clock. */
  #openAt = 0

  constructor(options: { clock: Clock }) {
    this.#clock = options.clock
  }

  /**
   * Runs `work` in its turn.
   * @throws MeshError what `work` throws, `identity/wrong-passphrase` only after the wait; `shared/aborted`
   */
  async try<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const turn = this.#turn.then(async () => {
      await this.#wait(signal)
      return this.#judge(work)
    })
    this.#turn = turn.catch(() => undefined)
    try {
      return await turn
    } catch (error) {
      await this.#wait(signal)
      throw error
    }
  }

  async #judge<T>(work: () => Promise<T>): Promise<T> {
    try {
      const value = await work()
      this.#wrong = 0
      return value
    } catch (error) {
      if (error instanceof MeshError && error.code === 'identity/wrong-passphrase') {
        const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#wrong)
        this.#wrong++
        this.#openAt = this.#clock.monotonic() + waitMs
      }
      throw error
    }
  }

  #wait(signal: AbortSignal): Promise<void> {
    const waitMs = this.#openAt - this.#clock.monotonic()
    return new Promise((resolve, reject) => {
      const refuse = (): void => reject(new MeshError('shared/aborted', 'No longer wanted'))
      if (signal.aborted) return refuse()
      if (waitMs <= 0) return resolve()
      const onAbort = (): void => {
        cancel()
        refuse()
      }
      const cancel = this.#clock.after(waitMs, () => {
        signal.removeEventListener('abort', onAbort)
        resolve()
      })
      signal.addEventListener('abort', onAbort, { once: true })
    })
  }
}
