import { sql } from 'kysely'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { INLINE_MS, type InlineUse } from './model.ts'

/** PostgreSQL: the statement was cancelled, here by its time limit. */
const QUERY_CANCELED = '57014'

/** The answer, within its time: the database stops each statement, the clock the whole. @throws XinyuError RUN_INLINE_SLOW */
export async function inTime<T>(tx: Tx, inline: InlineUse<T>) {
  await sql`select set_config('statement_timeout', ${String(INLINE_MS)}, true)`.execute(tx)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new XinyuError('RUN_INLINE_SLOW', { limit: INLINE_MS })), INLINE_MS)
  })
  try {
    return await Promise.race([inline.answer(tx), late])
  } catch (error) {
    if ((error as { code?: string }).code === QUERY_CANCELED)
      throw new XinyuError('RUN_INLINE_SLOW', { limit: INLINE_MS })
    throw error
  } finally {
    clearTimeout(timer)
  }
}
