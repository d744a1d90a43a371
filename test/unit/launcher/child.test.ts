import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const LAUNCHER = path.resolve('test/fixtures/launcher/launcher.ts')
const PATIENT = { timeout: 20_000 }

describe('a program run through the launcher', () => {
  let folder: string
  let journal: string
  let ended: Promise<number | NodeJS.Signals | null>

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'muster-launcher-'))
    journal = path.join(folder, 'journal')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const launch = (...args: string[]): ChildProcess => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', LAUNCHER, ...args])
    ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)))
    return child
  }
  const lines = (): string[] => {
    try {
      return readFileSync(journal, 'utf8').trim().split('\n')
    } catch {
      return []
    }
  }
  const programPid = async (): Promise<number> => {
    await expect.poll(lines, PATIENT).toHaveLength(1)
    return Number(lines()[0]?.replace('pid ', ''))
  }

  test('gives its exit code to whoever started the launcher', async () => {
    launch('exit', '3')
    expect(await ended).toBe(3)
  })

  test('ends when it has nothing left to do, although it follows its launcher', async () => {
    launch('idle', journal)
    expect(await ended).toBe(0)
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('receives %s once, however often it is sent', async (signal) => {
    const launcher = launch('run', journal)
    await programPid()
    launcher.kill(signal)
    await expect.poll(lines, PATIENT).toHaveLength(2)
    launcher.kill(signal)
    expect(await ended).toBe(7)
    expect(lines().slice(1)).toEqual([signal, 'stopped'])
  })

  test('that a signal killed shows as 128 plus the number of the signal', async () => {
    launch('run', journal)
    process.kill(await programPid(), 'SIGKILL')
    expect(await ended).toBe(137)
  })

  test('stops in order when its launcher is killed without warning', async () => {
    const launcher = launch('run', journal)
    await programPid()
    launcher.kill('SIGKILL')
    expect(await ended).toBe('SIGKILL')
    await expect.poll(() => lines().slice(1), PATIENT).toEqual(['launcher gone', 'stopped'])
  })
})
