import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { openStore } from '../../core/engine/profile/open-profile.ts'
import { deriveKey } from '../../core/identity/hashes.ts'
import { openVault } from '../../core/identity/vault/vault.ts'
import { RingLog } from '../../core/shared/log.ts'
import { Canaries } from '../helpers/lab/canaries.ts'
import { Laptop, type Peer } from '../helpers/lab/laptop.ts'
import { countIn } from '../helpers/lab/memory-image.ts'
import { childrenOf } from '../helpers/lab/process-memory.ts'
import { figure, inOrdeal } from '../helpers/ordeal.ts'

const isLinux = process.platform === 'linux'
if (!isLinux) console.warn('\n!!! SKIPPED: core dumps and the memory of a locked Muster: looked at on Linux only\n')

const folder = mkdtempSync(path.join(tmpdir(), 'muster-memory-'))
const canaries = new Canaries()
const word = canaries.word('what happened')
const place = canaries.word('where')
const name = canaries.word('name of the network')
const person = canaries.word('name of the person')
const passphrase = canaries.word('passphrase')
const ana = new Laptop({ name: 'ana', profile: path.join(folder, 'ana'), passphrase })
let keys: { readonly what: string; readonly bytes: Buffer }[]

beforeAll(async () => {
  await ana.ask('network', 'create', name, '--as', person)
  await ana.ask('incident', 'add', '--what', word, '--place', place)
  const masterKey = await openVault(ana.profile, passphrase)
  const profile = await openStore(ana.profile, {
    masterKey: Uint8Array.from(masterKey),
    random: (size) => new Uint8Array(randomBytes(size)),
    log: new RingLog({ now: () => 0 }),
  })
  keys = [
    { what: 'the master key', bytes: Buffer.from(masterKey) },
    { what: 'the key of the rows', bytes: Buffer.from(deriveKey(masterKey, 'muster/row-values/1')) },
    ...profile.rows.networks().map(({ seed }) => ({ what: 'the device key', bytes: Buffer.from(seed) })),
  ]
  await profile.close()
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Core files land in the folder of the process, uncompressed, as far as anything is written. */
const landsHere = isLinux && /^[\w.%-]+$/u.test(readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim())
if (isLinux && !landsHere) console.warn('\n!!! SKIPPED: core dumps: a program collects them on this machine\n')

describe.runIf(landsHere)('a crash', () => {
  test.each(inOrdeal(['SIGSEGV'], ['SIGSEGV', 'SIGABRT']) as NodeJS.Signals[])(
    'by %s writes no word and no key to the disk, even where core dumps are wanted',
    async (signal) => {
      const cwd = mkdtempSync(path.join(folder, 'cwd-'))
      const cli = path.resolve(import.meta.dirname, '../../cli/main.ts')
      const start = `ulimit -c unlimited && exec "$0" "$@"`
      const args = [
        process.execPath,
        '--disable-warning=ExperimentalWarning',
        cli,
        '--json',
        'start',
        '--listen',
        '127.0.0.1:0',
        '--no-discovery',
      ]
      const child = spawn('bash', ['-c', start, ...args], {
        cwd,
        env: { ...process.env, MUSTER_PROFILE: ana.profile, MUSTER_PASSPHRASE: passphrase },
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      let said = ''
      child.stdout.on('data', (chunk: Buffer) => (said += String(chunk)))
      const ended = new Promise((resolve) => child.once('close', (_, by) => resolve(by)))
      await expect.poll(() => said, { timeout: 60_000 }).toContain('"ready"')
      expect(await ana.ask('incident', 'list')).toMatchObject({ total: 1 }) // it is all in memory
      const documents = childrenOf(child.pid!)
      for (const pid of documents) process.kill(pid, signal)
      process.kill(child.pid!, signal)
      expect(await ended).toBe(signal)
      const cores = readdirSync(cwd).map((file) => readFileSync(path.join(cwd, file)))
      const words = cores.flatMap((core) => canaries.search(core))
      const found = cores.flatMap((core) => keys.filter(({ bytes }) => core.includes(bytes)).map(({ what }) => what))
      const bytes = cores.reduce((sum, core) => sum + core.length, 0)
      figure(
        `at rest, core dumps by ${signal}`,
        `${cores.length} files of ${bytes >> 10} KiB, ${words.length} words, ${found.length} keys`,
        '0 words, 0 keys',
      )
      expect([...words, ...found]).toEqual([])
    },
    90_000,
  )
})

describe.runIf(isLinux)('a running Muster that is locked', () => {
  let peer: Peer
  beforeAll(async () => {
    peer = await ana.start(['--listen', '127.0.0.1:0', '--no-discovery'])
    await ana.ask('incident', 'list')
  }, 90_000)
  afterAll(async () => void (await peer.stop()))

  test('leaves no word in any file, nor the key of its rows in its memory', async () => {
    const inKeys = keys.map(({ bytes }) => bytes)
    const inWords = [word, place, name, person].flatMap((it) => [Buffer.from(it), Buffer.from(it, 'utf16le')])
    const count = (): number[] =>
      [peer.pid, ...childrenOf(peer.pid)]
        .map((pid) => countIn(pid, [...inKeys, ...inWords]))
        .reduce((sum, one) => sum.map((it, at) => it + one[at]!))
    expect(count()[1]).toBeGreaterThan(0) // it is found where it is
    await ana.ask('lock')
    const inFiles = [...canaries.searchFolder(ana.profile), ...canaries.search(Buffer.from(peer.stdout + peer.stderr))]
    const locked = count()
    const words = locked.slice(inKeys.length).reduce((sum, one) => sum + one, 0)
    figure(
      'at rest, locked and running',
      `files: ${inFiles.length} words; memory: key of the rows ${locked[1]}, master key ${locked[0]}, device key ${locked[2]}, words ${words}`,
      '0 in files, 0 of the key of the rows; the rest of the memory is not promised',
    )
    expect(inFiles).toEqual([])
    expect(locked[1]).toBe(0)
  }, 60_000)
})
