import type pg from 'pg'
import type { Logger } from 'pino'
import { holdsHome, lockHome } from '../home/index.ts'
import { type ChildPostgres, startChild } from './child.ts'
import { checkServer, makeKysely, makePool } from './pool.ts'
import type { Durability } from './settings.ts'
import type { Db } from './tables.ts'

export interface Database {
  readonly db: Db
  readonly pool: pg.Pool
  /** Address for other pools (jobs, backup). Holds the password where there is one: never log it. */
  readonly url: string
  /** `own`: the server of DATABASE_URL; `child`: PostgreSQL from npm. */
  readonly kind: 'own' | 'child'
  stop(): Promise<void>
}

export interface DatabaseOptions {
  /** A server of yours, PostgreSQL 15 or later. */
  readonly url?: string | null | undefined
  /** Data folder for the child; locked here unless this process holds its lock already. */
  readonly home?: string | undefined
  readonly log: Logger
  /** Most connections of the pool. */
  readonly poolSize?: number
  readonly durability?: Durability
}

/**
 * Connects to `url`, or starts PostgreSQL as a child on `home`.
 * @throws XinyuError DATABASE_UNREACHABLE, DATABASE_UNSUITABLE, DATABASE_NO_BINARY, DATABASE_START_FAILED, HOME_LOCKED
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, home, log, poolSize = 10 } = options
  if (url) return connect(url, 'own', poolSize, log)
  if (!home) throw new TypeError('openDatabase needs url or home')
  const lock = holdsHome(home) ? null : lockHome(home)
  let child: ChildPostgres | null = null
  const end = async () => {
    await child?.stop()
    lock?.release()
  }
  try {
    child = await startChild({ home, log, durability: options.durability ?? 'full' })
    await makeDatabase(child.urlOf('postgres'), log)
    const opened = await connect(child.urlOf('xinyu'), 'child', poolSize, log)
    return { ...opened, stop: () => opened.stop().then(end) }
  } catch (error) {
    await end()
    throw error
  }
}

async function connect(url: string, kind: Database['kind'], size: number, log: Logger): Promise<Database> {
  const pool = makePool(url, size, log)
  try {
    await checkServer(pool, url)
  } catch (error) {
    await pool.end()
    throw error
  }
  const db = makeKysely(pool)
  return { db, pool, url, kind, stop: () => db.destroy() }
}

async function makeDatabase(url: string, log: Logger): Promise<void> {
  const pool = makePool(url, 1, log)
  try {
    const found = await pool.query(`select 1 from pg_database where datname = 'xinyu'`)
    if (found.rowCount === 0) await pool.query('create database xinyu')
  } finally {
    await pool.end()
  }
}
