import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { acquireProfileLock } from '../../core/identity/vault/profile-lock.ts'
import { changePassphrase, createVault, hasVault, openVault } from '../../core/identity/vault/vault.ts'
import { encodeCbor } from '../../core/shared/cbor.ts'

/** The weakest that a vault may be, so that tests do not wait. */
const CHEAP = { opslimit: 1, memlimit: 8 << 20 }
const PASSPHRASE = 'sirens at noon'
const NOBODY = 65_534
const random = (size: number) => new Uint8Array(randomBytes(size))
const options = { random, cost: CHEAP }

let dir: string
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'muster-vault-')), 'profile')
})
afterEach(() => {
  rmSync(join(dir, '..'), { recursive: true, force: true })
})

function code(name: string) {
  return expect.objectContaining({ code: name })
}

describe('a vault', () => {
  test('opens with its passphrase, and with no other', async () => {
    const master = await createVault(dir, PASSPHRASE, options)
    expect(master).toHaveLength(32)
    expect(await openVault(dir, PASSPHRASE)).toEqual(master)
    await expect(openVault(dir, 'sirens at night')).rejects.toThrow(code('identity/wrong-passphrase'))
  })

  test('takes the usual 64 MiB and three passes', async () => {
    const master = await createVault(dir, PASSPHRASE, { random })
    expect(await openVault(dir, PASSPHRASE)).toEqual(master)
    expect(readFileSync(join(dir, 'vault')).includes(Buffer.from(encodeCbor(64 << 20)))).toBe(true)
  })

  test('is readable by its owner alone, and holds neither passphrase nor key in clear', async () => {
    const master = await createVault(dir, PASSPHRASE, options)
    expect(statSync(dir).mode & 0o777).toBe(0o700)
    expect(statSync(join(dir, 'vault')).mode & 0o777).toBe(0o600)
    const stored = readFileSync(join(dir, 'vault'))
    expect(stored.includes(Buffer.from(master))).toBe(false)
    expect(stored.includes(PASSPHRASE)).toBe(false)
  })

  test('opens however the keyboard composes an accent', async () => {
    const master = await createVault(dir, 'caf\u00e9 at noon', options)
    expect(await openVault(dir, 'cafe\u0301 at noon')).toEqual(master)
  })

  test('wants eight characters, counted as people count them', async () => {
    await expect(createVault(dir, 'sirens!', options)).rejects.toThrow(code('identity/passphrase-too-short'))
    await expect(createVault(dir, '🔥🔥🔥🔥', options)).rejects.toThrow(code('identity/passphrase-too-short'))
    expect(existsSync(dir)).toBe(false)
  })

  test('is never made over another', async () => {
    await createVault(dir, PASSPHRASE, options)
    const before = readFileSync(join(dir, 'vault'))
    await expect(createVault(dir, 'another one', options)).rejects.toThrow(code('domain/not-allowed-now'))
    expect(readFileSync(join(dir, 'vault'))).toEqual(before)
  })

  test('that is not there says so', async () => {
    await expect(openVault(dir, PASSPHRASE)).rejects.toThrow(code('identity/no-profile'))
    expect(hasVault(dir)).toBe(false)
  })

  test('gets another passphrase in one step, and keeps its key', async () => {
    const master = await createVault(dir, PASSPHRASE, options)
    await expect(changePassphrase(dir, { from: 'wrong one', to: 'heat wave' }, options)).rejects.toThrow(
      code('identity/wrong-passphrase'),
    )
    await expect(changePassphrase(dir, { from: PASSPHRASE, to: 'short' }, options)).rejects.toThrow(
      code('identity/passphrase-too-short'),
    )
    await changePassphrase(dir, { from: PASSPHRASE, to: 'heat wave' }, options)
    expect(await openVault(dir, 'heat wave')).toEqual(master)
    await expect(openVault(dir, PASSPHRASE)).rejects.toThrow(code('identity/wrong-passphrase'))
    expect(readdirSync(dir)).toEqual(['vault'])
  })

  test('damaged in any byte is called damaged, not a wrong passphrase', async () => {
    await createVault(dir, PASSPHRASE, options)
    const path = join(dir, 'vault')
    const whole = readFileSync(path)
    for (let at = 0; at < whole.byteLength; at++) {
      const bad = Buffer.from(whole)
      bad[at]! ^= 1 << (at % 8)
      writeFileSync(path, bad)
      await expect(openVault(dir, PASSPHRASE)).rejects.toThrow(
        expect.objectContaining({
          code: expect.stringMatching(/^identity\/(profile-damaged|written-by-newer-version)$/),
        }),
      )
    }
    for (const bad of [Buffer.alloc(0), whole.subarray(0, -1), Buffer.concat([whole, whole]), Buffer.alloc(1 << 20)]) {
      writeFileSync(path, bad)
      await expect(openVault(dir, PASSPHRASE)).rejects.toThrow(code('identity/profile-damaged'))
    }
  })

  test('written by a newer version is refused and left as it is', async () => {
    mkdirSync(dir)
    const newer = encodeCbor([2, 'whatever'])
    writeFileSync(join(dir, 'vault'), newer)
    await expect(openVault(dir, PASSPHRASE)).rejects.toThrow(code('identity/written-by-newer-version'))
    await expect(createVault(dir, PASSPHRASE, options)).rejects.toThrow(code('domain/not-allowed-now'))
    expect(new Uint8Array(readFileSync(join(dir, 'vault')))).toEqual(newer)
  })

  test('asking for absurd memory is refused before any is taken', async () => {
    mkdirSync(dir)
    writeFileSync(
      join(dir, 'vault'),
      encodeCbor([1, new Uint8Array(16), 3, 2 ** 40, new Uint8Array(72), new Uint8Array(16)]),
    )
    await expect(openVault(dir, PASSPHRASE)).rejects.toThrow(code('identity/profile-damaged'))
  })

  test('that cannot be read says so', async () => {
    mkdirSync(join(dir, 'vault'), { recursive: true })
    await expect(openVault(dir, PASSPHRASE)).rejects.toThrow(code('identity/profile-unreadable'))
  })

  test('stops when told to', async () => {
    await expect(createVault(dir, PASSPHRASE, { ...options, signal: AbortSignal.abort() })).rejects.toThrow()
    const stop = new AbortController()
    const opening = createVault(dir, PASSPHRASE, { random, signal: stop.signal })
    stop.abort()
    await expect(opening).rejects.toThrow(code('shared/aborted'))
    expect(existsSync(join(dir, 'vault'))).toBe(false)
  })
})

describe('on a disk that refuses', () => {
  const isRoot = process.getuid?.() === 0
  const mounted: string[] = []
  afterEach(() => {
    for (const path of mounted.splice(0)) spawnSync('umount', [path])
  })

  function mount(mountOptions: string): void {
    mkdirSync(dir, { recursive: true })
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', mountOptions, 'tmpfs', dir]).status).toBe(0)
    mounted.push(dir)
  }

  test.runIf(isRoot)('a full one keeps the old passphrase working', async () => {
    mount('size=64k')
    const master = await createVault(dir, PASSPHRASE, options)
    writeFileSync(join(dir, 'filler'), Buffer.alloc(48 << 10))
    for (let at = 0; ; at++) {
      try {
        writeFileSync(join(dir, `filler${at}`), Buffer.alloc(4096))
      } catch {
        break
      }
    }
    await expect(changePassphrase(dir, { from: PASSPHRASE, to: 'heat wave' }, options)).rejects.toThrow(
      code('documents/disk-full'),
    )
    expect(await openVault(dir, PASSPHRASE)).toEqual(master)
    expect(readdirSync(dir)).not.toContain('vault.new')
  })

  test.runIf(isRoot)('a read-only one says so, and still opens', async () => {
    mount('size=64k')
    const master = await createVault(dir, PASSPHRASE, options)
    expect(spawnSync('mount', ['-o', 'remount,ro', dir]).status).toBe(0)
    expect(await openVault(dir, PASSPHRASE)).toEqual(master)
    await expect(changePassphrase(dir, { from: PASSPHRASE, to: 'heat wave' }, options)).rejects.toThrow(
      code('documents/read-only'),
    )
    expect(() => acquireProfileLock(dir)).toThrow(code('documents/read-only'))
  })

  test('a folder without the right to write says so', async () => {
    const above = join(dir, '..')
    chmodSync(above, 0o555)
    if (isRoot) process.seteuid!(NOBODY) // root may write anywhere
    try {
      await expect(createVault(join(above, 'other'), PASSPHRASE, options)).rejects.toThrow(code('documents/read-only'))
    } finally {
      if (isRoot) process.seteuid!(0)
      chmodSync(above, 0o700)
    }
    expect(readdirSync(above)).toEqual([])
  })
})

describe('the profile lock', () => {
  const HOLD = `
    const { acquireProfileLock } = await import(process.argv[1])
    acquireProfileLock(process.argv[2])
    process.stdout.write('held')
    process.kill(process.pid, 'SIGKILL')
  `
  const modulePath = join(import.meta.dirname, '../../core/identity/vault/profile-lock.ts')

  test('is held by one at a time, and given back', () => {
    const lock = acquireProfileLock(dir)
    expect(() => acquireProfileLock(dir)).toThrow(code('identity/profile-in-use'))
    lock.release()
    lock.release()
    acquireProfileLock(dir).release()
    expect(statSync(join(dir, 'lock.sqlite')).mode & 0o777).toBe(0o600)
    expect(statSync(join(dir, 'lock.sqlite')).size).toBe(0)
  })

  test('is refused to a second process at once', () => {
    const lock = acquireProfileLock(dir)
    const second = spawnSync(process.execPath, ['--input-type=module', '-e', HOLD, modulePath, dir], {
      encoding: 'utf8',
    })
    lock.release()
    expect(second.stdout).toBe('')
    expect(second.stderr).toContain('identity/profile-in-use')
  })

  test('goes with its process, even one that was killed', () => {
    const killed = spawnSync(process.execPath, ['--input-type=module', '-e', HOLD, modulePath, dir], {
      encoding: 'utf8',
    })
    expect([killed.stdout, killed.signal]).toEqual(['held', 'SIGKILL'])
    acquireProfileLock(dir).release()
  })
})
