import { expect, test } from 'vitest'

import type { Wire } from '../../core/shared/wire.ts'
import { Outbox } from '../../core/sync/session/outbox.ts'
import { pairOfLaptops, turns } from '../helpers/sync-lab.ts'

test('a laptop that lacks more of the log than may wait for a peer that does not read gets all of it', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  ana.replica.addLog(...Array.from({ length: 400 }, (_, n) => `${n}`.padEnd(60_000, 'x')))
  lab.connect(ana, ben)
  await lab.flow()
  expect(ana.told.filter(({ name }) => name === 'peer:refused')).toEqual([])
  expect(ben.replica.log.size).toBe(400)
})

test('a peer that has the log sent to it again and again and does not read is cut off', async () => {
  const failures: unknown[] = []
  const stuck: Wire = {
    send: () => new Promise(() => undefined),
    receive: () => new Promise(() => undefined),
    close: () => Promise.resolve(),
    abort: () => undefined,
  }
  const outbox = new Outbox({
    wire: stuck,
    turn: () => turns(1),
    nextBatch: () => [],
    onIdle: () => undefined,
    onFailure: (error) => failures.push(error),
  })
  const records = Array.from({ length: 65_536 }, () => new Uint8Array(100))
  outbox.postLater(records, 16 * records.length)
  await turns(2) // the first is on its way now, and gets stuck
  expect(failures).toEqual([])
  for (let asked = 0; asked < 17; asked += 1) outbox.postLater(records, 16 * records.length)
  expect(failures).toMatchObject([{ code: 'sync/protocol-violation', details: { what: 'not-reading' } }])
})
