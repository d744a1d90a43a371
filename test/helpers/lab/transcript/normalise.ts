import { createHash } from 'node:crypto'

const HALF_HOUR = 30 * 60_000
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/**
 * Puts others in the place of what is another with every run: ids, codes, process numbers and ports by the order in which they first
 * appear, times by the half hour that they are in (UTC).
 */
export function normalised(text: string): string {
  const ids = numbered((n) => hex(`id ${n}`, 8))
  const entries = numbered((n) => `0mx${hex(`entry ${n}`, 6)}`)
  const processes = numbered((n) => String(4_100 + 37 * n))
  const ports = numbered((n) => String(40_100 + 211 * n))
  return text
    .replaceAll(/MUSTER:[0-9A-Z]+/gu, (code) => `MUSTER:${base32(code.length - 7)}`)
    .replaceAll(
      /\b([0-9a-z]{9}):[0-9A-Za-z_-]{22}(?![0-9A-Za-z_-])/gu,
      (entry) => `${entries(entry)}:${hex(entries(entry), 22)}`,
    )
    .replaceAll(/\b([0-9a-f]{8})([0-9a-f]{24})?\b/gu, (_, head: string, rest?: string) => {
      const id = ids(head)
      return rest === undefined ? id : `${id}${hex(id, 24)}`
    })
    .replaceAll(/\bprocess (\d+)/gu, (_, pid: string) => `process ${processes(pid)}`)
    .replaceAll(
      /\b(10\.77\.0\.\d+):(\d+)/gu,
      (_, address: string, port: string) => `${address}:${ports(`${address}:${port}`)}`,
    )
    .replaceAll(/\b[A-Z][a-z]{2}, (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}), (\d\d):(\d\d)/gu, (_, ...parts: string[]) => {
      const [day, month, year, hour, minute] = parts as [string, string, string, string, string]
      return halfHour(Date.UTC(Number(year), MONTHS.indexOf(month), Number(day), Number(hour), Number(minute)))
    })
}

function halfHour(at: number): string {
  const time = new Date(Math.floor(at / HALF_HOUR) * HALF_HOUR)
  const [hours, minutes] = [time.getUTCHours(), time.getUTCMinutes()].map((one) => String(one).padStart(2, '0'))
  return `${DAYS[time.getUTCDay()]}, ${time.getUTCDate()} ${MONTHS[time.getUTCMonth()]} ${time.getUTCFullYear()}, ${hours}:${minutes}`
}

function numbered(name: (n: number) => string): (one: string) => string {
  const known = new Map<string, string>()
  return (one) => {
    const before = known.get(one) ?? name(known.size + 1)
    known.set(one, before)
    return before
  }
}

function hex(seed: string, length: number): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, length)
}

function base32(length: number): string {
  const digits = Array.from({ length: Math.ceil(length / 32) }, (_, n) =>
    createHash('sha256').update(`code ${n}`).digest(),
  )
  return Buffer.concat(digits)
    .toString('latin1')
    .slice(0, length)
    .replaceAll(/[\s\S]/gu, (byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte.charCodeAt(0) % 32]!)
}
