import { noise } from '@chainsafe/libp2p-noise'
import { createLibp2p } from 'libp2p'
import type { Ed25519PrivateKey, PeerId, Transport, Upgrader } from '@libp2p/interface'
import type { Libp2p } from 'libp2p'

import { toHex } from '../../shared/bytes.ts'
import { MeshError } from '../../shared/errors.ts'
import { ADMISSION_TIMEOUT_MS, ARRIVAL_LIMITS } from './arrivals.ts'
import { yamuxFactory } from './muxer-guard.ts'
import { silentLogger } from './silent-logger.ts'

const MAX_CONNECTIONS = 100

/** A libp2p node that serves nothing of its own and knows only our transport. Not started. */
export async function makeNode(options: {
  privateKey: Ed25519PrivateKey
  listens: boolean
  /** @param device device key, hex, proven by Noise */
  admits: (device: string) => boolean
  makeTransport: (upgrader: Upgrader) => Transport
}): Promise<Libp2p> {
  const denies = (peerId: PeerId): boolean => {
    const device = deviceOf(peerId)
    return device === undefined || !options.admits(device)
  }
  return createLibp2p({
    start: false,
    privateKey: options.privateKey,
    logger: silentLogger,
    nodeInfo: { name: '', version: '', userAgent: '' },
    addresses: { listen: options.listens ? ['/ip4/0.0.0.0/tcp/0'] : [] },
    transports: [(components: { upgrader: Upgrader }) => options.makeTransport(components.upgrader)],
    connectionEncrypters: [noise()],
    streamMuxers: [yamuxFactory],
    connectionManager: {
      // Those on their way are counted by themselves (Arrivals) and take no place of a peer.
      maxConnections: MAX_CONNECTIONS + ARRIVAL_LIMITS.pendingInAll,
      maxIncomingPendingConnections: Number.POSITIVE_INFINITY,
      inboundUpgradeTimeout: ADMISSION_TIMEOUT_MS,
      // Rates are limited at the door, for those who have no key.
      inboundConnectionThreshold: 1000,
    },
    connectionMonitor: { enabled: false }, // it opens a stream for each question; LinkMonitor listens only
    connectionGater: { denyInboundEncryptedConnection: denies, denyOutboundEncryptedConnection: denies },
  })
}

/** Device key (hex) of a peer id; undefined when it is no Ed25519 key. */
export function deviceOf(peerId: PeerId): string | undefined {
  return peerId.type === 'Ed25519' ? toHex(peerId.publicKey.raw) : undefined
}

/** libp2p's errors while upgrading, told in ours. */
export function explained(error: unknown): unknown {
  if (!(error instanceof MeshError) || !(error.cause instanceof Error)) return error
  const { name } = error.cause
  if (name === 'ConnectionInterceptedError')
    return new MeshError('network/not-a-member', 'The device at that address is not a member')
  if (name === 'InvalidPeerIdError')
    return new MeshError('network/peer-unreachable', 'That is this laptop', { details: { stage: 'self' } })
  return error
}
