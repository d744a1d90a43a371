import type { EngineEvents, EventName } from '../../core/bridge/contract.ts'
import type { Bridge } from '../../core/bridge/rpc-client.ts'
import { MeshError } from '../../core/shared/errors.ts'
import type { Clock } from '../../core/shared/clock.ts'
import { askStatus, type Status } from './ask-status.ts'
import { changesText, eventText } from './event-text.ts'
import type { Printer } from './printer.ts'
import { safeLine } from './safe-text.ts'
import { fit } from './table.ts'
import { localTime } from './times.ts'

/** Events of this span become one refresh. */
const COALESCE_MS = 250
/** "3 min ago" goes on even when nothing happens. */
const REFRESH_MS = 20_000

/** What a person sees of a running Muster: events as lines and, on a terminal, the present status under them. */
export class LiveStatus {
  readonly #printer: Printer
  readonly #bridge: Bridge
  readonly #clock: Clock
  readonly #statusText: (status: Status) => string
  readonly #names = new Map<string, string>()
  readonly #changed = new Map<string, Map<string, number>>()
  /** Put into words only when shown: who has just joined learns the network's name a moment later. */
  readonly #news: (() => string[])[] = []
  #drawn = 0
  #cancel: (() => void) | undefined
  #due = Number.POSITIVE_INFINITY
  #stopped = false

  constructor(parts: { printer: Printer; bridge: Bridge; clock: Clock; statusText: (status: Status) => string }) {
    this.#printer = parts.printer
    this.#bridge = parts.bridge
    this.#clock = parts.clock
    this.#statusText = parts.statusText
  }

  /** Notes an event; it is shown with the next refresh. */
  tell<Name extends EventName>(name: Name, data: EngineEvents[Name]): void {
    if (name === 'record:changed') {
      const { network, kind } = data as EngineEvents['record:changed']
      if (kind === 'network' || kind === 'member') return this.#schedule(COALESCE_MS) // the status shows these
      const counts = this.#changed.get(network) ?? new Map<string, number>()
      this.#changed.set(network, counts.set(kind, (counts.get(kind) ?? 0) + 1))
    } else {
      const time = localTime(this.#clock.now())
      this.#news.push(() => {
        const text = eventText(name, data, (id) => this.#nameOf(id))
        return text === undefined ? [] : [`${time}  ${text}`]
      })
    }
    this.#schedule(COALESCE_MS)
  }

  /** Draws anew from what the engine says now. */
  async refresh(): Promise<void> {
    const status = await this.ask().catch((error: unknown) => {
      if (error instanceof MeshError) return undefined // locked just now, or stopping
      throw error
    })
    if (this.#stopped) return
    for (const { id, name } of status?.sync.networks ?? []) if (name !== '') this.#names.set(id, safeLine(name))
    const news = this.#news.splice(0).flatMap((line) => line())
    for (const [network, counts] of this.#changed)
      news.push(`${localTime(this.#clock.now())}  ${changesText(counts, this.#nameOf(network))}`)
    this.#changed.clear()
    const block =
      status === undefined || !this.#printer.isTerminal
        ? []
        : ['', ...this.#statusText(status).split('\n')].map((line) => fit(line, this.#printer.columns - 1))
    // up over the old block and clear to the end of the screen: one write, so that nothing flickers
    const clear = this.#drawn === 0 ? '' : `\u001b[${this.#drawn}A\u001b[J`
    this.#drawn = block.length
    const text = [...news, ...block].map((line) => `${line}\n`).join('')
    if (clear !== '' || text !== '') await this.#printer.raw(`${clear}${text}`)
    this.#schedule(REFRESH_MS)
  }

  /** Leaves the last status on the screen. */
  stop(): void {
    this.#stopped = true
    this.#cancel?.()
  }

  ask(): Promise<Status> {
    return askStatus(this.#bridge)
  }

  #nameOf(network: string): string {
    return this.#names.get(network) ?? 'the network just joined'
  }

  #schedule(delayMs: number): void {
    const due = this.#clock.monotonic() + delayMs
    if (this.#stopped || due >= this.#due) return
    this.#cancel?.()
    this.#due = due
    this.#cancel = this.#clock.after(delayMs, () => {
      this.#due = Number.POSITIVE_INFINITY
      void this.refresh()
    })
  }
}
