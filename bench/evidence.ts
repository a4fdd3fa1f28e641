import { SUITES, suite, workWith } from '../src/safeguard/crypto/index.ts'
import { actions } from './evidence/actions.ts'
import { explorer } from './evidence/explorer.ts'
import { logAlone } from './evidence/log.ts'
import { verification } from './evidence/verification.ts'
import type { Measure } from './run.ts'

/**
 * What evidence costs, under both suites side by side; then the explorer over many entries. Sizes are settings of the
 * environment: XINYU_BENCH_LOG (entries of the log alone, 1,000,000), XINYU_BENCH_ENTRIES (of the explorer, 2,000,000).
 */
export async function run(): Promise<Measure[]> {
  const before = suite().name
  const found: Measure[] = []
  try {
    for (const name of SUITES) {
      workWith(name)
      for (const part of [actions, logAlone, verification]) {
        for (const one of await part()) found.push({ ...one, name: `${name}: ${one.name}` })
      }
    }
  } finally {
    workWith(before)
  }
  return [...found, ...(await explorer())]
}

if (import.meta.main) {
  for (const one of await run()) console.log(`${one.name}: ${one.value} ${one.unit} (${one.note})`)
}
