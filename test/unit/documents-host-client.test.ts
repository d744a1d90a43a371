import { describe, expect, test } from 'vitest'

import { ChildDocumentsHost } from '../../core/documents/automerge/host-client.ts'
import type { Reply, Request } from '../../core/documents/automerge/host-messages.ts'
import type { HostProcess, StartHostProcess } from '../../core/documents/automerge/host-process.ts'
import type { MaterialiseResult } from '../../core/documents/ports.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { FakeClock, settled } from '../helpers/fake-clock.ts'
import { floodWrites, hexId, orderOf, REPORT, sourceOf } from '../helpers/document-shapes.ts'

/** A documents process whose answers are given by hand; its usage is what the test says. */
class FakeProcess implements HostProcess {
  readonly asked: Request[] = []
  killed = false
  use: { cpuMs: number; rssBytes: number } | undefined = { cpuMs: 0, rssBytes: 0 }
  readonly reply: (reply: Reply) => void
  readonly exit: () => void

  constructor({ onReply, onExit }: Parameters<StartHostProcess>[0]) {
    this.reply = onReply
    this.exit = onExit
  }
  send(request: Request): void {
    this.asked.push(request)
  }
  usage() {
    return this.use
  }
  kill(): void {
    this.killed = true
  }
  /** The documents of the request it works on. */
  get documents(): string[] {
    const request = this.asked.at(-1)
    return request?.do === 'materialise' ? request.sources.map(({ document }) => document) : []
  }
  /** Answers the request it works on. */
  materialised(documents = this.documents): void {
    this.reply({ did: 'materialised', results: documents.map(ok), worn: false })
  }
}

const ok = (document: string): MaterialiseResult => ({
  document,
  ok: true,
  heads: [],
  record: {},
  conflicts: [],
  maxOp: 1,
})

function rig() {
  const clock = new FakeClock()
  const processes: FakeProcess[] = []
  const startProcess: StartHostProcess = (listeners) => {
    processes.push(new FakeProcess(listeners))
    return processes.at(-1)!
  }
  const host = new ChildDocumentsHost({ shapes: [REPORT], clock, startProcess })
  const codes: unknown[] = []
  const failing = (promise: Promise<unknown>): Promise<unknown> =>
    promise.catch((error: unknown) => codes.push(error instanceof MeshError ? error.code : error))
  return { clock, processes, host, codes, failing, now: () => processes.at(-1)! }
}

const sources = (count: number, from = 0) => Array.from({ length: count }, (_, i) => sourceOf(hexId(from + i), []))

describe('the documents process', () => {
  test('is started by the first call, told the kinds, and not asked how many are open before', async () => {
    const { host, processes, now } = rig()
    await host.start()
    expect(await host.openCount()).toBe(0)
    expect(processes).toHaveLength(0)
    const result = host.materialise(sources(1))
    await settled()
    expect(now().asked.map((request) => request.do)).toEqual(['begin', 'materialise'])
    now().materialised()
    expect(await result).toHaveLength(1)
  })

  test('gets a thousand documents in batches of a hundred, one at a time', async () => {
    const { host, now } = rig()
    const result = host.materialise(sources(250))
    const sizes: number[] = []
    for (let i = 0; i < 3; i++) {
      await settled()
      sizes.push(now().documents.length)
      now().materialised()
    }
    expect((await result).map(({ document }) => document)).toEqual(sources(250).map(({ document }) => document))
    expect(sizes).toEqual([100, 100, 50])
  })

  test('gets at most about a mebibyte at once', async () => {
    const { host, now } = rig()
    const large = Array.from({ length: 4 }, (_, i) => sourceOf(hexId(i), [new Uint8Array(400_000)]))
    const result = host.materialise(large)
    await settled()
    expect(now().documents).toHaveLength(2)
    now().materialised()
    await settled()
    now().materialised()
    expect(await result).toHaveLength(4)
  })

  test('answers an edit before the rest of a backlog', async () => {
    const { host, now } = rig()
    const backlog = [host.materialise(sources(20)), host.materialise(sources(20))]
    await settled()
    const edit = host.edit([{ ...orderOf(hexId(999), floodWrites(1)), source: () => sourceOf(hexId(999), []) }])
    await settled()
    now().materialised()
    await settled()
    expect(now().asked.at(-1)!.do).toBe('edit')
    now().reply({ did: 'edited', made: [], worn: false })
    await edit
    await settled()
    now().materialised()
    expect(await Promise.all(backlog)).toHaveLength(2)
  })

  test('that is killed by one document is started again, and only that document is reported', async () => {
    const { host, processes, now } = rig()
    const result = host.materialise(sources(5))
    await settled()
    now().reply({ did: 'some', results: [ok(hexId(0))] })
    now().exit()
    for (const _ of [1, 2]) {
      await settled()
      expect(now().documents).toHaveLength(1) // one by one, to find out
      if (now().documents[0] === hexId(2)) now().exit()
      else now().materialised()
    }
    await settled()
    expect(now().documents).toEqual([hexId(3), hexId(4)])
    now().materialised()
    expect((await result).map((it) => (it.ok ? 'ok' : it.reason))).toEqual(['ok', 'ok', 'unsound', 'ok', 'ok'])
    expect(processes).toHaveLength(3)
  })

  test.each([
    ['takes 2 s of the processor', 3_000, { cpuMs: 2_100, rssBytes: 0 }, 'too-slow'],
    ['takes 10 s by the clock where the system does not tell', 10_100, undefined, 'too-slow'],
    ['takes 640 MiB of memory', 100, { cpuMs: 0, rssBytes: 700 << 20 }, 'out-of-memory'],
  ])('that %s for one document is ended', async (_, ms, use, reason) => {
    const { host, clock, processes, now } = rig()
    const result = host.materialise(sources(1))
    await settled()
    now().use = use
    clock.advance(ms)
    await settled()
    expect(now().killed).toBe(true)
    expect((await result)[0]).toEqual({ document: hexId(0), ok: false, reason })
    expect(processes).toHaveLength(1)
    expect(clock.pending).toBe(0)
  })

  test('that waits for a busy laptop is not ended: 9 s by the clock without 2 s of the processor', async () => {
    const { host, clock, now } = rig()
    const result = host.materialise(sources(1))
    await settled()
    now().use = { cpuMs: 1_900, rssBytes: 0 }
    clock.advance(9_000)
    expect(now().killed).toBe(false)
    now().materialised()
    expect((await result)[0]!.ok).toBe(true)
  })

  test('that tells how far it came has its time anew for each part', async () => {
    const { host, clock, now } = rig()
    const result = host.materialise(sources(3))
    await settled()
    for (let n = 1; n <= 3; n++) {
      now().use = { cpuMs: n * 1_500, rssBytes: 0 }
      clock.advance(1_500)
      now().reply({ did: 'some', results: [ok(hexId(n - 1))] })
    }
    now().materialised([])
    expect(await result).toHaveLength(3)
    expect(now().killed).toBe(false)
  })

  test('that says it is worn out is replaced with the next call', async () => {
    const { host, processes, now } = rig()
    const first = host.materialise(sources(1))
    await settled()
    now().reply({ did: 'materialised', results: [ok(hexId(0))], worn: true })
    await first
    expect(processes[0]!.killed).toBe(true)
    const second = host.materialise(sources(1))
    await settled()
    expect(processes).toHaveLength(2)
    now().materialised()
    await second
  })

  test('that broke in the middle of a batch is replaced, and the new one asked for the rest', async () => {
    const { host, processes, now } = rig()
    const result = host.materialise(sources(3))
    await settled()
    now().reply({ did: 'materialised', results: [{ document: hexId(0), ok: false, reason: 'unsound' }], worn: true })
    await settled()
    expect(processes).toHaveLength(2)
    expect(now().documents).toEqual([hexId(1), hexId(2)])
    now().materialised()
    expect((await result).map((it) => it.ok)).toEqual([false, true, true])
  })

  test('gets the source of an edited document only when it lacks it', async () => {
    const { host, now } = rig()
    let read = 0
    const edits = [1, 2].map((n) => ({
      ...orderOf(hexId(n), floodWrites(n)),
      source: () => {
        read++
        return sourceOf(hexId(n), [])
      },
    }))
    const result = host.edit(edits)
    await settled()
    now().reply({ did: 'lacked', edits: [1], worn: false })
    await settled()
    const again = now().asked.at(-1)
    expect(again?.do === 'edit' && again.edits.map(({ source }) => source?.document)).toEqual([undefined, hexId(2)])
    now().reply({ did: 'edited', made: [], worn: false })
    await result
    expect(read).toBe(1)
  })

  test('failing at an edit gives the code of the failure, and of an edit that took too long that it is busy', async () => {
    const { host, clock, codes, failing, now } = rig()
    const edit = () => failing(host.edit([{ ...orderOf(hexId(1), []), source: () => sourceOf(hexId(1), []) }]))
    const first = edit()
    await settled()
    now().reply({ did: 'failed', error: { code: 'domain/too-large', message: '', details: {} }, worn: false })
    await first
    const second = edit()
    await settled()
    now().use = { cpuMs: 5_000, rssBytes: 0 }
    clock.advance(100)
    await second
    const third = edit()
    await settled()
    now().exit()
    await third
    expect(codes).toEqual(['domain/too-large', 'documents/busy', 'documents/unsound'])
  })

  test('refuses an edit that names a document twice', async () => {
    const { host, codes, failing } = rig()
    const edit = { ...orderOf(hexId(1), []), source: () => sourceOf(hexId(1), []) }
    await failing(host.edit([edit, edit]))
    expect(codes).toEqual(['domain/invalid-input'])
  })

  test('ends with stop, which is safe before start and twice; what waits is told, and start allows it anew', async () => {
    const { host, codes, failing, processes, now } = rig()
    await host.stop()
    await host.start()
    const waiting = [failing(host.materialise(sources(1))), failing(host.history(sourceOf(hexId(1), [])))]
    await settled()
    await host.stop()
    await host.stop()
    await Promise.all(waiting)
    expect(codes).toEqual(['shared/aborted', 'shared/aborted'])
    expect(now().killed).toBe(true)
    await host.start()
    const after = host.materialise(sources(1))
    await settled()
    expect(processes).toHaveLength(2)
    now().materialised()
    await after
  })

  test('is not asked further once nobody wants the answer', async () => {
    const { host, codes, failing, now } = rig()
    const abort = new AbortController()
    const result = failing(host.materialise(sources(300), { signal: abort.signal }))
    await settled()
    abort.abort()
    now().materialised()
    await result
    expect(codes).toEqual(['shared/aborted'])
    expect(now().asked.filter((request) => request.do === 'materialise')).toHaveLength(1)
  })
})
