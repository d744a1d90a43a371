import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What suites of many processes have in common: the machine is busy with what they start. */
const PATIENT = {
  setupFiles: ['test/helpers/keep-seeds.ts'],
  testTimeout: 180_000,
  hookTimeout: 120_000,
  // machines that test are shared; what is measured says its own limit
  expect: { poll: { timeout: 60_000 } },
}

/** Suites that measure milliseconds or bytes against a limit: one file at a time, and never beside the others. */
const ALONE = [
  'test/attack/{wifi-strangers,stranger,stranger-muxer,member-flood,urgent-flood,poison-*}.test.ts',
  'test/attack/{membership,membership-shapes,membership-flood,sabotage}.test.ts',
]

/** Suites of most of a minute: they come first, so that in the end nobody waits for one of them alone. */
const LONG =
  /(?:attack\/(?:fuzz|alert-attacks|at-rest)|e2e\/(?:accessibility|two-laptops|meeting|page)|integration\/(?:obstacles|eight-laptops|bad-input)|fault\/power-cut)\.test\.ts$/

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    watch: false,
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/{unit,property,compliance}/**/*.test.ts'],
          setupFiles: ['test/helpers/keep-seeds.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 20_000 } },
          isolate: false, // modules are loaded once for all files: a third less time
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...PATIENT,
          name: 'together',
          include: ['test/{e2e,integration,attack,fault}/**/*.test.ts'],
          exclude: ALONE,
          maxWorkers: 3, // they mostly wait for each other's processes
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...PATIENT,
          name: 'alone',
          include: ALONE,
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
