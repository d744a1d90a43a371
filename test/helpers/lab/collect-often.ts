// Loaded before the program (`--expose-gc --import`): collects what nothing holds any more, and notes the megabytes that are left
// in the file HELD_TO.<process id>.
import { renameSync, writeFileSync } from 'node:fs'

const to = process.env['HELD_TO']
setInterval(() => {
  ;(globalThis as { gc?: () => void }).gc?.()
  const { heapUsed, external } = process.memoryUsage()
  if (to === undefined) return
  writeFileSync(`${to}.${process.pid}.new`, String((heapUsed + external) / (1 << 20)))
  renameSync(`${to}.${process.pid}.new`, `${to}.${process.pid}`) // whoever reads it reads all of it
}, 1_000).unref()
