import { appendFileSync } from 'node:fs'

/** Whether this is the long run of `npm run ordeal`, and not that of `npm test`. */
export const IN_ORDEAL = process.env['MUSTER_ORDEAL'] === '1'

/** From which `npm test` draws what is drawn by chance, so that it does the same each time. The ordeal takes another each time. */
export const SEED = 20_261_122

/** How many rounds, seconds or milliseconds: the first in `npm test`, the second in `npm run ordeal`. */
export function inOrdeal<T>(short: T, long: T): T {
  return IN_ORDEAL ? long : short
}

/**
 * Prints what a row was measured at, as `row: figure (target)`, and hands it to `npm run ordeal`, which keeps it.
 * Says nothing about whether the target was met: the test does that, by failing.
 */
export function figure(row: string, measured: string, target: string): void {
  console.info(`${row}: ${measured} (${target})`)
  const file = process.env['MUSTER_ORDEAL_FIGURES']
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ row, figure: measured, target })}\n`)
}
