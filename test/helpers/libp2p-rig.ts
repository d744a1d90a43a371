import { randomBytes } from 'node:crypto'

import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'

import { Door } from '../../core/network/door/door.ts'
import { inviteGate, memberGate } from '../../core/network/transport/gate.ts'
import { Libp2pTransport } from '../../core/network/transport/libp2p-transport.ts'
import { toHex } from '../../core/shared/bytes.ts'
import { systemClock } from '../../core/shared/clock.ts'
import { RingLog } from '../../core/shared/log.ts'
import type { Gate } from '../../core/network/transport/gate.ts'
import type { DoorLimits } from '../../core/network/door/waiting-room.ts'
import type { Address } from '../../core/network/ports.ts'
import type { Libp2pTransportInit } from '../../core/network/transport/libp2p-transport.ts'
import type { TransportRig } from '../compliance/transport.ts'

/** Unpredictable bytes, as the composition root passes them. */
export const random = (size: number): Uint8Array => new Uint8Array(randomBytes(size))

/** A real laptop's network part on loopback: a door and one node behind it. */
export async function loopbackNode(options: {
  gate: Gate
  listens?: boolean
  seed?: Uint8Array
  ip?: string
  limits?: DoorLimits
  interfaces?: Libp2pTransportInit['interfaces']
}): Promise<{ transport: Libp2pTransport; door: Door; device: string; address: Address; log: RingLog }> {
  const log = new RingLog({ now: () => Date.now() })
  const common = { clock: systemClock, random, log }
  const door = new Door({ ...common, ...(options.limits === undefined ? {} : { limits: options.limits }) })
  const ip = options.ip ?? '127.0.0.1'
  const port = (options.listens ?? true) ? await door.start({ ip, port: 0 }) : 0
  const seed = options.seed ?? random(32)
  const { publicKey } = await generateKeyPairFromSeed('Ed25519', seed)
  const transport = new Libp2pTransport({
    ...common,
    door: port === 0 ? undefined : door,
    seed,
    gate: options.gate,
    ...(options.interfaces === undefined ? {} : { interfaces: options.interfaces }),
  })
  return { transport, door, device: toHex(publicKey.raw), address: { ip, port }, log }
}

/** The real transport on loopback, for the compliance suite. */
export async function libp2pRig(): Promise<TransportRig> {
  const doors: Door[] = []
  const keep = async (
    options: Parameters<typeof loopbackNode>[0],
  ): Promise<Awaited<ReturnType<typeof loopbackNode>>> => {
    const node = await loopbackNode(options)
    doors.push(node.door)
    return node
  }
  return {
    member: (admission) => keep({ gate: memberGate(admission) }),
    answerer: (listenKeys) => keep({ gate: inviteGate(listenKeys) }),
    joiner: (listenKeys) => keep({ gate: inviteGate(listenKeys), listens: false }),
    dispose: async () => {
      for (const door of doors) await door.stop()
    },
  }
}
