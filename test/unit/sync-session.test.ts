import { expect, test } from 'vitest'

import { id16 } from '../helpers/memory-replica.ts'
import { SyncLab } from '../helpers/sync-lab.ts'

test('two laptops hold the same documents and log after they have met', async () => {
  const lab = new SyncLab()
  const [ana, ben] = [lab.laptop('Ana'), lab.laptop('Ben')]
  for (let n = 0; n < 40; n += 1) ana.replica.edit(id16(`flood ${n}`))
  for (let n = 0; n < 50; n += 1) ben.replica.edit(id16(`heat ${n}`))
  ana.replica.addLog('genesis')
  ben.replica.addLog('admit')
  lab.connect(ana, ben)
  await lab.flow()
  expect(ben.replica.contents()).toBe(ana.replica.contents())
  await lab.pass(200)
  expect(ana.hub.status()).toMatchObject([{ state: 'settled', pendingOut: 0, pendingIn: 0 }])
  expect(ana.hub.hasEverything(ben.device)).toBe(true)
  expect(ben.hub.hasEverything(ana.device)).toBe(true)
})
