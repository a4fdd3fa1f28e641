import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { processStart } from '../home/index.ts'

/** What PostgreSQL writes about itself: pid, folder, start, port, socket folder, address, shared memory, state. */
export interface PostmasterFile {
  readonly pid: number
  readonly socketFolder: string
  readonly ready: boolean
}

export function readPostmasterFile(folder: string): PostmasterFile | null {
  let lines: string[]
  try {
    lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return null
  }
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return null
  return { pid, socketFolder: lines[4]?.trim() ?? '', ready: lines[7]?.trim() === 'ready' }
}

/**
 * Stops the PostgreSQL that a killed server left running on `folder`; returns its pid, or null when there was none.
 * The caller must hold the lock of the data folder.
 */
export async function stopOrphan(folder: string): Promise<number | null> {
  const left = readPostmasterFile(folder)
  if (!left) return null
  const alive = () => isPostgresOf(left.pid, folder)
  const found = alive()
  // Fast shutdown first; after 20 s an immediate one, whose recovery the next start does.
  for (const [signal, tries] of [
    ['SIGINT', 1000],
    ['SIGQUIT', 250],
    ['SIGKILL', 250],
  ] as const) {
    if (!alive()) break
    signalTo(left.pid, signal)
    for (let i = 0; i < tries && alive(); i++) await sleep(20)
  }
  // The number may meanwhile be another program's, and PostgreSQL would then refuse to start.
  if (process.platform === 'linux' && !alive()) rmSync(join(folder, 'postmaster.pid'), { force: true })
  return found ? left.pid : null
}

/** A pid may have been given to another program since: PostgreSQL is the one whose working folder is the data. */
function isPostgresOf(pid: number, folder: string): boolean {
  if (processStart(pid) === null) return false
  if (process.platform !== 'linux') return true
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder)
  } catch {
    return false
  }
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
