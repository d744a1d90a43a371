import { isIP } from 'node:net'

import type { Address } from '../network/ports.ts'
import { MeshError } from '../shared/errors.ts'

/** `ip:port` or `[ip6]:port`. @throws MeshError `domain/invalid-input` */
export function parseAddress(text: string): Address {
  const found = /^(?:\[(?<six>[^\]]+)\]|(?<four>[^:]+)):(?<port>\d{1,5})$/.exec(text)?.groups
  const ip = found?.['six'] ?? found?.['four'] ?? ''
  const port = Number(found?.['port'])
  if (isIP(ip) === 0 || !Number.isInteger(port) || port > 65_535) {
    const details = { field: 'address', reason: 'malformed' }
    throw new MeshError('domain/invalid-input', 'Not an address of the form ip:port', { details })
  }
  return { ip, port }
}

/** The inverse of {@link parseAddress}. */
export function formatAddress({ ip, port }: Address): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`
}
