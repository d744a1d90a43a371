import { isIP, isIPv4 } from 'node:net'
import { networkInterfaces } from 'node:os'

/** One address of one network interface of this laptop. */
export interface InterfaceAddress {
  readonly name: string
  /** IPv4 dotted, or IPv6 without zone. */
  readonly ip: string
  /** Leading bits that all hosts of the subnet share. */
  readonly prefix: number
  /** Loopback. */
  readonly internal: boolean
}

/** What the operating system says now; IPv6 link-local addresses are left out: they mean nothing without a zone. */
export function systemInterfaces(): readonly InterfaceAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter(({ address }) => !address.toLowerCase().startsWith('fe80:'))
      .map(({ address, cidr, internal }) => ({
        name,
        ip: address,
        prefix: Number(cidr?.split('/')[1] ?? 32),
        internal,
      })),
  )
}

/** Whether `ip` lies in the subnet of `address`. False for anything that is no IP. */
export function sameSubnet(ip: string, address: InterfaceAddress): boolean {
  if (isIP(ip) === 0 || isIPv4(ip) !== isIPv4(address.ip)) return false
  const [a, b] = [ipToBytes(ip), ipToBytes(address.ip)]
  for (let bit = 0; bit < address.prefix; bit++) {
    const mask = 0x80 >> (bit % 8)
    if (((a[bit >> 3] ?? 0) & mask) !== ((b[bit >> 3] ?? 0) & mask)) return false
  }
  return true
}

/** 4 or 16 bytes, network order. The caller has checked that it is an IP (a zone is ignored). */
export function ipToBytes(ip: string): Uint8Array {
  if (isIPv4(ip)) return Uint8Array.from(ip.split('.'), Number)
  const [head = '', tail] = withHexTail((ip.split('%')[0] ?? '').toLowerCase()).split('::')
  const groups = (text: string | undefined): number[] =>
    text === undefined || text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
  const left = groups(head)
  const right = groups(tail)
  const all =
    tail === undefined ? left : [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right]
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]))
}

/** The inverse of {@link ipToBytes}; undefined when it is neither 4 nor 16 bytes. IPv4 in IPv6 comes out as IPv4. */
export function ipFromBytes(bytes: Uint8Array): string | undefined {
  if (bytes.byteLength === 4) return bytes.join('.')
  if (bytes.byteLength !== 16) return undefined
  const groups = Array.from({ length: 8 }, (_, at) =>
    (((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0)).toString(16),
  )
  return plainIp(new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1))
}

/** An address as sockets tell it, without zone and without the IPv6 wrapping of IPv4. */
export function plainIp(ip: string): string {
  const bare = ip.split('%')[0] ?? ip
  if (isIPv4(bare) || !/^::ffff:/i.test(bare)) return bare
  return ipToBytes(bare).subarray(12).join('.')
}

function withHexTail(ip: string): string {
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(ip)
  if (dotted === null) return ip
  const [a = 0, b = 0, c = 0, d = 0] = dotted.slice(1).map(Number)
  return `${ip.slice(0, dotted.index)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
}
