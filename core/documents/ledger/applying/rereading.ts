import type { Holdings } from '../holdings.ts'
import type { Applier } from './applier.ts'

/**
 * Reads documents anew to which sessions of these devices (keys, hex) wrote: they turned out to belong to somebody else, so other
 * entries are theirs.
 */
export function reread(
  devices: ReadonlySet<string>,
  { holdings, applier }: { readonly holdings: Holdings; readonly applier: Applier },
): void {
  const documents = new Set<string>()
  for (const session of holdings.sessions.stored()) {
    if (!devices.has(session.device)) continue
    for (const { document } of holdings.sessions.uses(session.id)) documents.add(document)
  }
  const tx = holdings.begin()
  const dirty: string[] = []
  for (const document of documents) {
    const entry = holdings.index.get(document)
    const state = entry && holdings.state(document)
    if (entry === undefined || state === undefined) continue
    applier.line.drop(document)
    const { revision, summary } = entry
    tx.setEntry(document, () => holdings.entry(document, { state, revision, dirty: true, summary }))
    dirty.push(document)
  }
  if (dirty.length === 0) return
  tx.commit()
  applier.add(dirty)
}
