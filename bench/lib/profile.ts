import { Session } from 'node:inspector/promises'
import type { Profiler } from 'node:inspector/promises'

const SAMPLE_EVERY_US = 200
const SHOWN = 40

let session: Session | undefined

/** Told what a process did, for people. */
export type OnProfile = (of: string, text: string) => void

/** Begins to note what the main thread of this process does, or tells where its time went: milliseconds by file and by function, without what was called from there. */
export async function profile({ on }: { on: boolean }): Promise<string> {
  if (on) await begin()
  return on ? '' : await end()
}

async function begin(): Promise<void> {
  session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_US })
  await session.post('Profiler.start')
}

async function end(): Promise<string> {
  const { profile: taken } = await session!.post('Profiler.stop')
  session?.disconnect()
  return table(taken)
}

function table({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): string {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const [byFile, byFunction] = [new Map<string, number>(), new Map<string, number>()]
  for (const [at, id] of samples.entries()) {
    const { functionName, url, lineNumber } = places.get(id)!
    const ms = timeDeltas[at]! / 1000
    const file = url.replace(/^.*\/node_modules\//, '').replace(/^.*\/(?=core\/|bench\/)/, '')
    const place = file === '' ? '' : ` ${file}:${lineNumber + 1}`
    add(byFile, file === '' ? functionName : file, ms)
    add(byFunction, `${functionName === '' ? '(module)' : functionName}${place}`, ms)
  }
  return [byFile, byFunction].map(longest).join('\n\n')
}

function add(to: Map<string, number>, key: string, ms: number): void {
  to.set(key, (to.get(key) ?? 0) + ms)
}

function longest(of: ReadonlyMap<string, number>): string {
  const sorted = [...of].toSorted((a, b) => b[1] - a[1]).slice(0, SHOWN)
  return sorted.map(([what, ms]) => `${ms.toFixed(1).padStart(8)} ms  ${what}`).join('\n')
}
