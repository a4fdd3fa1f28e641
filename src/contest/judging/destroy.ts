import { digestOf } from '../../safeguard/crypto/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { Destroyer } from '../tools.ts'

/** Drafts and private notes of experts go when a contest is closed; what was submitted stays as the ground of the result. */
const notes: Destroyer = {
  part: 'sheet_notes',
  async list(core: Core, contestId, after, most) {
    let query = core.db
      .selectFrom('contest_sheet')
      .select(['assignment_id', 'private_note', 'scores', 'comment', 'state'])
      .where('contest_id', '=', contestId)
      .where((eb) =>
        eb.or([eb('private_note', '<>', ''), eb.and([eb('state', '=', 'draft'), eb('revision', '>=', 0)])]),
      )
    if (after !== null) query = query.where('assignment_id', '>', after)
    const rows = await query.orderBy('assignment_id').limit(most).execute()
    return rows.map((row) => {
      const held = Buffer.from(
        row.state === 'draft'
          ? `${JSON.stringify(row.scores)}\n${row.comment}\n${row.private_note}`
          : row.private_note,
      )
      return {
        id: row.assignment_id,
        digest: digestOf(held),
        bytes: held.length,
      }
    })
  },
  async destroy(core: Core, contestId, ids) {
    if (ids.length === 0) return
    const own = () =>
      core.db
        .updateTable('contest_sheet')
        .where('contest_id', '=', contestId)
        .where('assignment_id', 'in', [...ids])
    await own().set({ private_note: '' }).execute()
    // A draft that was never submitted is emptied; its row says that there was one, below the count of any draft.
    await own().set({ scores: '{}', comment: '', revision: -1 }).where('state', '=', 'draft').execute()
  },
}

export const judgingDestroyers: readonly Destroyer[] = [notes]
