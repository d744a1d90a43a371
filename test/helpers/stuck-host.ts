// Stands in for the documents process: misbehaves as the document's id says, and answers everything else.
import type { Reply, Request } from '../../core/documents/automerge/host-messages.ts'

const hoard: Buffer[] = []

process.on('message', (request: Request) => {
  if (request.do === 'begin') return
  if (request.do !== 'materialise') {
    process.send?.({ did: 'counted', open: process.pid, worn: false } satisfies Reply)
    return
  }
  const results = request.sources.map(({ document }) => {
    if (document.startsWith('dead')) process.exit(3)
    while (document.startsWith('5107')) hoard.length = 0 // for ever
    while (document.startsWith('fa7')) hoard.push(Buffer.alloc(8 << 20, 1))
    return { document, ok: true as const, heads: ['00'], record: {}, conflicts: [], maxOp: 1 }
  })
  process.send?.({
    did: 'materialised',
    results,
    worn: request.sources.some(({ document }) => document.startsWith('3042')),
  } satisfies Reply)
})
process.on('disconnect', () => process.exit(0))
