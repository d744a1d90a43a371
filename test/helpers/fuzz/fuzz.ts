import { createHash } from 'node:crypto'

import { MeshError } from '../../../core/shared/errors.ts'
import { seeded } from '../seeded.ts'
import { mutate } from './mutate.ts'
import type { Target } from './target.ts'

/** What one input may cost of processor time: others use this machine too. Of 64 KiB at most. */
const MOST_MS = 100
const MOST_GROWTH_BYTES = 64 << 20
/** What costs too much is tried again after each of these, and its least cost is what it costs. */
const PAUSES_MS = [0, 0, 20, 100, 300, 1_000]
/** Different findings after which it stops. */
const ENOUGH = 5

export interface Finding {
  readonly input: Uint8Array
  /** What must not have happened. */
  readonly what: string
}

export interface Outcome {
  readonly tries: number
  readonly taken: number
  readonly slowestMs: number
  readonly findings: readonly Finding[]
}

/** Bends samples until the time is over, or enough was found. The same seed bends alike. */
export async function fuzz(target: Target, { seed, ms }: { seed: number; ms: number }): Promise<Outcome> {
  const random = seeded(seed)
  const findings = new Map<string, Finding>()
  const end = performance.now() + ms
  const sum = { tries: 0, taken: 0, slowestMs: 0 }
  while (performance.now() < end && findings.size < ENOUGH) {
    const input = mutate(target, random)
    const judged = await judge(target, input)
    sum.tries++
    if (judged.taken) sum.taken++
    sum.slowestMs = Math.max(sum.slowestMs, judged.ms)
    if (judged.finding !== undefined) findings.set(judged.finding, { input, what: judged.finding })
  }
  return { ...sum, findings: [...findings.values()] }
}

/** One input: whether it was taken, and what is wrong about that. */
export async function judge(
  target: Target,
  input: Uint8Array,
): Promise<{ finding: string | undefined; taken: boolean; ms: number }> {
  const first = await once(target, input)
  if (first.finding !== undefined || (first.ms <= MOST_MS && first.bytes <= MOST_GROWTH_BYTES)) return first
  // what was collected late is not this input's
  const again = [first]
  for (const pause of PAUSES_MS) {
    await new Promise((resolve) => setTimeout(resolve, pause))
    again.push(await once(target, input))
  }
  const ms = Math.min(...again.map((one) => one.ms))
  const bytes = Math.min(...again.map((one) => one.bytes))
  if (ms > MOST_MS) return { ...first, ms, finding: `takes ${Math.round(ms)} ms for ${input.byteLength} bytes` }
  if (bytes > MOST_GROWTH_BYTES) return { ...first, ms, finding: `takes ${Math.round(bytes / (1 << 20))} MiB` }
  return { ...first, ms }
}

async function once(
  target: Target,
  input: Uint8Array,
): Promise<{ finding: string | undefined; taken: boolean; ms: number; bytes: number }> {
  const before = process.memoryUsage.rss()
  const started = process.cpuUsage()
  let finding: string | undefined
  let taken = false
  try {
    const answer = target.run(input)
    taken = typeof answer === 'boolean' ? answer : await answer
  } catch (error) {
    finding = faultOf(target, error)
  }
  const { user, system } = process.cpuUsage(started)
  const ms = (user + system) / 1_000
  return { finding, taken, ms, bytes: process.memoryUsage.rss() - before }
}

function faultOf({ refuses }: Target, error: unknown): string | undefined {
  if (error instanceof MeshError && refuses?.test(error.code) === true) return undefined
  const text = error instanceof MeshError ? error.code : String(error)
  const place =
    error instanceof Error ? (/\n\s+at (?:.*\()?(?:.*\/(?:core|cli)\/)([^)]*)/u.exec(error.stack ?? '')?.[1] ?? '') : ''
  return `throws ${text.slice(0, 160)} at ${place}`
}

/** By what a finding's file is called. */
export function nameOf({ input }: Finding): string {
  return `${createHash('sha256').update(input).digest('hex').slice(0, 16)}.bin`
}
