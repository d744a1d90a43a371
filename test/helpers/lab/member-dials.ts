// Run inside a network namespace: `node member-dials.ts INVITE`. Joins, and for each line on standard input connects anew so
// often and prints, as JSON, how long each took in milliseconds; null where it did not get in.
import { createInterface } from 'node:readline'

import { fakeMember } from './fake-laptop.ts'

const WITHIN_MS = 3_000
const member = await fakeMember(process.argv[2] ?? '', 'Cleo')
process.stdout.write('"joined"\n')
for await (const line of createInterface({ input: process.stdin })) {
  const times: (number | null)[] = []
  for (let n = 0; n < Number(line); n++) times.push(await once())
  process.stdout.write(`${JSON.stringify(times)}\n`)
}
process.exit(0)

async function once(): Promise<number | null> {
  const started = performance.now()
  try {
    const reached = await Promise.race([
      member.reach(),
      new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), WITHIN_MS)),
    ])
    const ms = performance.now() - started
    await reached?.()
    return reached === undefined ? null : ms
  } catch {
    return null
  }
}
