import { defineConfig } from 'vitest/config'

const shared = { pool: 'forks', maxWorkers: 2 } as const
const long = process.env.XINYU_LONG_TESTS === '1'

// oxlint-disable-next-line import/no-default-export -- vitest reads the default export
export default defineConfig({
  test: {
    ...shared,
    globalSetup: ['test/support/global-setup.ts'],
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: long
            ? ['src/**/*.long.test.ts', 'test/*.long.test.ts']
            : ['src/**/*.test.ts', 'test/*.test.ts', 'web/src/**/*.test.ts'],
          exclude: long ? [] : ['**/*.long.test.ts'],
          testTimeout: long ? 1_800_000 : 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'stories',
          // Two at a time: each has a home, a database and ports of its own, and waits as often as it works.
          include: ['test/stories/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
