import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalDriver } from '../../src/use/sandbox/index.ts'

/** What keeps seats from starting on this machine, or null where they start. */
export async function whyNotIsolated(): Promise<string | null> {
  const home = await mkdtemp(join(tmpdir(), 'xinyu-probe-'))
  const log = { info() {}, warn() {}, error() {}, debug() {} } as never
  const driver = createLocalDriver({ home, log, clock: { now: () => Date.now() } })
  try {
    const { level, parts } = await driver.isolation()
    if (level !== 'none') return null
    return parts.flatMap(({ ok, en }) => (ok ? [] : [en])).join('; ')
  } finally {
    await driver.stop()
    await rm(home, { recursive: true, force: true })
  }
}
