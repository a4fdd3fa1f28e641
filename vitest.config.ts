import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/sequencer.ts'

/** One more than a small machine has cores: files wait for disks and other processes about a third of their time. */
const shared = { pool: 'forks', maxWorkers: 3, setupFiles: ['test/support/seed.ts'] } as const
const browsers = { ...shared, maxWorkers: 2 } as const
/** The demo's planted errors one by one; each run of the tests treats the demo as a story. */
const LONG_ALONE = 'test/{repair,quality-demo}.test.ts'
/** Files that do less than all in each run of the tests. */
const MORE_WHEN_LONG = [
  LONG_ALONE,
  'src/supply/source/{csv,derived}.test.ts',
  'src/supply/treat/quality/properties.test.ts',
  'src/use/gate/after/duckdb.property.test.ts',
  'src/safeguard/evidence/{faults,admission}.test.ts',
]
const long = process.env.XINYU_LONG_TESTS === '1'

// oxlint-disable-next-line import/no-default-export -- vitest reads the default export
export default defineConfig({
  test: {
    ...shared,
    globalSetup: ['test/support/global-setup.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          // Modules are loaded once for each worker: loading them for each file took as long as the smaller tests.
          isolate: false,
          sequence: { groupOrder: 0 },
          include: long
            ? ['src/**/*.long.test.ts', 'test/*.long.test.ts', ...MORE_WHEN_LONG]
            : ['src/**/*.test.ts', 'test/*.test.ts', 'web/src/**/*.test.ts'],
          exclude: long ? [] : ['**/*.long.test.ts', LONG_ALONE],
          testTimeout: long ? 1_800_000 : 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'stories',
          isolate: false,
          sequence: { groupOrder: 1 },
          // Beside each other: each has a home, a database and ports of its own, and waits as often as it works.
          include: ['test/stories/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          ...browsers,
          name: 'browser',
          sequence: { groupOrder: 2 },
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/browser/support/build.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // Of a page that is still drawing; what must be quick says its own limit.
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
})
