import { rm } from 'node:fs/promises'
import type { Destroyer } from '../tools.ts'
import { filePath } from './files/places.ts'

/** What goes when a contest is closed: the bytes of files, and the words of works and drafts. Hashes and receipts stay. */
const files: Destroyer = {
  part: 'files',
  async list(core, contestId, after, most) {
    let rows = core.db
      .selectFrom('contest_file')
      .select(['id', 'digest', 'bytes'])
      .where('contest_id', '=', contestId)
      .where('name', '<>', '')
    if (after !== null) rows = rows.where('id', '>', after)
    return rows.orderBy('id').limit(most).execute()
  },
  async destroy(core, contestId, ids) {
    if (ids.length === 0) return
    const rows = await core.db
      .selectFrom('contest_file')
      .select(['id', 'team_id'])
      .where('contest_id', '=', contestId)
      .where('id', 'in', [...ids])
      .execute()
    for (const { id, team_id: teamId } of rows)
      await rm(filePath(core, { id, contestId, teamId }), { force: true })
    // Names of files often hold names of people.
    await core.db
      .updateTable('contest_file')
      .set({ name: '' })
      .where('contest_id', '=', contestId)
      .where('id', 'in', [...ids])
      .execute()
  },
}

const works: Destroyer = {
  part: 'works',
  async list(core, contestId, after, most) {
    let rows = core.db
      .selectFrom('contest_work')
      .select((eb) => [
        'id',
        'digest',
        eb.fn<number>('octet_length', [eb.cast('fields', 'text')]).as('bytes'),
      ])
      .where('contest_id', '=', contestId)
      .where('draft', '>=', 0)
    if (after !== null) rows = rows.where('id', '>', after)
    return rows.orderBy('id').limit(most).execute()
  },
  async destroy(core, contestId, ids) {
    if (ids.length === 0) return
    await core.db.transaction().execute(async (tx) => {
      await tx
        .updateTable('contest_work_version')
        .set({ fields: '{}' })
        .where('work_id', 'in', (eb) =>
          eb
            .selectFrom('contest_work')
            .select('id')
            .where('contest_id', '=', contestId)
            .where('id', 'in', [...ids]),
        )
        .execute()
      await tx
        .deleteFrom('contest_hint')
        .where('contest_id', '=', contestId)
        .where((eb) => eb.or([eb('work_a', 'in', [...ids]), eb('work_b', 'in', [...ids])]))
        .execute()
      // A draft below zero is one that was destroyed: nobody saves over it.
      await tx
        .updateTable('contest_work')
        .set({ fields: '{}', draft: -1 })
        .where('contest_id', '=', contestId)
        .where('id', 'in', [...ids])
        .execute()
    })
  },
}

export const workDestroyers: readonly Destroyer[] = [files, works]
