import { cleanText } from '../../core/domain/text/clean.ts'
import { mergeTexts } from '../../core/domain/text/merge.ts'
import { splicesBetween, type Splice } from '../../core/domain/text/splices.ts'

/** Rest after the last key before a text is sent, in milliseconds. */
const REST_MS = 350
/** Who has not typed for so long is not writing: others' words come in as they are told, not only with what is stored here. */
const QUIET_MS = 1_500

export interface CoTextParts {
  /** Text as the engine has it. */
  readonly start: string
  /**
   * Stores `text`, which was made from `base`; the engine keeps what others wrote since.
   * @returns the text as the engine has it then, or undefined when it could not be stored
   */
  readonly save: (change: { readonly base: string; readonly text: string }) => Promise<string | undefined>
  readonly after: (delayMs: number, task: () => void) => void
  /** Longest text that is stored, in UTF-16 units: a longer one waits until it was shortened. */
  readonly max?: number
}

/** What the field is to change, last position first; the person's own cursor moves along. */
type OnSplices = (splices: readonly Splice[]) => void

/**
 * One end of a text that several people write at once. What is typed here is sent after a short rest; what others wrote is
 * merged into what stands in the field, never over it. The engine trims texts: a space at the end that was just typed stays.
 */
export class CoText {
  readonly #parts: CoTextParts
  readonly #onSplices: OnSplices
  /** As the engine has it: what local changes are told against. */
  #synced: string
  #local: string
  /** What it was told last, taken or not. */
  #told: string
  #saving = false
  /** Keys pressed so far; whether the last was just now. */
  #keys = 0
  #isWriting = false
  #planned = false
  #held = false

  constructor(parts: CoTextParts, onSplices: OnSplices) {
    this.#parts = parts
    this.#onSplices = onSplices
    this.#synced = parts.start
    this.#local = parts.start
    this.#told = parts.start
  }

  get text(): string {
    return this.#local
  }

  /** Whether something typed here is not stored yet. */
  get isPending(): boolean {
    const clean = cleanText(this.#local)
    return clean !== '' && clean.length <= (this.#parts.max ?? Infinity) && clean !== this.#synced
  }

  /** The person changed the field. */
  typed(text: string): void {
    this.#local = text
    this.#isWriting = true
    const key = ++this.#keys
    this.#parts.after(QUIET_MS, () => {
      if (key !== this.#keys) return
      this.#isWriting = false
      this.#takeTold()
    })
    this.#plan()
  }

  /** The engine has this text now, whoever wrote it. */
  told(text: string): void {
    this.#told = text
    // What was asked for before something was stored may come after it. It would take away for a moment what was just typed, and
    // the cursor would stay where that was. While somebody writes, each answer to what is stored brings others' words.
    if (!this.#isWriting) this.#takeTold()
  }

  /** While letters are being composed (Arabic input methods, accents) nothing is put into the field. */
  hold(held: boolean): void {
    this.#held = held
    if (!held) this.#plan()
  }

  /** Stores at once what is not stored yet. */
  async flush(): Promise<void> {
    if (this.#saving || !this.isPending) return
    this.#saving = true
    const text = this.#local
    const stored = await this.#parts.save({ base: this.#synced, text }).catch(() => undefined)
    this.#saving = false
    if (stored === undefined) return
    this.#told = stored
    // What was sent is in what is stored: it is where the two began.
    this.#take(stored, cleanText(text))
  }

  #takeTold(): void {
    // While a save is under way the engine's answer to it is what counts.
    if (this.#told === this.#synced || this.#saving || this.#held) return
    this.#take(this.#told)
  }

  #take(theirs: string, base = this.#synced): void {
    const merged = mergeTexts(base, this.#local, theirs)
    const splices = splicesBetween(this.#local, merged)
    this.#synced = theirs
    this.#local = merged
    if (splices.length > 0) this.#onSplices(splices)
    if (this.isPending) this.#plan()
  }

  #plan(): void {
    if (this.#planned || this.#held) return
    this.#planned = true
    this.#parts.after(REST_MS, () => {
      this.#planned = false
      void this.flush()
    })
  }
}
