import makeMulticastDns from 'multicast-dns'

import type { InterfaceAddress } from '../interfaces.ts'

/** What comes in on one interface; `from` is the sender's IP. Everything here is untrusted. */
export interface LinkListener {
  asked(name: string, from: string): void
  answered(name: string, text: Uint8Array, from: string): void
  /** The link is of no use any more. */
  failed(): void
}

/** Questions and answers on one network interface. Sending never fails: what is lost is asked again. */
export interface MulticastLink {
  ask(name: string): void
  answer(name: string, text: Uint8Array): void
  close(): Promise<void>
}

/** How a link is opened: multicast DNS, or a segment in memory. */
export type OpenLink = (on: InterfaceAddress, listener: LinkListener) => MulticastLink

/** RFC 6762's port. */
const MDNS_PORT = 5353
/** Seconds that others on the wifi may keep an answer. Ours do not: they ask again. */
const TTL_S = 10
const MAX_RECORDS = 16

/** Multicast DNS on one IPv4 interface. @param port 5353 but for tests */
export function openMulticastLink(on: InterfaceAddress, listener: LinkListener, port = MDNS_PORT): MulticastLink {
  // Bound to all addresses: a socket bound to one of them gets no multicast.
  const dns = makeMulticastDns({ interface: on.ip, bind: '0.0.0.0', port, reuseAddr: true, loopback: true })
  dns.on('error', () => listener.failed())
  dns.on('warning', () => undefined)
  dns.on('query', ({ questions }, { address }) => {
    for (const { name, type } of (questions ?? []).slice(0, MAX_RECORDS))
      if (type === 'TXT') listener.asked(name, address)
  })
  dns.on('response', ({ answers }, { address }) => {
    for (const answer of (answers ?? []).slice(0, MAX_RECORDS)) {
      if (answer.type !== 'TXT') continue
      const text = Array.isArray(answer.data) ? answer.data[0] : answer.data
      if (text instanceof Uint8Array) listener.answered(answer.name, text, address)
    }
  })
  const lost = (): void => undefined
  return {
    ask: (name) => dns.query([{ name, type: 'TXT' }], lost),
    answer: (name, text) => dns.respond([{ name, type: 'TXT', ttl: TTL_S, data: Buffer.from(text) }], lost),
    close: () =>
      new Promise((resolve) => {
        try {
          dns.destroy(resolve)
        } catch {
          resolve() // was never bound
        }
      }),
  }
}
