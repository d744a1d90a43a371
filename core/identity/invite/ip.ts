import { isIPv4, isIPv6 } from 'node:net'

/** 4 or 16 bytes of an address without zone; undefined when it is none. */
export function parseIp(text: string): Uint8Array | undefined {
  if (isIPv4(text)) return new Uint8Array(text.split('.').map(Number))
  if (!isIPv6(text) || text.includes('%')) return undefined
  const [head, tail] = withoutDots(text).split('::') as [string, string | undefined]
  const left = groups(head)
  const right = groups(tail ?? '')
  const all = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right]
  return new Uint8Array(all.flatMap((group) => [group >>> 8, group & 255]))
}

/** Text of 4 or 16 bytes; IPv6 in the shortest usual form (RFC 5952). */
export function formatIp(bytes: Uint8Array): string {
  if (bytes.byteLength === 4) return bytes.join('.')
  const hex = Array.from({ length: 8 }, (_, index) => ((bytes[2 * index]! << 8) | bytes[2 * index + 1]!).toString(16))
  return new URL(`http://[${hex.join(':')}]/`).hostname.slice(1, -1)
}

function groups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
}

/** `::ffff:1.2.3.4` as `::ffff:102:304`. */
function withoutDots(text: string): string {
  return text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a: string, b: string, c: string, d: string) => {
    return `${((Number(a) << 8) | Number(b)).toString(16)}:${((Number(c) << 8) | Number(d)).toString(16)}`
  })
}
