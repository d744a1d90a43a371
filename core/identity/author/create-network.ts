import type { Clock, RandomBytes } from '../../shared/clock.ts'
import type { DeviceKey } from '../device-key.ts'
import { deriveKey, epochIdOf, personIdOf } from '../hashes.ts'
import { MembershipLog } from '../log/membership-log.ts'
import { networkIdOf, signRecord } from '../log/record/record.ts'
import { Draft } from './draft.ts'
import { Recipients } from './epochs/recipients.ts'
import { saltName, sealName } from './sealed-name.ts'

/**
 * Founds a network: its genesis, first epoch and the founder's name, in a log of their own.
 *
 * @param options.device a fresh key; its holder becomes founder and coordinator
 * @throws MeshError `domain/invalid-input` for a name that cannot be used
 */
export function createNetwork(options: { device: DeviceKey; name: string; clock: Clock; random: RandomBytes }): {
  networkId: Uint8Array
  log: MembershipLog
  records: readonly Uint8Array[]
} {
  const { device, clock, random } = options
  const salted = saltName(options.name, random)
  const time = Math.max(0, Math.trunc(clock.now()))
  const body = { nonce: random(16) }
  const genesis = signRecord(
    { networkId: new Uint8Array(0), previous: [], depth: 0, time, type: 'genesis', body },
    device,
  )
  const networkId = networkIdOf(genesis)
  const log = new MembershipLog(networkId)
  log.add([genesis.bytes])
  const key = random(32)
  const id = epochIdOf(key)
  const draft = new Draft({ log, author: device, clock })
  draft.append('epoch', { id, parents: [], keys: new Recipients().seal(key, [device.hex]), wrapped: [] })
  const name = sealName(salted, { key: deriveKey(key, 'muster/log/1'), type: 'name' })
  draft.append('name', { person: personIdOf(networkId, device.publicKey), name, epoch: id })
  key.fill(0)
  const records = draft.bytes()
  log.add(records)
  return { networkId, log, records: [genesis.bytes, ...records] }
}
