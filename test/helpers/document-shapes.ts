import { OpenDocuments } from '../../core/documents/automerge/open-documents.ts'
import type { EditOrder } from '../../core/documents/automerge/open-document.ts'
import type { KindShape } from '../../core/documents/automerge/shapes.ts'
import type { DocumentSource } from '../../core/documents/ports.ts'
import type { Write } from '../../core/domain/write.ts'

/** A kind for the documents' own tests, with one of everything. Its golden hash is in documents-host.test.ts. */
export const REPORT: KindShape = {
  kind: 'incident',
  initial: { 1: { description: '', needs: {}, notes: {}, stock: {} } },
  textPaths: [['description'], ['notes', '*', 'text']],
  counterPaths: [['stock', '*', 'count']],
  watchedPaths: [['what'], ['state'], ['needs', '*', 'state']],
}

/** 16 bytes in hex, told apart by `n`. */
export function hexId(n: number, pad = '0'): string {
  return n.toString(16).padStart(32, pad)
}

export function newOpenDocuments(capacity = 10): OpenDocuments {
  return new OpenDocuments({ shapes: [REPORT], capacity })
}

export function sourceOf(document: string, changes: readonly Uint8Array[], snapshot?: Uint8Array): DocumentSource {
  return { document, kind: 'incident', initialVersion: 1, snapshot, changes, authors: { creator: '', persons: {} } }
}

export function orderOf(document: string, writes: readonly Write[], more: Partial<EditOrder> = {}): EditOrder {
  return {
    document,
    kind: 'incident',
    initialVersion: 1,
    heads: [],
    authors: { creator: hexId(1, 'a'), persons: {} },
    session: hexId(1, 'a'),
    at: 1_790_000_000_123,
    writes,
    ...more,
  }
}

/** A flooded cellar of about 600 bytes. */
export function floodWrites(n: number): Write[] {
  return [
    { op: 'put', path: ['what'], value: `Flooded cellar at number ${n}` },
    { op: 'put', path: ['state'], value: 'reported' },
    {
      op: 'put',
      path: ['place'],
      value: { label: `Mill lane ${n}`, precision: 'block', storey: -1, wet: true, seen: null, depth: 0.5 },
    },
    { op: 'put', path: ['tags'], value: ['flood', 'cellar', n] },
    { op: 'put', path: ['needs', 'n1'], value: { what: 'pump', state: 'open' } },
    {
      op: 'splice',
      path: ['description'],
      index: 0,
      remove: 0,
      insert: 'Water about ten centimetres deep, rising slowly.',
    },
  ]
}
