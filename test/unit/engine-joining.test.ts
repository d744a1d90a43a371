import { createServer, type AddressInfo, type Server } from 'node:net'

import { afterEach, expect, test } from 'vitest'

import { joinNetwork } from '../../core/engine/joining.ts'
import type { Wifi } from '../../core/engine/network/online-network.ts'
import { DeviceKey } from '../../core/identity/device-key.ts'
import type { Address } from '../../core/network/ports.ts'
import { InterfaceWatch } from '../../core/network/interface-watch.ts'
import { RingLog } from '../../core/shared/log.ts'
import { FakeClock } from '../helpers/fake-clock.ts'
import { random } from '../helpers/libp2p-rig.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** Where somebody takes connections and says nothing; each is told to `onDialled`. */
async function silentAddress(onDialled = (): void => undefined): Promise<Address> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    onDialled()
  })
  servers.push(server)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return { ip: '127.0.0.1', port: (server.address() as AddressInfo).port }
}

async function closedAddress(): Promise<Address> {
  const address = await silentAddress()
  await new Promise((resolve) => servers.pop()!.close(resolve))
  return address
}

/** Somebody who joins by an invite with these addresses, on a wifi that is looked at when it is asked. */
function joining(addresses: readonly Address[]): {
  clock: FakeClock
  wifiAsked: () => boolean
  end: () => Promise<void>
} {
  const clock = new FakeClock()
  let asked = 0
  const interfaces = new InterfaceWatch({ clock, interfaces: () => (asked++, []) })
  const ending = new AbortController()
  const joined = joinNetwork({
    code: { networkId: random(16), seed: random(16), expires: 1e6, flags: 1, inviter: random(32), addresses },
    device: new DeviceKey(random(32)),
    name: 'Lee',
    wifi: { interfaces, discovery: true } as Wifi,
    parts: { clock, random, log: new RingLog(clock) },
    signal: ending.signal,
  })
  const ended = joined.catch((error: unknown) => error)
  const end = async (): Promise<void> => {
    ending.abort()
    expect(await ended).toMatchObject({ code: 'network/nobody-found' })
  }
  return { clock, wifiAsked: () => asked > 0, end }
}
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

test('an invite that says where its laptop is asks the wifi only when that has not answered within a second', async () => {
  const dialled = Promise.withResolvers<void>()
  const { clock, wifiAsked, end } = joining([await silentAddress(dialled.resolve)])
  await dialled.promise
  clock.advance(999)
  await pause(50)
  expect(wifiAsked()).toBe(false)
  clock.advance(1)
  await expect.poll(wifiAsked).toBe(true)
  await end()
})

test('and at once when nobody is there', async () => {
  const { wifiAsked, end } = joining([await closedAddress()])
  await expect.poll(wifiAsked).toBe(true)
  await end()
})

test('an invite that says nothing of that asks the wifi at once', async () => {
  const { clock, wifiAsked, end } = joining([])
  await expect.poll(() => (clock.advance(1), wifiAsked())).toBe(true)
  await end()
})
