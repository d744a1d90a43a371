import { MeshError } from '../../shared/errors.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

/** As long as people wait for a button. */
const PATIENCE_MS = 20_000

/**
 * Waits until this laptop has once held all that another one held. A removal says up to where the words of who goes count,
 * and that is what this laptop has of them: one that has just joined would void them all, for everybody.
 *
 * @param going devices (hex) that are to be taken out
 * @throws MeshError `sync/not-caught-up`, `shared/aborted`
 */
export async function beCaughtUp(
  runtime: NetworkRuntime,
  { going, signal }: { going: readonly string[]; signal: AbortSignal },
): Promise<void> {
  const { membership, hub } = runtime
  const staying = [...membership.state.devices.values()].filter(
    ({ device, status }) => status === 'member' && device !== membership.device.hex && !going.includes(device),
  )
  const isCaughtUp = (): boolean => hub.receipts.receipts().some((it) => it.revision > 0 && !it.hasNewer)
  if (staying.length === 0 || isCaughtUp()) return
  const within = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])
  const { promise, resolve } = Promise.withResolvers<void>()
  const off = hub.events.on('sync:receipt', () => isCaughtUp() && resolve())
  within.addEventListener('abort', () => resolve(), { once: true })
  await promise
  off()
  if (isCaughtUp()) return
  if (signal.aborted) throw new MeshError('shared/aborted', 'Stopped waiting')
  throw new MeshError('sync/not-caught-up', 'This laptop has not received what the others hold yet')
}
