import { join, resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '../..')
const bin = (name: string) => join(ROOT, 'node_modules/.bin', name)

/** A static check: counts as one test. */
export interface Check {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  /** Left out while this file does not exist. */
  readonly needs?: string
}

export const CHECKS: readonly Check[] = [
  { name: 'types of the server (tsc)', command: [bin('tsc'), '--noEmit', '--pretty', 'false'] },
  {
    name: 'types of the portal (tsc -p web)',
    command: [bin('tsc'), '--noEmit', '--pretty', 'false', '-p', 'web'],
    needs: join(ROOT, 'web/tsconfig.json'),
  },
  { name: 'lint (oxlint --type-aware)', command: [bin('oxlint'), '--type-aware'] },
  { name: 'format (biome)', command: [bin('biome'), 'format', '.'] },
]

/** One run of vitest: its projects, one after the other, with their environment. */
export interface Suite {
  readonly name: string
  readonly projects: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

// Stories and browser share one database server, and the demo that is made once for each size.
export const SUITES: readonly Suite[] = [
  { name: 'unit', projects: ['unit'], env: {} },
  { name: 'stories and browser', projects: ['stories', 'browser'], env: {} },
]
export const LONG_SUITES: readonly Suite[] = [
  {
    name: 'unit and stories under 国密',
    projects: ['unit', 'stories'],
    env: { XINYU_CRYPTO_SUITE: 'guomi' },
  },
  { name: 'long', projects: ['unit'], env: { XINYU_LONG_TESTS: '1' } },
  {
    name: 'stories at full length and browser, every variant',
    projects: ['stories', 'browser'],
    env: { XINYU_LONG_TESTS: '1' },
  },
]
