// Run inside a network namespace: `node stranger.ts IP PORT`. Dials a door in every way that needs no key and prints, as
// one JSON value, what it was told.
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'

import { noise } from '@chainsafe/libp2p-noise'
import { preSharedKey } from '@libp2p/pnet'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'

/** What one raw connection got: everything until the close, hexadecimal, and after how long. */
export interface RawAnswer {
  readonly said: string
  readonly heard: string
  readonly closedAfterMs: number
}

/** What a libp2p node learned. */
export interface StockAnswer {
  readonly protected: boolean
  readonly failure: string
  readonly connections: number
  /** Peer ids, protocols, addresses and metadata in its peer store. */
  readonly learned: readonly unknown[]
}

export interface StrangerReport {
  readonly raw: readonly RawAnswer[]
  readonly stock: readonly StockAnswer[]
}

const [host = '', port = ''] = process.argv.slice(2)
const GREETING = '\u0013/multistream/1.0.0\n'
const SAYINGS: readonly [string, Uint8Array | undefined][] = [
  ['nothing', undefined],
  ['one byte', Buffer.from('x')],
  ['a nonce and no more', randomBytes(24)],
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: example.org\r\nUser-Agent: curious\r\n\r\n')],
  ['multistream', Buffer.from(GREETING + '\u000B/noise\n'.repeat(9))],
  ['identify', Buffer.concat([randomBytes(24), Buffer.from(GREETING + '\u000F/ipfs/id/1.0.0\n')])],
  ['noise of 44 bytes', randomBytes(44)],
  ['noise of 5000 bytes', randomBytes(5000)],
]

function dial(said: string, bytes: Uint8Array | undefined): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const started = performance.now()
    const heard: Buffer[] = []
    const socket = connect({ host, port: Number(port), allowHalfOpen: true })
    socket.on('connect', () => bytes !== undefined && socket.write(bytes))
    socket.on('data', (chunk) => heard.push(chunk))
    socket.on('error', () => undefined)
    socket.on('end', () => socket.destroy())
    socket.on('close', () => {
      const closedAfterMs = Math.round(performance.now() - started)
      resolve({ said, heard: Buffer.concat(heard).toString('hex'), closedAfterMs })
    })
  })
}

async function dialStock(isProtected: boolean): Promise<StockAnswer> {
  const swarm = Buffer.from(`/key/swarm/psk/1.0.0/\n/base16/\n${randomBytes(32).toString('hex')}`)
  const node = await createLibp2p({
    transports: [tcp()],
    ...(isProtected ? { connectionProtector: preSharedKey({ psk: swarm }) } : {}),
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionMonitor: { enabled: false },
    connectionGater: { denyDialMultiaddr: () => false },
  })
  await node.start()
  const failure = await node.dial(multiaddr(`/ip4/${host}/tcp/${port}`), { signal: AbortSignal.timeout(8_000) }).then(
    () => '',
    (error: Error) => error.name,
  )
  const learned = await node.peerStore.all()
  const connections = node.getConnections().length
  await node.stop()
  return { protected: isProtected, failure, connections, learned }
}

const raw: RawAnswer[] = []
// no more at once than may wait at a door from one address
for (let at = 0; at < SAYINGS.length; at += 3) {
  raw.push(...(await Promise.all(SAYINGS.slice(at, at + 3).map(([said, bytes]) => dial(said, bytes)))))
}
const stock = [await dialStock(false), await dialStock(true)]
const report: StrangerReport = { raw, stock }
console.log(JSON.stringify(report))
process.exit(0)
