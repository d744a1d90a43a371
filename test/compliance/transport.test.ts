import { inviteGate, memberGate } from '../../core/network/transport/gate.ts'
import { libp2pRig, random } from '../helpers/libp2p-rig.ts'
import { MemorySegment } from '../helpers/memory-segment.ts'
import { MemoryTransport } from '../helpers/memory-transport.ts'
import { complyAsTransport } from './transport.ts'
import type { Gate } from '../../core/network/transport/gate.ts'
import type { RigNode } from '../helpers/watched-node.ts'

complyAsTransport('Libp2pTransport', libp2pRig)

complyAsTransport('MemoryTransport', async () => {
  const segment = new MemorySegment<MemoryTransport>()
  let last = 0
  const make = async (gate: Gate, listens = true): Promise<RigNode> => {
    const address = { ip: `10.0.0.${++last}`, port: 4000 }
    const device = Buffer.from(random(32)).toString('hex')
    return { transport: new MemoryTransport({ segment, address, device, gate, listens }), device, address }
  }
  return {
    member: (admission) => make(memberGate(admission)),
    answerer: (listenKeys) => make(inviteGate(listenKeys)),
    joiner: (listenKeys) => make(inviteGate(listenKeys), false),
    dispose: async () => undefined,
  }
})
