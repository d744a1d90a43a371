import { defineConfig } from 'vitest/config'

/** Suites that take over sockets, namespaces or whole processes: one file at a time, and never beside the others. */
const ALONE = [
  'test/integration/**/*.test.ts',
  'test/attack/**/*.test.ts',
  'test/fault/**/*.test.ts',
  'test/e2e/**/*.test.ts',
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
          name: 'alone',
          include: ALONE,
          setupFiles: ['test/helpers/keep-seeds.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // the machine is busy with what the suites start
          expect: { poll: { timeout: 15_000 } },
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
