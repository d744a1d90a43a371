/**
 * A row of the ordeal: suites that also run in `npm test`, here with their large counts (`MUSTER_ORDEAL=1`).
 * @typedef {{ name: string, files: readonly string[], minutes: number }} Row `minutes`: after which it is ended, and has failed
 */

/** In order of running. Together at most 60 minutes on two cores. @type {readonly Row[]} */
export const ROWS = [
  { name: 'kill', files: ['test/fault/kill.test.ts'], minutes: 8 },
  { name: 'plug', files: ['test/integration/pulled-plug.test.ts'], minutes: 12 },
  { name: 'power', files: ['test/fault/power-cut.test.ts'], minutes: 8 },
  { name: 'disk', files: ['test/fault/disk-trouble.test.ts', 'test/fault/kill-disk.test.ts'], minutes: 4 },
  { name: 'kill-peers', files: ['test/fault/kill-peers.test.ts'], minutes: 25 },
  { name: 'wifi', files: ['test/fault/bad-wifi.test.ts'], minutes: 10 },
  { name: 'syscalls', files: ['test/fault/every-syscall.test.ts'], minutes: 10 },
  { name: 'fuzz', files: ['test/attack/fuzz.test.ts'], minutes: 12 },
  { name: 'flood', files: ['test/attack/member-flood.test.ts'], minutes: 6 },
]
