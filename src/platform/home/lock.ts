import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { XinyuError } from '../../kernel/errors/index.ts'
import { processStart } from './process.ts'

/** A held data folder. */
export interface HomeLock {
  readonly home: string
  release(): void
}

interface Holder {
  readonly pid: number
  /** Start of the process as `processStart` gives it: tells a reused pid. */
  readonly start: string
  readonly nonce: string
}

/**
 * Takes the data folder for this process; a lock left by a dead process is replaced.
 * @throws XinyuError HOME_LOCKED naming the pid that holds it
 */
export function lockHome(home: string): HomeLock {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const path = join(home, 'lock')
  const me: Holder = { pid: process.pid, start: processStart(process.pid) ?? 'unknown', nonce: randomUUID() }
  const other = acquire(path, me)
  if (other) throw new XinyuError('HOME_LOCKED', { home, pid: other.pid })
  return {
    home,
    release: () => {
      if (readHolder(path)?.nonce === me.nonce) unlinkSync(path)
    },
  }
}

/** Whether this very process holds the folder. */
export function holdsHome(home: string): boolean {
  const holder = readHolder(join(home, 'lock'))
  return holder?.pid === process.pid && holder.start === (processStart(process.pid) ?? 'unknown')
}

/**
 * Returns the living holder, or null when `me` now holds `path`.
 * Race-free: a dead holder may be replaced only under a guard named after that holder's nonce, which is itself such a
 * lock; whoever has the guard and still reads the dead holder is the only one who may replace it.
 */
function acquire(path: string, me: Holder): Holder | null {
  for (;;) {
    if (createWith(path, me)) return null
    const found = readHolder(path)
    if (!found) continue
    if (isAlive(found)) return found
    const guard = `${path}.${found.nonce}`
    const rival = acquire(guard, me)
    if (rival) return rival
    const unchanged = readHolder(path)?.nonce === found.nonce
    if (unchanged) replaceWith(path, me)
    unlinkSync(guard)
    if (unchanged) return null
  }
}

/** Complete or absent, never empty: written beside and linked in one step. */
function createWith(path: string, me: Holder): boolean {
  const draft = writeDraft(path, me)
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    unlinkSync(draft)
  }
}

function replaceWith(path: string, me: Holder): void {
  renameSync(writeDraft(path, me), path)
}

function writeDraft(path: string, me: Holder): string {
  const draft = `${path}.draft-${randomUUID()}`
  writeFileSync(draft, JSON.stringify(me), { mode: 0o600 })
  return draft
}

function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    // Only a machine that lost power while writing leaves such a file; nobody living holds it.
    if (error instanceof SyntaxError) return { pid: 0, start: 'torn', nonce: 'torn' }
    throw error
  }
}

const isAlive = (holder: Holder): boolean => holder.pid > 0 && processStart(holder.pid) === holder.start
