import { memberGate } from '../../core/network/transport/gate.ts'
import { loopbackNode, random } from '../helpers/libp2p-rig.ts'
import { memoryWires } from '../helpers/memory-wire.ts'
import { complyAsWire } from './wire.ts'
import type { Wire } from '../../core/shared/wire.ts'

complyAsWire('MemoryWire', async () => {
  const [mine, its] = memoryWires()
  return { mine, its, dispose: async () => undefined }
})

complyAsWire('StreamWire', async () => {
  const newest = random(32)
  const gate = memberGate({ isMember: () => true, keys: () => ({ newest, ancestors: [] }) })
  const [here, there] = [await loopbackNode({ gate, listens: false }), await loopbackNode({ gate })]
  const { promise, resolve } = Promise.withResolvers<Wire>()
  there.transport.handle('/muster/sync/1', ['member'], resolve)
  await here.transport.start()
  await there.transport.start()
  const signal = AbortSignal.timeout(10_000)
  await here.transport.dial(there.address, { signal })
  const mine = await here.transport.open(there.device, '/muster/sync/1', { signal })
  return {
    mine,
    its: await promise,
    dispose: async () => {
      await here.transport.stop()
      await there.transport.stop()
      await there.door.stop()
    },
  }
})
