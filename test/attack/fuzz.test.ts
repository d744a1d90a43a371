import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { DOCUMENT_TARGETS } from '../helpers/fuzz/document-targets.ts'
import { EDGE_TARGETS } from '../helpers/fuzz/edge-targets.ts'
import { fuzz, judge, nameOf } from '../helpers/fuzz/fuzz.ts'
import { IDENTITY_TARGETS } from '../helpers/fuzz/identity-targets.ts'
import type { Target } from '../helpers/fuzz/target.ts'
import { figure, inOrdeal, SEED as ONE_SEED } from '../helpers/ordeal.ts'

/** Seconds in all; `MUSTER_FUZZ_SECONDS` says otherwise. */
const SECONDS = Number(process.env['MUSTER_FUZZ_SECONDS'] ?? inOrdeal(60, 300))
/** In the ordeal another each time, printed, and to be had again by `MUSTER_FUZZ_SEED`. */
const SEED = Number(process.env['MUSTER_FUZZ_SEED'] ?? inOrdeal(ONE_SEED, Math.floor(Math.random() * 2 ** 31)))
const FOUND = path.resolve(import.meta.dirname, '../fixtures/fuzz')
const TARGETS: readonly Target[] = [...IDENTITY_TARGETS, ...DOCUMENT_TARGETS, ...EDGE_TARGETS]
const MS_EACH = (SECONDS * 1_000) / TARGETS.length

const uncaught: unknown[] = []
const note = (error: unknown): void => void uncaught.push(error)
let tries = 0
let slowest = 0
beforeAll(() => {
  process.on('unhandledRejection', note)
  process.on('uncaughtException', note)
})
afterAll(() => {
  process.off('unhandledRejection', note)
  process.off('uncaughtException', note)
  figure('fuzz: inputs', `${tries} in ${SECONDS} s, seed ${SEED}`, 'nothing but named codes')
  figure('fuzz: slowest input', `${slowest.toFixed(1)} ms`, '<= 100 ms')
})

const folderOf = ({ name }: Target): string => path.join(FOUND, name.replaceAll(/[^a-z]+/giu, '-').toLowerCase())

function foundBefore(target: Target): readonly [string, Uint8Array][] {
  try {
    const folder = folderOf(target)
    return readdirSync(folder).map((file) => [file, new Uint8Array(readFileSync(path.join(folder, file)))])
  } catch {
    return []
  }
}

describe.each(TARGETS.map((target) => [target.name, target] as const))('%s', (_, target) => {
  test('takes its samples', async () => {
    const judged = []
    for (const sample of target.samples) judged.push(await judge(target, sample))
    expect(judged.map(({ finding }) => finding)).toEqual(target.samples.map(() => undefined))
    expect(judged.some(({ taken }) => taken)).toBe(true)
  })

  test('does well what was found before', async () => {
    for (const [file, input] of foundBefore(target)) expect((await judge(target, input)).finding, file).toBeUndefined()
  })

  test(
    'answers whatever comes by a named code, in little time and memory',
    async () => {
      const outcome = await fuzz(target, { seed: SEED, ms: MS_EACH })
      tries += outcome.tries
      slowest = Math.max(slowest, outcome.slowestMs)
      const { taken, slowestMs } = outcome
      console.info(`${target.name}: ${outcome.tries} inputs, ${taken} taken, slowest ${slowestMs.toFixed(1)} ms`)
      for (const finding of outcome.findings) {
        mkdirSync(folderOf(target), { recursive: true })
        writeFileSync(path.join(folderOf(target), nameOf(finding)), finding.input)
      }
      expect(
        outcome.findings.map(({ what }) => what),
        `seed ${SEED}`,
      ).toEqual([])
      expect(uncaught).toEqual([])
    },
    MS_EACH * 3 + 60_000,
  )
})
