import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { openEngine, type Engine } from '../../core/engine/engine.ts'
import { PassphraseGate } from '../../core/engine/passphrase-gate.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { FakeClock } from '../helpers/fake-clock.ts'

const CHEAP = { opslimit: 1, memlimit: 8 << 20 }
const PASSPHRASE = 'river stones at dawn'
const context = { signal: new AbortController().signal }

describe('an engine that starts without a passphrase', () => {
  let profileDir: string
  let engine: Engine
  let clock: FakeClock
  const open = () => openEngine({ profileDir, online: false, clock, cost: CHEAP })
  const state = async () => (await engine.handlers['profile:status']({}, context)).state
  const unlock = (passphrase: string) => engine.handlers['profile:unlock']({ passphrase }, context)

  beforeEach(async () => {
    profileDir = mkdtempSync(path.join(tmpdir(), 'muster-locked-'))
    clock = new FakeClock()
    engine = await open()
  })
  afterEach(async () => {
    await engine.stop()
    rmSync(profileDir, { recursive: true, force: true })
  })

  test('makes the profile with the first passphrase, and is locked after the next start', async () => {
    expect(await state()).toBe('new')
    await unlock(PASSPHRASE)
    expect(await state()).toBe('unlocked')
    await engine.stop()
    engine = await open()
    expect(await state()).toBe('locked')
    await unlock(PASSPHRASE)
    expect(await state()).toBe('unlocked')
  })

  test('answers nothing of the profile while locked, a change of passphrase included', async () => {
    await unlock(PASSPHRASE)
    await engine.handlers['profile:lock']({}, context)
    const change = engine.handlers['profile:change-passphrase']({ current: PASSPHRASE, next: 'another river' }, context)
    await expect(change).rejects.toMatchObject({ code: 'identity/locked' })
    await expect(engine.handlers['network:list']({}, context)).rejects.toMatchObject({ code: 'identity/locked' })
  })

  test('keeps its minutes until it locks by itself, sealed, over a lock and a restart, and tells every window', async () => {
    const told: number[] = []
    const listen = () => engine.events.on('preferences:changed', ({ autoLockMinutes }) => told.push(autoLockMinutes))
    const kept = async () => (await engine.handlers['profile:preferences']({}, context)).autoLockMinutes
    const choose = (autoLockMinutes: 5 | 0) => engine.handlers['profile:set-preferences']({ autoLockMinutes }, context)
    await unlock(PASSPHRASE)
    listen()
    expect(await kept()).toBe(10)
    await choose(5)
    expect([await kept(), told]).toEqual([5, [5]])
    await engine.handlers['profile:lock']({}, context)
    await expect(kept()).rejects.toMatchObject({ code: 'identity/locked' })
    await expect(choose(0)).rejects.toMatchObject({ code: 'identity/locked' })
    await engine.stop()
    engine = await open()
    await unlock(PASSPHRASE)
    expect(await kept()).toBe(5)
    await choose(0)
    expect(await kept()).toBe(0)
  })

  test('holds back the answer to a wrong passphrase, and the next try with it', async () => {
    await unlock(PASSPHRASE)
    await engine.handlers['profile:lock']({}, context)
    const answers: string[] = []
    const note = (name: string) => (error: unknown) => void answers.push(`${name} ${(error as MeshError).code}`)
    const wrong = unlock('not this one').catch(note('wrong'))
    const right = unlock(PASSPHRASE).then(() => answers.push('right'))
    await expect.poll(() => clock.pending).toBeGreaterThan(0)
    expect(answers).toEqual([])
    clock.advance(500)
    await Promise.all([wrong, right])
    expect(answers).toEqual(['wrong identity/wrong-passphrase', 'right'])
  })
})

describe('the gate before the vault', () => {
  const wrong = () => Promise.reject(new MeshError('identity/wrong-passphrase', 'no'))

  test('doubles the wait from 0.5 s to 30 s, and begins anew after the right one', async () => {
    const clock = new FakeClock()
    const gate = new PassphraseGate({ clock })
    const waited: number[] = []
    const fail = async () => {
      const began = clock.monotonic()
      let over = false
      const attempt = gate.try(wrong, context.signal).catch(() => (over = true))
      for (;;) {
        await new Promise(setImmediate)
        if (over) break
        clock.advance(100)
      }
      await attempt
      waited.push(clock.monotonic() - began)
    }
    for (let i = 0; i < 8; i++) await fail()
    expect(waited).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
    await gate.try(() => Promise.resolve(), context.signal)
    await fail()
    expect(waited.at(-1)).toBe(500)
  })

  test('is not shortened by going away and coming back', async () => {
    const clock = new FakeClock()
    const gate = new PassphraseGate({ clock })
    const leaving = new AbortController()
    const first = gate.try(wrong, leaving.signal)
    await expect.poll(() => clock.pending).toBe(1)
    leaving.abort()
    await expect(first).rejects.toMatchObject({ code: 'shared/aborted' })
    let tried = false
    const second = gate.try(async () => void (tried = true), context.signal)
    await expect.poll(() => clock.pending).toBe(1)
    clock.advance(499)
    await new Promise(setImmediate)
    expect(tried).toBe(false)
    clock.advance(1)
    await second
    expect(tried).toBe(true)
  })
})
