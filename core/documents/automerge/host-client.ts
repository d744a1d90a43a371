import type { Clock } from '../../shared/clock.ts'
import { fromWireError, MeshError } from '../../shared/errors.ts'
import type {
  DocumentsHost,
  DocumentSource,
  DocumentStep,
  HistoryEntry,
  MadeChange,
  MaterialiseResult,
} from '../ports.ts'
import type { Done, Request } from './host-messages.ts'
import { startChildProcess, type StartHostProcess } from './host-process.ts'
import { type Failure, HOST_LIMITS, type HostLimits, HostRun } from './host-run.ts'
import type { KindShape } from './shapes.ts'

/** V8 collects whenever wasm memory grows, so many open ones cost four times the processor time of few (ADR 0006). */
const MAX_OPEN_DOCUMENTS = 64
const MAX_BATCH_DOCUMENTS = 100
const MAX_BATCH_BYTES = 1 << 20
/** A handful of documents is somebody's edit arriving: it goes before the backlog. */
const MAX_URGENT_DOCUMENTS = 8

type Edit = Parameters<DocumentsHost['edit']>[0][number]

/**
 * Automerge in a child process with a memory limit and a watchdog. The process is started by the first call and
 * again after it had to be ended; only the document that made it fail is reported. One request runs at a time;
 * edits, history and small batches go before large batches.
 */
export class ChildDocumentsHost implements DocumentsHost {
  readonly #run: HostRun
  readonly #urgent: (() => void)[] = []
  readonly #backlog: (() => void)[] = []
  #busy = false

  /** @param options.shapes of every kind of record there is */
  constructor(options: {
    readonly shapes: readonly KindShape[]
    readonly clock: Clock
    readonly startProcess?: StartHostProcess
    readonly limits?: HostLimits
  }) {
    this.#run = new HostRun({
      begin: { do: 'begin', shapes: options.shapes, capacity: MAX_OPEN_DOCUMENTS },
      clock: options.clock,
      startProcess: options.startProcess ?? startChildProcess(),
      limits: options.limits ?? HOST_LIMITS,
    })
  }

  start(): Promise<void> {
    this.#run.allow()
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    await this.#run.stop()
  }

  async materialise(
    sources: readonly DocumentSource[],
    options: { signal?: AbortSignal } = {},
  ): Promise<readonly MaterialiseResult[]> {
    const urgent = sources.length <= MAX_URGENT_DOCUMENTS
    const results: MaterialiseResult[] = []
    for (const batch of batchesOf(sources)) {
      results.push(...(await this.#turn(urgent, options.signal, () => this.#materialiseBatch(batch))))
    }
    return results
  }

  async advance(steps: readonly DocumentStep[]): Promise<readonly (MaterialiseResult | undefined)[]> {
    return this.#turn(true, undefined, async () => {
      const outcome = await this.#run.ask({ do: 'advance', steps })
      // whatever made it fail is found, with its document, when they are loaded whole
      return 'failure' in outcome || outcome.did !== 'advanced' ? steps.map(() => undefined) : outcome.results
    })
  }

  async edit(edits: readonly Edit[]): Promise<readonly MadeChange[]> {
    if (edits.length === 0) return []
    if (new Set(edits.map(({ document }) => document)).size !== edits.length) {
      throw new MeshError('domain/invalid-input', 'A document stands twice in one edit')
    }
    return this.#turn(true, undefined, async () => {
      let reply = await this.#ask({
        do: 'edit',
        edits: edits.map((edit) => ({ order: orderOf(edit), source: undefined })),
      })
      if (reply.did === 'lacked') {
        const lacked = new Set(reply.edits)
        const withSource = edits.map((edit, i) => ({
          order: orderOf(edit),
          source: lacked.has(i) ? edit.source() : undefined,
        }))
        reply = await this.#ask({ do: 'edit', edits: withSource })
      }
      if (reply.did !== 'edited') throw unexpected()
      return reply.made
    })
  }

  snapshot(source: DocumentSource): Promise<Uint8Array | undefined> {
    return this.#turn(true, undefined, async () => {
      const reply = await this.#ask({ do: 'snapshot', source })
      if (reply.did !== 'snapshot') throw unexpected()
      return reply.bytes
    })
  }

  history(source: DocumentSource): Promise<readonly HistoryEntry[]> {
    return this.#turn(true, undefined, async () => {
      const reply = await this.#ask({ do: 'history', source })
      if (reply.did !== 'history') throw unexpected()
      return reply.entries
    })
  }

  async forget(documents: readonly string[]): Promise<void> {
    await this.#turn(true, undefined, async () => {
      if (this.#run.isRunning) await this.#ask({ do: 'forget', documents })
    })
  }

  openCount(): Promise<number> {
    return this.#turn(true, undefined, async () => {
      if (!this.#run.isRunning) return 0
      const reply = await this.#ask({ do: 'count' })
      return reply.did === 'counted' ? reply.open : 0
    })
  }

  /** All of the batch; where the process fails, one by one up to the document that does it, then the rest together. */
  async #materialiseBatch(batch: readonly DocumentSource[]): Promise<MaterialiseResult[]> {
    const results: MaterialiseResult[] = []
    let oneByOne = false
    while (results.length < batch.length) {
      const from = results.length
      const sources = oneByOne ? [batch[from]!] : batch.slice(from)
      const outcome = await this.#run.ask({ do: 'materialise', sources }, (some) => results.push(...some))
      if (!('failure' in outcome)) {
        if (outcome.did !== 'materialised') throw unexpected()
        results.push(...outcome.results)
        if (results.length === from) throw unexpected() // fewer than asked for when it is to be replaced: the rest is asked again
      } else if (sources.length > 1) oneByOne = true
      else {
        results.push({ document: sources[0]!.document, ok: false, reason: reasonOf(outcome.failure) })
        oneByOne = false
      }
    }
    return results
  }

  async #ask(request: Request): Promise<Done> {
    const outcome = await this.#run.ask(request)
    if ('failure' in outcome) {
      const slow = outcome.failure === 'too-slow'
      throw new MeshError(slow ? 'documents/busy' : 'documents/unsound', 'The documents process had to be ended')
    }
    if (outcome.did === 'failed') throw fromWireError(outcome.error)
    return outcome
  }

  /** Runs `work` alone. */
  async #turn<T>(urgent: boolean, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    if (this.#busy) await new Promise<void>((resolve) => (urgent ? this.#urgent : this.#backlog).push(resolve))
    this.#busy = true
    try {
      if (signal?.aborted) throw new MeshError('shared/aborted', 'No longer wanted')
      return await work()
    } finally {
      const next = this.#urgent.shift() ?? this.#backlog.shift()
      if (next === undefined) this.#busy = false
      else next() // stays busy: the turn is handed over
    }
  }
}

/** Without the function, which cannot cross. */
function orderOf(edit: Edit): Omit<Edit, 'source'> {
  const { document, kind, initialVersion, heads, session, authors, at, writes } = edit
  return { document, kind, initialVersion, heads, session, authors, at, writes }
}

function reasonOf(failure: Failure): 'unsound' | 'too-slow' | 'out-of-memory' {
  return failure === 'crashed' ? 'unsound' : failure
}

function unexpected(): MeshError {
  return new MeshError('shared/internal', 'An answer to another question')
}

/** In order, at most 100 documents and about 1 MiB each. */
function* batchesOf(sources: readonly DocumentSource[]): Generator<readonly DocumentSource[]> {
  let batch: DocumentSource[] = []
  let bytes = 0
  for (const source of sources) {
    const size = source.changes.reduce((sum, change) => sum + change.byteLength, source.snapshot?.byteLength ?? 0)
    if (batch.length > 0 && (batch.length >= MAX_BATCH_DOCUMENTS || bytes + size > MAX_BATCH_BYTES)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(source)
    bytes += size
  }
  if (batch.length > 0) yield batch
}
