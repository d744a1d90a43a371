import type { MusterEngine } from '../../core/engine/engine.ts'
import { benchIncident } from '../lib/incidents.ts'
import { monotonicMs } from '../lib/role.ts'

const signal = new AbortController().signal

/** Small things written and heard of while much else is on its way: calls for help, and edits of one incident, in turn. */
export class Calls {
  readonly #engine: MusterEngine
  readonly #seen = new Map<string, number>()
  #onHeard: () => void = () => undefined
  #hushed = false
  #own = ''

  constructor(engine: MusterEngine) {
    this.#engine = engine
  }

  /** Resolves when so many incidents of others have come. */
  gather(count: number): Promise<void> {
    const ids = new Set<string>()
    return new Promise((resolve) => {
      this.#engine.events.on('record:changed', ({ kind, id }) => {
        if (kind === 'incident' && id !== this.#own && ids.add(id).size === count) resolve()
      })
    })
  }

  async callOut({ everyMs }: { everyMs: number }): Promise<Record<string, number>> {
    const incident = await this.#incident()
    const called: Record<string, number> = {}
    const done: Promise<unknown>[] = []
    await this.#connected()
    for (let number = 0; !this.#hushed; number++) {
      const text = number % 2 === 0 ? `call ${number}` : `edit ${number}`
      called[text] = monotonicMs()
      done.push(number % 2 === 0 ? this.#call(text, incident) : this.#edit(text, incident))
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
    await Promise.all(done)
    return called
  }

  hush(): void {
    this.#hushed = true
  }

  hear(): void {
    this.#engine.events.on('record:changed', ({ kind, id }) => {
      if (kind === 'alert' || kind === 'incident') void this.#read(kind, id)
    })
  }

  heard(texts: readonly string[]): Promise<Record<string, number>> {
    return new Promise((resolve) => {
      this.#onHeard = () => {
        const edits = texts.filter((text) => text.startsWith('edit'))
        const calls = texts.filter((text) => text.startsWith('call'))
        if (!calls.every((text) => this.#seen.has(text)) || !this.#seen.has(edits.at(-1) ?? calls[0]!)) return
        // An edit that was overtaken by a later one before it was seen has arrived with that later one.
        let arrived = Infinity
        for (const text of edits.toReversed())
          this.#seen.set(text, (arrived = Math.min(arrived, this.#seen.get(text) ?? arrived)))
        resolve(Object.fromEntries(texts.map((text) => [text, this.#seen.get(text)!])))
      }
      this.#onHeard()
    })
  }

  /** What a person reads: a call that was sent, or where the incident is. */
  async #read(kind: 'alert' | 'incident', id: string): Promise<void> {
    const { record } = await this.#engine.handlers['record:show']({ network: this.#network(), kind, id }, { signal })
    const shown = record as unknown as { state: string; headline: string; place: { label: string } | null }
    const text = kind === 'incident' ? (shown.place?.label ?? '') : shown.state === 'draft' ? '' : shown.headline
    if (!/^(call|edit) \d+$/.test(text) || this.#seen.has(text)) return
    this.#seen.set(text, monotonicMs())
    this.#onHeard()
  }

  async #call(headline: string, incident: string): Promise<void> {
    const records = [{ about: { kind: 'incident', id: incident }, kind: 'supplies', headline }]
    const network = this.#network()
    const { ids } = await this.#engine.handlers['record:add']({ network, kind: 'alert', records }, { signal })
    await this.#engine.handlers['alert:send']({ network, id: ids[0]! }, { signal })
  }

  async #edit(label: string, id: string): Promise<void> {
    const patch = { place: { label, precision: 'block' } }
    await this.#engine.handlers['record:edit']({ network: this.#network(), kind: 'incident', id, patch }, { signal })
  }

  /** What the calls are about, made by whoever calls. */
  async #incident(): Promise<string> {
    const records = [benchIncident(0)]
    const input = { network: this.#network(), kind: 'incident', records } as const
    this.#own = (await this.#engine.handlers['record:add'](input, { signal })).ids[0]!
    return this.#own
  }

  async #connected(): Promise<void> {
    const { networks } = await this.#engine.handlers['sync:status']({}, { signal })
    if (networks.some(({ people }) => people.some(({ connected }) => connected))) return
    await new Promise<void>((resolve) => {
      this.#engine.events.on('peer:connected', () => resolve())
    })
  }

  #network(): string {
    return this.#engine.unlocked.networks()[0]!.id
  }
}
