import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { machine } from '../../scripts/testing/machine.mjs'

/** One side of one round. */
export interface Measure {
  readonly wallMs: number
  readonly cpuMs: number
  readonly bytes: number
  readonly rssMb: number
  /** Whatever else the scenario counts, by name. */
  readonly extra?: Readonly<Record<string, number>>
  /** Every single time, in milliseconds, where a round has many: pooled over the rounds. */
  readonly samples?: readonly number[]
}

/** Both sides measured in the same round, one right after the other. */
export interface Round {
  readonly ours: Measure
  readonly peer: Measure
}

/** What a bench prints as its last line with --json. Ratios are peer / ours, medians of paired rounds. */
export interface Report {
  readonly name: string
  readonly rounds: number
  readonly ours: Measure
  readonly peer: Measure
  readonly ratios: { readonly wall: number; readonly cpu: number }
  /** Over the samples of all rounds. */
  readonly pooled?: { readonly ours: Spread; readonly peer: Spread }
}

/** Milliseconds. */
interface Spread {
  readonly samples: number
  readonly p50: number
  readonly p95: number
  readonly max: number
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The value below which `share` (0 to 1) of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!
}

export function report(name: string, rounds: readonly Round[]): Report {
  return {
    name,
    rounds: rounds.length,
    ours: medians(rounds.map((round) => round.ours)),
    peer: medians(rounds.map((round) => round.peer)),
    ratios: {
      wall: round2(median(rounds.map((round) => round.peer.wallMs / round.ours.wallMs))),
      cpu: round2(median(rounds.map((round) => round.peer.cpuMs / Math.max(round.ours.cpuMs, 0.01)))),
    },
    ...(rounds[0]?.ours.samples !== undefined && {
      pooled: {
        ours: spread(rounds.flatMap(({ ours }) => ours.samples ?? [])),
        peer: spread(rounds.flatMap(({ peer }) => peer.samples ?? [])),
      },
    }),
  }
}

function spread(samples: readonly number[]): Spread {
  const at = (share: number): number => round2(percentile(samples, share))
  return { samples: samples.length, p50: at(0.5), p95: at(0.95), max: at(1) }
}

/** The report as a small table for people. */
export function table(one: Report): string {
  const row = (label: string, pick: (measure: Measure) => number): string =>
    `  ${label.padEnd(12)}${String(pick(one.ours)).padStart(12)}${String(pick(one.peer)).padStart(12)}`
  const extras = Object.keys(one.ours.extra ?? {}).map((key) => row(key, (measure) => measure.extra?.[key] ?? 0))
  return [
    `${one.name}, medians of ${one.rounds} paired rounds`,
    `  ${''.padEnd(12)}${'ours'.padStart(12)}${'peer'.padStart(12)}`,
    row('wall ms', (measure) => measure.wallMs),
    row('cpu ms', (measure) => measure.cpuMs),
    row('bytes', (measure) => measure.bytes),
    row('rss MB', (measure) => measure.rssMb),
    ...extras,
    ...(one.pooled === undefined ? [] : [pooledLine('ours', one.pooled.ours), pooledLine('peer', one.pooled.peer)]),
    `  peer / ours: wall ${one.ratios.wall}x, cpu ${one.ratios.cpu}x`,
  ].join('\n')
}

function pooledLine(side: string, { samples, p50, p95, max }: Spread): string {
  return `  all rounds, ${side}: ${samples} samples, p50 ${p50} ms, p95 ${p95} ms, longest ${max} ms`
}

/** Keeps a result with the commit and the machine it belongs to. @returns the file */
export function save(one: Report, rounds: readonly Round[]): string {
  return saveAs(one.name, { report: one, rounds })
}

/** The same for a bench without a peer. @returns the file */
export function saveAs(name: string, result: object): string {
  const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim()
  const commit = git('rev-parse', '--short=10', 'HEAD')
  const changed = git('status', '--porcelain', '--', 'core') !== ''
  const folder = path.join(import.meta.dirname, '../results')
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `${name}-${commit}${changed ? '-changed' : ''}.json`)
  writeFileSync(file, `${JSON.stringify({ commit, changed, machine: machine(), ...result }, undefined, 1)}\n`)
  return file
}

function medians(measures: readonly Measure[]): Measure {
  const pick = (value: (measure: Measure) => number): number => round2(median(measures.map(value)))
  const names = Object.keys(measures[0]?.extra ?? {})
  return {
    wallMs: pick((measure) => measure.wallMs),
    cpuMs: pick((measure) => measure.cpuMs),
    bytes: pick((measure) => measure.bytes),
    rssMb: pick((measure) => measure.rssMb),
    ...(names.length > 0 && {
      extra: Object.fromEntries(names.map((name) => [name, pick((measure) => measure.extra?.[name] ?? 0)])),
    }),
  }
}

/** To hundredths. */
export function round2(value: number): number {
  return Math.round(value * 100) / 100
}
