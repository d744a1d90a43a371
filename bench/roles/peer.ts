import { ImmutableString } from '@automerge/automerge'
import { type AutomergeUrl, type DocHandle, type PeerId, Repo } from '@automerge/automerge-repo'
import { WebSocketClientAdapter, WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket'
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { WebSocketServer } from 'ws'

import { benchIncident } from '../lib/incidents.ts'
import { answerBench } from '../lib/process-role.ts'
import { profile } from '../lib/profile.ts'
import { monotonicMs, type RoleHandlers } from '../lib/role.ts'
import { countSockets, usage } from '../lib/usage.ts'

/**
 * The peer of every bench: automerge-repo over its websocket adapter with its file storage, configured as kindly as it
 * allows: immutable strings as ours, no save debounce beyond a tick, and the receiver is handed the list of documents
 * outside the measured time, so that no index document has to be fetched first.
 */
interface Incident {
  what: string
  kind: ImmutableString
  place: { label: ImmutableString; precision: ImmutableString }
  source: ImmutableString
  note: ImmutableString
  [key: string]: unknown
}

let repo: Repo
let directory: string
let server: WebSocketServer | undefined
const handles: DocHandle<Incident>[] = []

const open = (dir: string, name: string): void => {
  directory = dir
  repo = new Repo({
    storage: new NodeFSStorageAdapter(path.join(dir, 'repo')),
    peerId: name as PeerId,
    saveDebounceRate: 1,
  })
}

const seenTexts = new Map<string, number>()
let onHeard: () => void = () => undefined
let hushed = false

/** What is called out is a note on the first document: the receiver has it before all others. */
function hearNotes(handle: DocHandle<Incident>): void {
  const note = (text: string): void => {
    // Durable as well as visible: the file must be written before it counts as arrived.
    void repo.flush([handle.documentId]).then(() => {
      if (!seenTexts.has(text)) seenTexts.set(text, monotonicMs())
      onHeard()
    })
  }
  handle.on('change', ({ doc }) => note(String(doc.note)))
  note(String(handle.doc().note))
}

/** Its own 5 s cut the connection of who is busy with 10,000 documents. */
const KEEP_ALIVE_MS = 600_000
const FOUND_AT_ONCE = 1_000

/** Who passes documents on may not have one yet, and says then that there is none. */
async function found(document: AutomergeUrl): Promise<DocHandle<Incident>> {
  for (;;) {
    try {
      return await repo.find<Incident>(document)
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

/** Those in the folder. */
async function all(): Promise<DocHandle<Incident>[]> {
  const urls = JSON.parse(await readFile(path.join(directory, 'urls.json'), 'utf8')) as AutomergeUrl[]
  return Promise.all(urls.map((url) => repo.find<Incident>(url)))
}

async function connected(): Promise<void> {
  while (repo.peers.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
}

countSockets()
const handlers: RoleHandlers = {
  open: async ({ dir }) => open(dir, `peer-${process.pid}`),
  invite: async () => '',
  join: async () => undefined,
  fill: async ({ count }) => {
    for (let number = 0; number < count; number++) {
      const { what, kind, place, source } = benchIncident(number)
      handles.push(
        repo.create<Incident>({
          what,
          kind: new ImmutableString(kind),
          place: { label: new ImmutableString(place.label), precision: new ImmutableString(place.precision) },
          source: new ImmutableString(source),
          note: new ImmutableString(''),
        }),
      )
    }
    await repo.flush()
    await writeFile(path.join(directory, 'urls.json'), JSON.stringify(handles.map((handle) => handle.url)))
  },
  serve: async ({ other }) => {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    await new Promise((resolve) => server!.once('listening', resolve))
    repo.networkSubsystem.addNetworkAdapter(new WebSocketServerAdapter(server as never, KEEP_ALIVE_MS))
    const url = `ws://127.0.0.1:${(server.address() as { port: number }).port}`
    return JSON.stringify({
      url,
      documents:
        other === undefined
          ? handles.map((handle) => handle.url)
          : (JSON.parse(other) as { documents: AutomergeUrl[] }).documents,
    })
  },
  receive: async ({ from, count }) => {
    const { url, documents } = JSON.parse(from) as { url: string; documents: AutomergeUrl[] }
    const startedAt = monotonicMs()
    const adapter = new WebSocketClientAdapter(url)
    repo.networkSubsystem.addNetworkAdapter(adapter)
    await adapter.whenReady()
    const found = await Promise.all(documents.map((document) => repo.find<Incident>(document)))
    const listed = found.map((handle) => handle.doc().what)
    if (listed.length !== count || listed.includes('')) throw new Error('not all listed')
    handles.push(...found)
    await repo.flush()
    return { startedAt, doneAt: monotonicMs() }
  },
  part: async () => {
    server?.close()
    server = undefined
    await repo.shutdown()
    open(directory, `peer-${process.pid}`)
    handles.length = 0
    handles.push(...(await all()))
  },
  meet: async ({ from }) => {
    const adapter = new WebSocketClientAdapter((JSON.parse(from) as { url: string }).url)
    repo.networkSubsystem.addNetworkAdapter(adapter)
    await adapter.whenReady()
  },
  vary: async ({ first, count, text }) => {
    for (const handle of handles.slice(first, first + count))
      handle.change((doc) => {
        doc.place.label = new ImmutableString(text)
      })
    await repo.flush()
    return 0
  },
  holds: async ({ texts }) => ({
    total: handles.length,
    varied: handles.filter((handle) => texts.includes(String(handle.doc().place.label))).length,
  }),
  edit: async ({ edits, everyMs }) => {
    const called: Record<string, number> = {}
    for (let number = 0; number < edits; number++) {
      const text = `edit ${number}`
      called[text] = monotonicMs()
      handles[0]!.change((doc) => {
        doc.note = new ImmutableString(text)
      })
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
    return called
  },
  watch: ({ edits }) =>
    new Promise((resolve) => {
      const seen: Record<string, number> = {}
      const handle = handles[0]!
      handle.on('change', ({ doc }) => {
        const text = String(doc.note)
        // Durable as well as visible: the file must be written before the edit counts as arrived.
        void repo.flush([handle.documentId]).then(() => {
          seen[text] ??= monotonicMs()
          if (text === `edit ${edits - 1}`) resolve(seen)
        })
      })
    }),
  take: async ({ from, count }) => {
    const { url, documents } = JSON.parse(from) as { url: string; documents: AutomergeUrl[] }
    const startedAt = monotonicMs()
    const adapter = new WebSocketClientAdapter(url)
    repo.networkSubsystem.addNetworkAdapter(adapter)
    await adapter.whenReady()
    const first = await found(documents[0]!)
    handles.push(first)
    hearNotes(first)
    const rest: DocHandle<Incident>[] = []
    for (let at = 1; at < documents.length; at += FOUND_AT_ONCE)
      // it gives up what takes a minute
      rest.push(...(await Promise.all(documents.slice(at, at + FOUND_AT_ONCE).map((document) => found(document)))))
    if (rest.length !== count - 1 || rest.some((handle) => handle.doc().what === '')) throw new Error('not all listed')
    handles.push(...rest)
    await repo.flush()
    return { startedAt, doneAt: monotonicMs() }
  },
  callOut: async ({ everyMs }) => {
    const called: Record<string, number> = {}
    await connected()
    for (let number = 0; !hushed; number++) {
      const text = `call ${number}`
      if (handles[0] !== undefined) {
        called[text] = monotonicMs()
        handles[0].change((doc) => {
          doc.note = new ImmutableString(text)
        })
      }
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
    return called
  },
  hush: async () => {
    hushed = true
  },
  hear: async () => {
    if (handles[0] !== undefined) hearNotes(handles[0])
  },
  heard: ({ texts }) =>
    new Promise((resolve) => {
      onHeard = () => {
        if (!seenTexts.has(texts.at(-1)!)) return
        // One that was overtaken by a later one before it was seen has arrived with that later one.
        let arrived = Infinity
        const times = texts
          .toReversed()
          .map((text) => [text, (arrived = Math.min(arrived, seenTexts.get(text) ?? arrived))])
        resolve(Object.fromEntries(times) as Record<string, number>)
      }
      onHeard()
    }),
  list: async ({ dir, count }) => {
    const startedAt = monotonicMs()
    open(dir, `peer-${process.pid}`)
    const found = await all()
    const first = found
      .map((handle) => handle.doc().what)
      .toSorted()
      .slice(0, 50)
    if (found.length !== count || first.length !== Math.min(50, count)) throw new Error('not all listed')
    return { wallMs: monotonicMs() - startedAt, opened: found.length }
  },
  search: async ({ words }) =>
    words.map((word) => {
      const from = monotonicMs()
      handles.filter((handle) => handle.doc().what.includes(word))
      return monotonicMs() - from
    }),
  usage: async () => usage(),
  profile,
  close: async () => {
    server?.close()
    await repo?.shutdown()
  },
}
answerBench(handlers)
