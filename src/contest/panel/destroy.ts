import type { Core } from '../../safeguard/evidence/index.ts'
import type { Destroyer } from '../tools.ts'
import { blindFiles } from './blind/store.ts'
import { destroyBlind } from './blind/vault.ts'

/** The blind copies: texts, flags, words that were taken out, clean files. Who judged what stays, as the ranking rests on it. */
const copies: Destroyer = {
  part: 'blind_copies',
  async list(core: Core, contestId, after, most) {
    let query = core.db
      .selectFrom('contest_blind as b')
      .leftJoin('contest_blind_file as f', 'f.work_id', 'b.work_id')
      .select((eb) => ['b.work_id as id', eb.fn.sum<string | null>('f.bytes').as('bytes')])
      .where('b.contest_id', '=', contestId)
    if (after !== null) query = query.where('b.work_id', '>', after)
    const rows = await query.groupBy('b.work_id').orderBy('b.work_id').limit(most).execute()
    return rows.map(({ id, bytes }) => ({ id, digest: null, bytes: Number(bytes ?? 0) }))
  },
  async destroy(core, contestId, ids) {
    if (ids.length === 0) return
    const own = await core.db
      .selectFrom('contest_blind')
      .select('work_id')
      .where('contest_id', '=', contestId)
      .where('work_id', 'in', [...ids])
      .execute()
    const works = own.map((one) => one.work_id)
    if (works.length === 0) return
    // The keys first: without them what is left of the bytes is noise.
    const files = await blindFiles(core.db, works)
    await core.db.deleteFrom('contest_blind_file').where('work_id', 'in', works).execute()
    for (const { id } of files) await destroyBlind(core.home, id)
    await core.db.deleteFrom('contest_blind').where('work_id', 'in', works).execute()
  },
}

export const panelDestroyers: readonly Destroyer[] = [copies]
