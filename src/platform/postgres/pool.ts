import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Logger } from 'pino'
import { XinyuError } from '../../kernel/errors/index.ts'
import { clientOf } from './client.ts'
import { makeNames } from './names.ts'
import type { Db, Tables } from './tables.ts'

const OLDEST = 150_000

/**
 * A pool whose int8 columns come back as numbers (our bigints are milliseconds and counters, far below 2^53).
 * A larger value throws rather than being rounded.
 */
export function makePool(url: string, size: number, log: Logger): pg.Pool {
  const types = new pg.TypeOverrides()
  types.setTypeParser(pg.types.builtins.INT8, parseInt8)
  const pool = new pg.Pool({
    Client: clientOf(makeNames()),
    connectionString: url,
    max: size,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 15_000,
    application_name: 'xinyu',
    types,
  })
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'))
  return pool
}

function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} is beyond 2^53`)
  return value
}

export const makeKysely = (pool: pg.Pool): Db =>
  new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })

/** @throws XinyuError DATABASE_UNREACHABLE, DATABASE_UNSUITABLE (older than 15, or not UTF-8) */
export async function checkServer(pool: pg.Pool, url: string): Promise<void> {
  const where = withoutPassword(url)
  const found = await pool
    .query<{ version: string; number: string; encoding: string }>(
      `select current_setting('server_version') version, current_setting('server_version_num') number,
              current_setting('server_encoding') encoding`,
    )
    .catch((error: Error) => {
      throw new XinyuError('DATABASE_UNREACHABLE', { where, why: error.message }, { cause: error })
    })
  const { version, number, encoding } = found.rows[0]!
  if (Number(number) < OLDEST) {
    throw new XinyuError('DATABASE_UNSUITABLE', { where, needed: 'PostgreSQL ≥ 15', found: version })
  }
  if (encoding !== 'UTF8')
    throw new XinyuError('DATABASE_UNSUITABLE', { where, needed: 'UTF8', found: encoding })
}

/** Host, port and database of a connection address: what may be shown and logged. */
export function withoutPassword(url: string): string {
  try {
    const { hostname, port, pathname, searchParams } = new URL(url)
    return `${searchParams.get('host') ?? hostname}${port ? `:${port}` : ''}${pathname}`
  } catch {
    return 'DATABASE_URL'
  }
}
