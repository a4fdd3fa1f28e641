import type { Logger } from 'pino'
import { makeKysely, makePool } from './pool.ts'
import type { Database } from './open.ts'
import type { Db } from './tables.ts'

/** Connections kept free for what must not wait behind everybody's requests, such as stopping somebody. */
export interface Reserve {
  readonly db: Db
  stop(): Promise<void>
}

export function openReserve({ url }: Pick<Database, 'url'>, size: number, log: Logger): Reserve {
  const db = makeKysely(makePool(url, size, log))
  return { db, stop: () => db.destroy() }
}
