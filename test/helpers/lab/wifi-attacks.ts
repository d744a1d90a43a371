// Run inside a network namespace: `node wifi-attacks.ts KIND IP PORT INVITE`. Does one kind of harm to a door until it is ended.
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

import { Keystream } from '../../../core/network/door/keystream.ts'
import { decodeInvite } from '../../../core/identity/invite/code.ts'
import { inviteKeysOf } from '../../../core/identity/invite/keys.ts'
import { inviteGate } from '../../../core/network/transport/gate.ts'
import { loopbackNode } from '../libp2p-rig.ts'

const [kind = '', host = '', port = '', invite = ''] = process.argv.slice(2)
/** The addresses that the test gave to this namespace. */
const ADDRESSES = Array.from({ length: 20 }, (_, n) => `10.77.0.${101 + n}`)
const GREETING = '\u0013/multistream/1.0.0\n'
let made = 0

function dial(from?: string): Socket {
  const socket = connect({ host, port: Number(port), ...(from !== undefined && { localAddress: from }) })
  socket.on('error', () => undefined)
  socket.resume()
  made++
  return socket
}
const every = (ms: number, work: () => void): unknown => setInterval(work, ms)
const address = (): string => ADDRESSES[made % ADDRESSES.length]!

/** The key of an invite: whoever has seen it has that much. */
const key = (): Uint8Array => inviteKeysOf(decodeInvite(invite).seed).listen

const ATTACKS: Readonly<Record<string, () => unknown>> = {
  'silent connections, 2 a second': () => every(500, () => dial(address())),
  'silent connections, 100 a second from 20 addresses': () => every(10, () => dial(address())),
  'slow handshakes from 20 addresses': () =>
    every(50, () => {
      const socket = dial(address())
      const drip = setInterval(() => socket.write(randomBytes(1)), 200)
      socket.once('close', () => clearInterval(drip))
    }),
  'connects without a pause': () =>
    every(1, () => {
      for (let n = 0; n < 4; n++)
        dial(address()).once('connect', function (this: Socket) {
          this.resetAndDestroy()
        })
    }),
  'random bytes and large frames': () =>
    every(5, () => {
      const socket = dial(address())
      socket.write(randomBytes(24))
      socket.write(Buffer.alloc(64 << 10, 0xff))
    }),
  "openings with an invite's key, and garbage behind": () =>
    every(20, () => {
      const nonce = randomBytes(24)
      const socket = dial(address())
      const plain = Buffer.concat([Buffer.from(GREETING), Buffer.from('\u0007/noise\n'), randomBytes(500)])
      socket.write(Buffer.concat([nonce, new Keystream(nonce, key()).apply(plain)]))
    }),
  "whole Noise handshakes with an invite's key": () => void noise(),
  'a scan of ports': () =>
    every(1, () => {
      const socket = connect({ host, port: 1 + (made++ % 65_535) })
      socket.on('error', () => undefined)
      setTimeout(() => socket.destroy(), 200)
    }),
}

async function noise(): Promise<void> {
  const forever = async (): Promise<void> => {
    for (;;) {
      const { transport } = await loopbackNode({ gate: inviteGate(() => [key()]), listens: false })
      await transport.start()
      const signal = AbortSignal.timeout(3_000)
      await transport.dial({ ip: host, port: Number(port) }, { signal }).catch(() => undefined)
      made++
      setTimeout(() => void transport.stop(), 2_000)
    }
  }
  await Promise.all(Array.from({ length: 4 }, forever))
}

process.on('uncaughtException', () => undefined)
process.on('SIGTERM', () => {
  process.stdout.write(`${made}\n`, () => process.exit(0))
})
ATTACKS[kind]!()
process.stdout.write('begun\n')
