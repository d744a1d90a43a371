import type {
  CommandCall,
  CommandName,
  CommandOutput,
  EngineEvents,
  EventData,
  EventName,
} from '../../core/bridge/contract.ts'
import type { Bridge } from '../../core/bridge/rpc-client.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { mayChange, REFRESHING, type QueryName } from './refresh-rules.ts'

/** What is known of an answer. A failed refresh keeps the last value beside the error. */
export type Answer<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T; readonly error?: MeshError }
  | { readonly state: 'failed'; readonly error: MeshError }

/** One question that somebody on the page looks at. */
export interface Watched<T> {
  readonly peek: () => Answer<T>
  /** @returns the function that stops watching */
  readonly subscribe: (onChange: () => void) => () => void
}

/** Answers nobody looks at any more that are kept for a quick way back. */
const KEPT_IDLE = 40
/** Changes within this time lead to one question, in milliseconds. */
const COALESCE_MS = 60

const LOADING = { state: 'loading' } as const

/** The page's end of the bridge: keeps the answers that are looked at up to date, by asking again after events. */
export class EngineClient {
  readonly #bridge: Bridge
  readonly #after: (delayMs: number, task: () => void) => void
  readonly #entries = new Map<string, Entry>()
  readonly #onConnection = new Set<() => void>()
  #connected = true

  constructor(bridge: Bridge, options: { after?: (delayMs: number, task: () => void) => void } = {}) {
    this.#bridge = bridge
    this.#after = options.after ?? ((delayMs, task) => void setTimeout(task, delayMs))
    for (const event of REFRESHING) bridge.on(event, (data) => this.#refresh(event, data as never))
    bridge.on('profile:locked', () => this.#forget())
    bridge.onClose(() => {
      this.#connected = false
      for (const listener of this.#onConnection) listener()
    })
  }

  /** False once the engine went away; nothing works from then on but a reload. */
  get connected(): boolean {
    return this.#connected
  }

  onConnection(listener: () => void): () => void {
    this.#onConnection.add(listener)
    return () => this.#onConnection.delete(listener)
  }

  /** @throws MeshError as the command says, `bridge/disconnected`, `shared/aborted` */
  run<Name extends CommandName>(
    name: Name,
    input: CommandCall<Name>,
    options?: { signal?: AbortSignal },
  ): Promise<CommandOutput<Name>> {
    return this.#bridge.call(name, input, options)
  }

  on<Name extends EventName>(name: Name, listener: (data: EventData<Name>) => void): () => void {
    return this.#bridge.on(name, listener)
  }

  /** The same object for the same question, for as long as anybody looks. */
  watch<Name extends QueryName>(name: Name, input: CommandCall<Name>): Watched<CommandOutput<Name>> {
    const key = `${name} ${JSON.stringify(input)}`
    const known = this.#entries.get(key)
    if (known !== undefined) return known as unknown as Watched<CommandOutput<Name>>
    const entry = new Entry({ name, input, after: this.#after, ask: () => this.#bridge.call(name, input) })
    entry.onIdle = () => this.#dropIdle()
    this.#entries.set(key, entry)
    return entry as unknown as Watched<CommandOutput<Name>>
  }

  #refresh<Name extends EventName>(event: Name, data: EngineEvents[Name]): void {
    for (const entry of this.#entries.values()) if (mayChange(entry, event, data)) entry.stale()
  }

  /** Nothing of a locked profile stays in the page's memory. */
  #forget(): void {
    for (const [key, entry] of this.#entries) {
      if (entry.name === 'profile:status') continue
      entry.empty()
      if (entry.idle) this.#entries.delete(key)
    }
  }

  #dropIdle(): void {
    const idle = [...this.#entries].filter(([, entry]) => entry.idle)
    for (const [key] of idle.slice(0, Math.max(0, idle.length - KEPT_IDLE))) this.#entries.delete(key)
  }
}

interface EntryParts {
  readonly name: QueryName
  readonly input: object
  readonly ask: () => Promise<unknown>
  readonly after: (delayMs: number, task: () => void) => void
}

class Entry implements Watched<unknown> {
  readonly name: QueryName
  readonly input: object
  onIdle: () => void = () => undefined
  readonly #parts: EntryParts
  readonly #listeners = new Set<() => void>()
  #answer: Answer<unknown> = LOADING
  #isStale = true
  #isAsking = false
  #isPlanned = false
  /** Counts emptyings: an answer to a question from before one is not shown. */
  #age = 0

  constructor(parts: EntryParts) {
    this.name = parts.name
    this.input = parts.input
    this.#parts = parts
  }

  get idle(): boolean {
    return this.#listeners.size === 0
  }

  peek = (): Answer<unknown> => this.#answer

  subscribe = (onChange: () => void): (() => void) => {
    this.#listeners.add(onChange)
    if (this.#isStale) this.#ask()
    return () => {
      this.#listeners.delete(onChange)
      if (this.idle) this.onIdle()
    }
  }

  /** Asks again soon, where anybody looks; otherwise when somebody does. */
  stale(): void {
    this.#isStale = true
    if (this.idle || this.#isPlanned || this.#isAsking) return
    this.#isPlanned = true
    this.#parts.after(COALESCE_MS, () => {
      this.#isPlanned = false
      if (this.#isStale && !this.idle) this.#ask()
    })
  }

  empty(): void {
    this.#age++
    this.#isStale = true
    this.#set(LOADING)
  }

  #ask(): void {
    if (this.#isAsking) return
    this.#isAsking = true
    this.#isStale = false
    const age = this.#age
    this.#parts
      .ask()
      .then(
        (value): Answer<unknown> => ({ state: 'ready', value }),
        (thrown: unknown): Answer<unknown> => {
          const error = asMeshError(thrown)
          return this.#answer.state === 'ready'
            ? { state: 'ready', value: this.#answer.value, error }
            : { state: 'failed', error }
        },
      )
      .then((answer) => {
        this.#isAsking = false
        if (age === this.#age) this.#set(answer)
        if (this.#isStale) this.stale()
      })
      .catch(() => undefined)
  }

  #set(answer: Answer<unknown>): void {
    this.#answer = answer
    for (const listener of this.#listeners) listener()
  }
}

/** Total: what has no code of ours is `shared/internal`. */
export function asMeshError(thrown: unknown): MeshError {
  return thrown instanceof MeshError ? thrown : new MeshError('shared/internal', 'Something went wrong in the page')
}
