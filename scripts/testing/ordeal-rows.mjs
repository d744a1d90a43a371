/**
 * A row of the ordeal: suites that also run in `npm test`, here with their large counts (`MUSTER_ORDEAL=1`).
 * @typedef {{ name: string, files: readonly string[], minutes: number, beside?: boolean }} Row `minutes`: after which it is ended,
 *   and has failed; `beside`: it mostly waits or measures no time, and runs beside the others
 */

/** In order of running. Together at most 60 minutes on two cores. @type {readonly Row[]} */
export const ROWS = [
  { name: 'kill', files: ['test/fault/kill.test.ts'], minutes: 4 },
  { name: 'plug', files: ['test/integration/pulled-plug.test.ts'], minutes: 8 },
  { name: 'power', files: ['test/fault/power-cut.test.ts'], minutes: 8 },
  { name: 'disk', files: ['test/fault/disk-trouble.test.ts', 'test/fault/kill-disk.test.ts'], minutes: 4 },
  { name: 'kill-peers', files: ['test/fault/kill-peers.test.ts'], minutes: 40, beside: true },
  { name: 'bad-wifi', files: ['test/fault/bad-wifi.test.ts'], minutes: 12 },
  { name: 'clocks', files: ['test/fault/clock-jumps.test.ts'], minutes: 4 },
  { name: 'syscalls', files: ['test/fault/every-syscall.test.ts'], minutes: 20 },
  { name: 'fuzz', files: ['test/attack/fuzz.test.ts'], minutes: 7 },
  { name: 'properties', files: ['test/property/'], minutes: 10 },
  { name: 'flood', files: ['test/attack/member-flood.test.ts'], minutes: 7 },
  { name: 'strangers', files: ['test/attack/wifi-strangers.test.ts'], minutes: 5 },
  {
    name: 'erasure',
    files: [
      'test/attack/erasure-disk.test.ts',
      'test/attack/erasure-members.test.ts',
      'test/attack/erasure-processes.test.ts',
    ],
    minutes: 5,
  },
  {
    name: 'backup',
    files: [
      'test/attack/backup/round-trip.test.ts',
      'test/attack/backup/damage.test.ts',
      'test/fault/backup/backup-kill.test.ts',
      'test/fault/backup/restore-kill.test.ts',
    ],
    minutes: 12,
  },
  {
    name: 'at-rest',
    files: ['test/attack/at-rest-flips.test.ts', 'test/attack/at-rest-memory.test.ts', 'test/attack/doctor.test.ts'],
    minutes: 7,
  },
  { name: 'soak', files: ['test/fault/soak.test.ts'], minutes: 14, beside: true },
]
