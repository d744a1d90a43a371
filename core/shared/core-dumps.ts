import { writeFileSync } from 'node:fs'

/**
 * Sees to it that a crash of this process, and of those it starts, writes none of its memory to a disk: not to a core file
 * and not to a program that collects them, for which a limit of size would not hold (core(5), "Controlling which mappings
 * are written"). Linux only; elsewhere the system writes no memory of a crashed program unless somebody asked it to.
 *
 * @returns whether that was possible
 */
export function leaveNoCoreDump(): boolean {
  if (process.platform !== 'linux') return false
  try {
    writeFileSync('/proc/self/coredump_filter', '0')
    return true
  } catch {
    return false
  }
}
