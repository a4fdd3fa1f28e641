import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { TestProject } from 'vitest/node'
import { type HomeLock, lockHome } from '../../src/platform/home/index.ts'
import { removeRuntimeFolder, startChild } from '../../src/platform/postgres/child.ts'

const PREFIX = 'xinyu-test-'

/** One PostgreSQL for the whole run, without syncing. If the run is killed, the kernel's death signal stops it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  sweep()
  const home = mkdtempSync(join(tmpdir(), PREFIX))
  const lock = lockHome(home)
  const server = await startChild({ home, log: pino({ level: 'silent' }), durability: 'none' })
  project.provide('postgresUrl', server.urlOf('postgres'))
  project.provide('templateFolder', join(home, 'templates'))
  return async () => {
    await server.stop()
    lock.release()
    rmSync(home, { recursive: true, force: true })
  }
}

/** Removes the folders of runs that were killed: those whose lock can be taken. */
function sweep(): void {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX))) {
    const home = join(tmpdir(), name)
    if (!existsSync(join(home, 'lock')) || !tryLock(home)) continue
    removeRuntimeFolder(home)
    rmSync(home, { recursive: true, force: true })
  }
}

function tryLock(home: string): HomeLock | null {
  try {
    return lockHome(home)
  } catch {
    return null
  }
}
