import { cpus, totalmem } from 'node:os'

/** What a figure was measured on, to be kept with it. */
export function machine() {
  return {
    cpus: cpus().length,
    model: cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: process.platform,
    node: process.version,
  }
}
