import { toWireError } from '../../shared/errors.ts'
import type { DocumentStep, MaterialiseResult } from '../ports.ts'
import type { Done, Reply, Request } from './host-messages.ts'
import { OpenDocuments } from './open-documents.ts'

/** The entry of the documents process. It holds no key, reads no file and opens no socket; all it has comes by message. */

const WORN_RSS_BYTES = 384 * 1024 * 1024
const REPORT_EVERY_MS = 100

let documents = new OpenDocuments({ shapes: [], capacity: 1 })

process.on('message', (request: Request) => {
  const reply = answer(request)
  if (reply !== undefined)
    send({ ...reply, worn: documents.panicked || process.memoryUsage.rss() > WORN_RSS_BYTES } as Done)
})
process.on('disconnect', () => process.exit(0)) // whoever started it is gone

function answer(request: Request): Omit<Done, 'worn'> | undefined {
  try {
    switch (request.do) {
      case 'begin':
        documents = new OpenDocuments(request)
        return undefined
      case 'materialise':
        return { did: 'materialised', results: materialise(request) } as Omit<Done, 'worn'>
      case 'advance':
        return { did: 'advanced', results: request.steps.map(advance) } as Omit<Done, 'worn'>
      case 'edit':
        return edit(request) as Omit<Done, 'worn'>
      case 'snapshot':
        return { did: 'snapshot', bytes: documents.snapshot(request.source) } as Omit<Done, 'worn'>
      case 'history':
        return { did: 'history', entries: documents.history(request.source) } as Omit<Done, 'worn'>
      case 'forget':
        for (const document of request.documents) documents.drop(document)
        return { did: 'counted', open: documents.size } as Omit<Done, 'worn'>
      case 'count':
        return { did: 'counted', open: documents.size } as Omit<Done, 'worn'>
    }
  } catch (error) {
    return { did: 'failed', error: toWireError(error) } as Omit<Done, 'worn'>
  }
}

/**
 * Tells now and then how far it came, so that the other side knows what was at work when it must end this process.
 * Ends early where Automerge broke: what it would say of the other documents after that is not to be trusted.
 */
function materialise({ sources }: Extract<Request, { do: 'materialise' }>): MaterialiseResult[] {
  let results: MaterialiseResult[] = []
  let told = performance.now()
  for (const source of sources) {
    const now = performance.now()
    if (now - told > REPORT_EVERY_MS) {
      send({ did: 'some', results })
      results = []
      told = now
    }
    try {
      results.push({ document: source.document, ok: true, ...documents.materialise(source) })
    } catch {
      results.push({ document: source.document, ok: false, reason: 'unsound' })
      if (documents.panicked) break
    }
  }
  return results
}

function advance(step: DocumentStep): MaterialiseResult | undefined {
  if (documents.panicked) return undefined
  try {
    const shown = documents.advance(step)
    return shown && { document: step.document, ok: true, ...shown }
  } catch {
    return undefined // loaded whole, it tells what is unsound
  }
}

function edit({ edits }: Extract<Request, { do: 'edit' }>): unknown {
  const lacking = edits.flatMap(({ order, source }, i) => (source === undefined && !documents.holds(order) ? [i] : []))
  if (lacking.length > 0) return { did: 'lacked', edits: lacking }
  return { did: 'edited', made: edits.map(({ order, source }) => documents.edit(order, source)) }
}

function send(reply: Reply): void {
  process.send?.(reply)
}
