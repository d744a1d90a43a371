import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, describe, expect, test } from 'vitest'

import { figure, inOrdeal, IN_ORDEAL } from '../helpers/ordeal.ts'
import { Said } from './writing/said.ts'

const isFit = process.platform === 'linux' && spawnSync('strace', ['-V']).status === 0
if (!isFit) console.warn('\n!!! SKIPPED: every write, sync and rename that fails: needs strace\n')

/** What the writer does on a new profile: the profile, the network, adds, edits, a group, an erasure, a passphrase, a backup. */
const THINGS = 13
const AT_ONCE = 2
/** Of `npm test`, spread over all moments. */
const SAMPLED = 6

/** Of `npm test`. */
const FEW = ['pwrite64', 'write', 'fsync'] as const
const CALLS = ['pwrite64', 'write', 'fsync', 'ftruncate', 'rename', 'unlink', 'openat'] as const
type Call = (typeof CALLS)[number]
const ERRORS: Readonly<Record<Call, readonly string[]>> = {
  pwrite64: ['ENOSPC', 'EIO', 'EROFS', 'EDQUOT'],
  write: ['ENOSPC', 'EIO', 'EDQUOT'],
  fsync: ['EIO', 'ENOSPC'],
  ftruncate: ['EIO', 'ENOSPC'],
  rename: ['ENOSPC', 'EIO', 'EROFS'],
  unlink: ['EROFS', 'EIO'],
  openat: ['EMFILE', 'ENOSPC', 'EROFS'],
}
/** These are made for much else too: only those about the profile count. */
const OF_FILES: readonly Call[] = ['write', 'openat']
const FILES = ['', 'vault', 'vault.new', 'began', 'began.new', 'store.sqlite', 'store.sqlite-wal', 'lock.sqlite']

/** The n-th call of its kind fails, or all from then on. */
interface Moment {
  readonly call: Call
  readonly n: number
  readonly error: string
  readonly onwards: boolean
}

const folder = mkdtempSync(path.join(tmpdir(), 'muster-syscalls-'))
afterAll(() => rmSync(folder, { recursive: true }))
const env = { NODE_COMPILE_CACHE: path.join(folder, 'compiled'), UV_THREADPOOL_SIZE: '1' }

function strace(profile: string, call: Call, ...args: readonly string[]): string[] {
  const files = OF_FILES.includes(call) ? FILES.flatMap((name) => ['-P', path.join(profile, name)]) : []
  return ['strace', '-f', '-qq', '--seccomp-bpf', ...files, '-e', `trace=${call}`, ...args]
}

async function run(profile: string, by: readonly string[]): Promise<{ said: Said; code: number | null }> {
  const said = new Said()
  const child = said.start(profile, { by, env, count: THINGS })
  said.listen(child, () => undefined)
  return { said, code: await new Promise((resolve) => child.once('close', resolve)) }
}

/** How often a call is made while all goes well. */
async function countOf(call: Call): Promise<number> {
  const profile = path.join(folder, `count-${call}`)
  const log = path.join(folder, `${call}.log`)
  const { said, code } = await run(profile, strace(profile, call, '-o', log))
  expect({ code, errors: said.errors }).toEqual({ code: 0, errors: [] })
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.includes(`${call}(`)).length
}

function momentsOf(call: Call, count: number): Moment[] {
  const one = (n: number, onwards: boolean): Moment => {
    const errors = ERRORS[call]
    return { call, n, onwards, error: errors[n % errors.length]! }
  }
  const all = Array.from({ length: count }, (_, at) => one(at + 1, false))
  const onwards = all.filter(({ n }) => n % 7 === 0).map(({ n }) => one(n, true))
  return [...all, ...onwards]
}

/** @returns what is wrong, in words */
async function judge(
  moment: Moment,
  profile: string,
): Promise<{ wrong: string[]; refused: number; acknowledged: number }> {
  const { call, n, error, onwards } = moment
  const injection = `inject=${call}:error=${error}:when=${n}${onwards ? '+' : ''}`
  const { said, code } = await run(profile, strace(profile, call, '-o', '/dev/null', '-e', injection))
  const named = said.errors.filter((one) => one.startsWith('unnamed') || one === 'shared/internal')
  const wrong = [...named, ...(code === 0 || code === 3 ? [] : [`ended with ${code}`]), ...(await said.check(profile))]
  rmSync(profile, { recursive: true, force: true })
  rmSync(`${profile}.backup`, { force: true })
  return {
    wrong: wrong.map((what) => `${injection}: ${what}`),
    refused: said.errors.length,
    acknowledged: said.acknowledged,
  }
}

describe.runIf(isFit)('a system call that fails', () => {
  test(
    'at any moment from making a profile to backing it up is refused by name, harms nothing, and nothing that was acknowledged is lost',
    { timeout: inOrdeal(120_000, 1_500_000) },
    async () => {
      const all: Moment[] = []
      for (const call of IN_ORDEAL ? CALLS : FEW) all.push(...momentsOf(call, await countOf(call)))
      const every = IN_ORDEAL ? 1 : Math.floor(all.length / SAMPLED)
      const left = all.filter(({ call, n }, at) => at % every === every - 1 || (call === 'write' && n === 2)).entries()
      const wrong: string[] = []
      let [runs, refused, acknowledged] = [0, 0, 0]
      const work = async (): Promise<void> => {
        for (const [at, moment] of left) {
          const result = await judge(moment, path.join(folder, `profile-${at}`))
          wrong.push(...result.wrong)
          for (const what of result.wrong) console.info(what)
          runs++
          refused += result.refused
          acknowledged += result.acknowledged
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, work))
      figure(
        'writes, syncs, renames that fail',
        `${runs} runs, ${refused} refusals, ${acknowledged} acknowledged, ${wrong.length} wrong`,
        '0 corrupt, 0 lost, every refusal named',
      )
      expect(wrong).toEqual([])
    },
  )
})
