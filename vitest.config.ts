import { defineConfig } from 'vitest/config'

/** What suites of many processes have in common: the machine is busy with what they start. */
const PATIENT = {
  setupFiles: ['test/helpers/keep-seeds.ts'],
  testTimeout: 180_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 15_000 } },
}

/** Suites of many processes that measure nothing: two at a time. */
const TOGETHER = [
  'test/{e2e,integration}/**/*.test.ts',
  'test/attack/{at-rest,copied-profile,doctor,erasure-*,forged-entries,membership-{recovery,wire},retention}.test.ts',
  'test/attack/backup/*.test.ts',
]

export default defineConfig({
  test: {
    watch: false,
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/{unit,property,compliance}/**/*.test.ts'],
          setupFiles: ['test/helpers/keep-seeds.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...PATIENT,
          name: 'together',
          include: TOGETHER,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...PATIENT,
          // They measure, or take over sockets and whole machines: one file at a time, and never beside the others
          name: 'alone',
          include: ['test/{attack,fault}/**/*.test.ts'],
          exclude: TOGETHER,
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
