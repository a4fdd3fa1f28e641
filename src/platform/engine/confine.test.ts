import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findConfinement, rlimits } from './confine.ts'
import { runOnce, startExecutor } from './executor.ts'

let scratch: string
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'xinyu-confine-'))
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

const HUNGRY = "SELECT length(string_agg(repeat('x', 1000), '')) FROM range(2000000)"

test.runIf(process.platform === 'linux').each([
  ['as found here', findConfinement],
  ['rlimit', async () => rlimits()],
] as const)('the hard limit on memory holds: %s', async (_, find) => {
  const confinement = await find()
  const sizes = { tempBytes: 1 << 30, maxMembers: 1_000 }
  const options = { wrapper: [], confinement, threads: 1, scratch, ...sizes, onFailure: () => {} }
  const run = (sql: string, megabytes: number) =>
    runOnce(
      startExecutor([]),
      { sql, tables: {}, limits: { timeMs: 20_000, memoryBytes: megabytes << 20, maxRows: 10 } },
      options,
      undefined,
    )
  expect((await run('SELECT count(*) FROM range(1000000)', 256)).rows).toEqual([[1_000_000]])
  await expect(run(HUNGRY, 256)).rejects.toMatchObject({ code: 'ENGINE_MEMORY' })
})
