import type { Core } from '../../../safeguard/evidence/index.ts'
import type { RosterView } from '../model.ts'
import { officerNames } from '../names.ts'
import { gapsIn } from './gaps.ts'

const MOST = 500
const DAY_MS = 86_400_000

/** Shifts that touch a time, and the gaps of the days ahead in which nobody is on duty. */
export async function rosterOf(core: Core, from: number, until: number): Promise<RosterView> {
  const now = core.clock.now()
  const ahead = now + core.config.watch.rosterDays * DAY_MS
  const touching = (a: number, b: number) =>
    core.db
      .selectFrom('watch_shift')
      .selectAll()
      .where('until_at', '>', a)
      .where('from_at', '<', b)
      .orderBy('from_at')
      .limit(MOST)
      .execute()
  const [rows, coming] = await Promise.all([touching(from, until), touching(now, ahead)])
  const name = await officerNames(
    core,
    rows.map((row) => row.officer_id),
  )
  return {
    items: rows.map((row) => ({
      id: row.id,
      officerId: row.officer_id,
      officerName: name(row.officer_id),
      from: row.from_at,
      until: row.until_at,
      handedTo: row.handed_to,
      handover: row.handover,
    })),
    total: rows.length,
    gaps: gapsIn(
      coming.map((row) => ({ from: row.from_at, until: row.until_at })),
      now,
      ahead,
    ),
  }
}

/** Who is on duty now: of several the one whose shift began last, or whom it was handed to. */
export async function onDuty(
  core: Core,
): Promise<{ readonly userId: string; readonly name: string | null } | null> {
  const now = core.clock.now()
  const row = await core.db
    .selectFrom('watch_shift')
    .select(['officer_id'])
    .where('from_at', '<=', now)
    .where('until_at', '>', now)
    .orderBy('from_at', 'desc')
    .executeTakeFirst()
  if (!row) return null
  const name = await officerNames(core, [row.officer_id])
  return { userId: row.officer_id, name: name(row.officer_id) }
}
