import { DeviceKey } from '../../../core/identity/device-key.ts'
import { decodeInvite, type InviteCode } from '../../../core/identity/invite/code.ts'
import { inviteKeysOf } from '../../../core/identity/invite/keys.ts'
import { askToJoin } from '../../../core/identity/join/ask-to-join.ts'
import type { MembershipLog } from '../../../core/identity/log/membership-log.ts'
import { Keyring } from '../../../core/identity/keyring.ts'
import type { Address } from '../../../core/network/ports.ts'
import { inviteGate, memberGate } from '../../../core/network/transport/gate.ts'
import type { Libp2pTransport } from '../../../core/network/transport/libp2p-transport.ts'
import { systemClock } from '../../../core/shared/clock.ts'
import type { Wire } from '../../../core/shared/wire.ts'
import { loopbackNode, random } from '../libp2p-rig.ts'

const WITHIN_MS = 10_000
const listenKeyOf = (code: Pick<InviteCode, 'seed'>): Uint8Array => inviteKeysOf(code.seed).listen

/** A laptop that holds the keys of an invite and answers a joiner with whatever the test says. */
export async function fakeAnswerer(
  code: Pick<InviteCode, 'seed'>,
  say: (wire: Wire) => Promise<void>,
): Promise<{ address: Address; device: Uint8Array; stop(): Promise<void> }> {
  const { transport, door, address, device } = await loopbackNode({ gate: inviteGate(() => [listenKeyOf(code)]) })
  transport.handle('/muster/join/1', ['invite'], (wire) => void say(wire).catch(() => undefined))
  await transport.start()
  return {
    address,
    device: Buffer.from(device, 'hex'),
    stop: async () => {
      await transport.stop()
      await door.stop()
    },
  }
}

/** A stranger who holds an invite and says what it likes. @param text the code, with an address on this computer */
export async function fakeJoiner(
  text: string,
): Promise<{ device: Uint8Array; open(): Promise<Wire>; stop(): Promise<void> }> {
  const code = decodeInvite(text)
  const { transport, device } = await loopbackNode({ gate: inviteGate(() => [listenKeyOf(code)]), listens: false })
  await transport.start()
  return {
    device: Buffer.from(device, 'hex'),
    open: () => opened(transport, code.addresses[0]!, '/muster/join/1'),
    stop: () => transport.stop(),
  }
}

export interface FakeMember {
  readonly networkId: Uint8Array
  readonly device: DeviceKey
  readonly log: MembershipLog
  readonly keyring: Keyring
  /** @param at another laptop than the one whose address stood in the invite */
  open(protocol: string, at?: Address): Promise<Wire>
  /** Connects anew, by a node of its own, up to a sync conversation. @returns what ends that */
  reach(): Promise<() => Promise<void>>
  stop(): Promise<void>
}

/** A member by a true invite, on a program of its own: every protocol is open to it. */
export async function fakeMember(text: string, name: string): Promise<FakeMember> {
  const code = decodeInvite(text)
  const seed = random(32)
  const device = new DeviceKey(seed)
  const joiner = await loopbackNode({ gate: inviteGate(() => [listenKeyOf(code)]), listens: false, seed })
  await joiner.transport.start()
  const address = code.addresses[0]!
  const signal = AbortSignal.timeout(WITHIN_MS)
  const peer = await joiner.transport.dial(address, { signal })
  const wire = await joiner.transport.open(peer.device, '/muster/join/1', { signal })
  const joined = await askToJoin(wire, { code, device, name, peer: peer.device, clock: systemClock, random, signal })
  await joiner.transport.stop()
  const keyring = new Keyring(device)
  keyring.update(joined.log.state())
  const keys = keyring.transportKeys(joined.log.state())!
  const gate = memberGate({ isMember: () => true, keys: () => keys })
  const { transport } = await loopbackNode({ gate, listens: false, seed })
  await transport.start()
  return {
    networkId: joined.networkId,
    device,
    log: joined.log,
    keyring,
    open: (protocol, at = address) => opened(transport, at, protocol),
    reach: async () => {
      const fresh = await loopbackNode({ gate, listens: false, seed })
      await fresh.transport.start()
      await opened(fresh.transport, address, '/muster/sync/1')
      return () => fresh.transport.stop()
    },
    stop: () => transport.stop(),
  }
}

async function opened(transport: Libp2pTransport, address: Address, protocol: string): Promise<Wire> {
  const signal = AbortSignal.timeout(WITHIN_MS)
  const peer = await transport.dial(address, { signal })
  return transport.open(peer.device, protocol, { signal })
}
