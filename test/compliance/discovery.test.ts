import { setTimeout as wait } from 'node:timers/promises'

import { openMulticastLink } from '../../core/network/discovery/multicast-link.ts'
import { SealedMdns } from '../../core/network/discovery/sealed-mdns.ts'
import { InterfaceWatch } from '../../core/network/interface-watch.ts'
import { systemClock } from '../../core/shared/clock.ts'
import { FakeClock, settled } from '../helpers/fake-clock.ts'
import { random } from '../helpers/libp2p-rig.ts'
import { MemoryAir } from '../helpers/memory-air.ts'
import { MemoryDiscovery } from '../helpers/memory-discovery.ts'
import { MemorySegment } from '../helpers/memory-segment.ts'
import { complyAsDiscovery } from './discovery.ts'

const log = { note: () => undefined }

complyAsDiscovery('MemoryDiscovery', async () => {
  const segment = new MemorySegment<MemoryDiscovery>()
  let last = 0
  return {
    laptop: async () => {
      const addresses = [{ ip: `10.0.0.${++last}`, port: 4000 }]
      return { discovery: new MemoryDiscovery({ segment, addresses: () => addresses }), addresses }
    },
    tick: settled,
    dispose: async () => undefined,
  }
})

complyAsDiscovery('SealedMdns in memory', async () => {
  const air = new MemoryAir()
  const clock = new FakeClock()
  let last = 0
  return {
    laptop: async () => {
      const addresses = [{ ip: `10.0.0.${++last}`, port: 4000 }]
      const interfaces = new InterfaceWatch({
        clock,
        interfaces: () => [{ name: 'wifi', ip: addresses[0]!.ip, prefix: 24, internal: false }],
      })
      return {
        discovery: new SealedMdns({
          clock,
          random,
          log,
          interfaces,
          addresses: () => addresses,
          openLink: air.openLink,
        }),
        addresses,
      }
    },
    tick: () => clock.advanceGently(100, 10),
    dispose: async () => undefined,
  }
})

complyAsDiscovery('SealedMdns by multicast on loopback', async () => {
  const port = 20_000 + (random(2)[0]! << 6) + (process.pid % 64)
  let last = 4000
  return {
    laptop: async () => {
      const addresses = [{ ip: '127.0.0.1', port: ++last }]
      const interfaces = new InterfaceWatch({
        clock: systemClock,
        interfaces: () => [{ name: 'lo', ip: '127.0.0.1', prefix: 8, internal: false }],
      })
      const openLink: typeof openMulticastLink = (on, listener) => openMulticastLink(on, listener, port)
      return {
        discovery: new SealedMdns({
          clock: systemClock,
          random,
          log,
          interfaces,
          addresses: () => addresses,
          openLink,
        }),
        addresses,
      }
    },
    tick: () => wait(10),
    dispose: async () => undefined,
  }
})
