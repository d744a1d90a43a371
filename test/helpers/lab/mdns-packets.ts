import { packetsOf } from './capture.ts'

/** What a listener on the wifi reads in multicast DNS packets. */
export interface MdnsTold {
  /** Of questions and answers. */
  readonly names: ReadonlySet<string>
  /** Text of answers, hexadecimal. */
  readonly texts: readonly string[]
  /** Runs of four and more printable characters anywhere in the packets, names apart. */
  readonly readable: ReadonlySet<string>
}

const UDP = 17
const PORT = 5353

/** Reads the IPv4 packets to port 5353 in a recording. Names are read without following pointers: none are expected. */
export function mdnsIn(pcap: Buffer): MdnsTold {
  const names = new Set<string>()
  const texts: string[] = []
  const readable = new Set<string>()
  for (const packet of packetsOf(pcap)) {
    const header = (packet[14]! & 15) * 4
    const udp = 14 + header
    if (packet.readUInt16BE(12) !== 0x08_00 || packet[23] !== UDP || packet.readUInt16BE(udp + 2) !== PORT) continue
    const dns = packet.subarray(udp + 8, udp + packet.readUInt16BE(udp + 4))
    const rest = Buffer.from(dns)
    let at = 12
    const name = (): void => {
      const labels: string[] = []
      const from = at
      for (let length = dns[at]!; length > 0; length = dns[at]!) {
        if (length > 63) throw new Error('a pointer in a name')
        labels.push(dns.toString('latin1', at + 1, at + 1 + length))
        at += 1 + length
      }
      at += 1
      rest.fill(0, from, at)
      names.add(labels.join('.'))
    }
    for (let left = dns.readUInt16BE(4); left > 0; left--) {
      name()
      at += 4
    }
    for (let left = dns.readUInt16BE(6) + dns.readUInt16BE(8) + dns.readUInt16BE(10); left > 0; left--) {
      name()
      const length = dns.readUInt16BE(at + 8)
      texts.push(dns.toString('hex', at + 10, at + 10 + length))
      rest.fill(0, at + 10, at + 10 + length)
      at += 10 + length
    }
    for (const [run] of rest.toString('latin1').matchAll(/[\u0020-\u007E]{4,}/gu)) readable.add(run)
  }
  return { names, texts, readable }
}
