import { digestOf } from '../../safeguard/crypto/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { Destroyer } from '../tools.ts'

const hashOf = (value: unknown): string => digestOf(JSON.stringify(value))

/** Passes, with whose account in the space is whose: they name people, and nothing asks for them when all is over. */
const passes: Destroyer = {
  part: 'final_passes',
  async list({ db }: Core, contestId, after, most) {
    let query = db.selectFrom('contest_finalist_member').selectAll().where('contest_id', '=', contestId)
    if (after !== null) query = query.where('entrant_id', '>', after)
    const rows = await query.orderBy('entrant_id').limit(most).execute()
    return rows.map((row) => ({
      id: row.entrant_id,
      digest: hashOf([row.team_id, row.entrant_id, row.user_id, row.pass, row.login]),
      bytes: row.pass.length + row.login.length,
    }))
  },
  async destroy({ db }: Core, contestId, ids) {
    if (ids.length === 0) return
    await db
      .deleteFrom('contest_finalist_member')
      .where('contest_id', '=', contestId)
      .where('entrant_id', 'in', [...ids])
      .execute()
  },
}

/** Who was on site, when, and in which zone. */
const presence: Destroyer = {
  part: 'final_presence',
  async list({ db }: Core, contestId, after, most) {
    let query = db.selectFrom('contest_checkin').selectAll().where('contest_id', '=', contestId)
    if (after !== null) query = query.where('id', '>', after)
    const rows = await query.orderBy('id').limit(most).execute()
    return rows.map(({ id, entrant_id, zone, in_at, out_at }) => ({
      id,
      digest: hashOf([entrant_id, zone, in_at, out_at]),
      bytes: zone.length,
    }))
  },
  async destroy({ db }: Core, contestId, ids) {
    if (ids.length === 0) return
    await db
      .deleteFrom('contest_checkin')
      .where('contest_id', '=', contestId)
      .where('id', 'in', [...ids])
      .execute()
  },
}

/** What the final holds of people. Sheets, order and ranking stay: they are the ground of the result. */
export const finalDestroyers: readonly Destroyer[] = [passes, presence]
