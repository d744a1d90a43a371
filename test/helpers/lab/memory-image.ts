import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs'

const CHUNK = 8 << 20

/**
 * The places of a process's memory that it can write to, as they are now, in parts that overlap by `overlap` bytes; none where it has
 * ended. Linux; same user.
 */
export function* memoryOf(pid: number, overlap: number): Generator<Buffer> {
  if (!existsSync(`/proc/${pid}/mem`)) return
  const memory = openSync(`/proc/${pid}/mem`, 'r')
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [range = '', rights = ''] = line.split(' ')
      if (!rights.startsWith('rw') || line.includes('[vvar')) continue
      const [from, to] = range.split('-').map((hex) => Number.parseInt(hex, 16)) as [number, number]
      for (let at = from; at < to; at += CHUNK - overlap) {
        const part = Buffer.alloc(Math.min(CHUNK, to - at))
        try {
          yield part.subarray(0, readSync(memory, part, 0, part.length, at))
        } catch {
          break // a place that nobody can read
        }
      }
    }
  } finally {
    closeSync(memory)
  }
}

/** How often each of these byte strings lies in a process's memory. */
export function countIn(pid: number, needles: readonly Buffer[]): number[] {
  const counts = needles.map(() => 0)
  const longest = Math.max(...needles.map(({ length }) => length))
  for (const part of memoryOf(pid, longest)) {
    for (const [index, needle] of needles.entries()) {
      for (let at = part.indexOf(needle); at !== -1; at = part.indexOf(needle, at + 1)) counts[index]!++
    }
  }
  return counts
}
