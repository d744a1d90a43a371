import type { ShownRecord, RecordKind } from '../../../core/bridge/contract/parts.ts'
import type { EngineClient } from '../../engine/engine-client.ts'

/** Largest window of one question. */
const WINDOW = 200

/** How far reading got; `total` grows when the next kind is begun. */
export type Progress = (done: number, total: number) => void

/**
 * All records of some kinds, put away ones too, window by window: for the one question that must miss nothing.
 *
 * @throws MeshError as `record:list` does, `shared/aborted`
 */
export async function readAll<Kind extends RecordKind>(
  engine: Pick<EngineClient, 'run'>,
  options: { network: string; kinds: readonly Kind[]; signal: AbortSignal; onProgress: Progress },
): Promise<Record<Kind, ShownRecord[]>> {
  const found = {} as Record<Kind, ShownRecord[]>
  let done = 0
  let total = 0
  for (const kind of options.kinds) {
    found[kind] = []
    for (const archived of [false, true]) {
      let size = Infinity
      for (let offset = 0; offset < size; offset += WINDOW) {
        const window = await engine.run(
          'record:list',
          { network: options.network, kind, archived, sort: 'oldest', offset, limit: WINDOW },
          { signal: options.signal },
        )
        if (offset === 0) total += window.total
        size = window.total
        done += window.records.length
        found[kind].push(...window.records)
        options.onProgress(done, total)
      }
    }
  }
  return found
}
