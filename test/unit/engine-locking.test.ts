import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { openEngine, type Engine } from '../../core/engine/engine.ts'
import { OnlineNetwork } from '../../core/engine/network/online-network.ts'
import { CHEAP } from '../helpers/lab/engine-here.ts'

const context = { signal: new AbortController().signal }

describe('an engine that is locked in the middle of something', () => {
  let profileDir: string
  let engine: Engine

  beforeEach(async () => {
    profileDir = mkdtempSync(path.join(tmpdir(), 'muster-locking-'))
    const listen = '127.0.0.1:0'
    const passphrase = async (): Promise<string> => 'river stones at dawn'
    engine = await openEngine({ profileDir, passphrase, online: true, listen, discovery: false, cost: CHEAP })
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await engine.stop()
    rmSync(profileDir, { recursive: true, force: true })
  })
  const create = () => engine.handlers['network:create']({ name: 'River Street', as: 'Ana', kind: 'circle' }, context)

  test('leaves nothing of a network behind that was just going online', async () => {
    const going = Promise.withResolvers<void>()
    const on = Promise.withResolvers<void>()
    const { start } = OnlineNetwork.prototype
    vi.spyOn(OnlineNetwork.prototype, 'start').mockImplementation(async function (this: OnlineNetwork) {
      going.resolve()
      await on.promise
      await start.call(this)
    })
    const stop = vi.spyOn(OnlineNetwork.prototype, 'stop')
    const created = create().catch(() => undefined)
    await going.promise
    const locked = engine.handlers['profile:lock']({}, context)
    on.resolve()
    await Promise.all([created, locked])
    expect(stop).toHaveBeenCalledTimes(1)
    await stop.mock.results[0]!.value
  })

  test('asks nobody any more to be let in', async () => {
    const { id: network } = await create()
    const { code } = await engine.handlers['invite:create'](
      { network, uses: 1, hours: 1, approve: false, ownDevice: false, addresses: ['127.0.0.1:9'] },
      context,
    )
    await engine.handlers['network:leave']({ network }, context)
    const joining = engine.handlers['network:join']({ code, as: 'Ana', timeoutMs: 60_000 }, context)
    const refused = joining.catch((error: unknown) => error)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await engine.handlers['profile:lock']({}, context)
    expect(await refused).toMatchObject({ code: 'network/nobody-found' })
  })
})
