import { noise } from '@chainsafe/libp2p-noise'
import { TypedEventEmitter } from '@libp2p/interface'
import { preSharedKey } from '@libp2p/pnet'
import { tcp } from '@libp2p/tcp'
import { createLibp2p } from 'libp2p'
import type { MessageStream, StreamMuxer } from '@libp2p/interface'

export type QuietNode = Awaited<ReturnType<typeof createLibp2p>>

/**
 * A libp2p node that has a network's key, proves its own by Noise, and then says nothing but what the test does.
 *
 * @param onWire what each of its connections is after Noise, before anything was said on it
 */
export async function quietNode(
  key: Uint8Array,
  onWire: (wire: MessageStream) => void = () => undefined,
): Promise<{ node: QuietNode; device: string }> {
  const swarm = new TextEncoder().encode(`/key/swarm/psk/1.0.0/\n/base16/\n${Buffer.from(key).toString('hex')}`)
  const createStreamMuxer = (wire: MessageStream): StreamMuxer => {
    onWire(wire)
    return noMuxer(wire)
  }
  const node = await createLibp2p({
    transports: [tcp()],
    connectionProtector: preSharedKey({ psk: swarm }),
    connectionEncrypters: [noise()],
    streamMuxers: [() => ({ protocol: '/yamux/1.0.0', createStreamMuxer })],
    connectionMonitor: { enabled: false },
    connectionGater: { denyDialMultiaddr: () => false },
  })
  await node.start()
  return { node, device: Buffer.from(node.peerId.publicKey!.raw).toString('hex') }
}

export const FRAME = { data: 0, window: 1, ping: 2 } as const
export const FLAG = { syn: 1, rst: 8 } as const

/** The header of a Yamux frame. */
export function frame(options: { type: number; flags: number; stream?: number; length: number }): Uint8Array {
  const bytes = new Uint8Array(12)
  const view = new DataView(bytes.buffer)
  view.setUint8(1, options.type)
  view.setUint16(2, options.flags)
  view.setUint32(4, options.stream ?? 0)
  view.setUint32(8, options.length)
  return bytes
}

function noMuxer(connection: MessageStream): StreamMuxer {
  return Object.assign(new TypedEventEmitter(), {
    protocol: '/yamux/1.0.0',
    status: 'open',
    streams: [],
    log: connection.log,
    createStream: () => Promise.reject(new Error('No streams')),
    close: async () => undefined,
    abort: () => undefined,
  }) as unknown as StreamMuxer
}
