import { dateFormat } from '../../../kernel/date-format.ts'
import { sql } from 'kysely'
import type { Core } from '../../../safeguard/evidence/index.ts'

/** The day that quotas count by: of the space's time zone. */
export const dayOf = (core: Core, at: number = core.clock.now()): string =>
  dateFormat('en-CA', { timeZone: core.config.sources.timeZone }).format(at)

/** Adds CPU that seats used today. Counting is no action of anybody, so without an entry. */
export async function addCpu(core: Core, used: ReadonlyMap<string, number>): Promise<void> {
  const day = dayOf(core)
  const values = [...used].flatMap(([seatId, ms]) =>
    ms > 0 ? [{ seat_id: seatId, day, cpu_ms: Math.round(ms) }] : [],
  )
  if (values.length === 0) return
  await core.db
    .insertInto('seat_usage')
    .values(values.sort((a, b) => a.seat_id.localeCompare(b.seat_id)))
    .onConflict((conflict) =>
      conflict.columns(['seat_id', 'day']).doUpdateSet({ cpu_ms: sql`seat_usage.cpu_ms + excluded.cpu_ms` }),
    )
    .execute()
}

/** CPU that seats used today, ms. */
export async function cpuToday(core: Core, seatIds: readonly string[]): Promise<Map<string, number>> {
  if (seatIds.length === 0) return new Map()
  const rows = await core.db
    .selectFrom('seat_usage')
    .select(['seat_id', 'cpu_ms'])
    .where('seat_id', 'in', [...seatIds])
    .where('day', '=', dayOf(core))
    .execute()
  return new Map(rows.map((row) => [row.seat_id, row.cpu_ms]))
}
