import type { Destroyer } from '../tools.ts'

/**
 * Questions that were never published: people write names and numbers into them. What stands on the public pages stays.
 * That there was one, and when, stays too.
 */
const questions: Destroyer = {
  part: 'questions',
  async list(core, contestId, after, most) {
    let found = core.db
      .selectFrom('contest_question')
      .select(['id', 'text'])
      .where('contest_id', '=', contestId)
      .where('state', '<>', 'published')
      .where('text', '<>', '')
    if (after !== null) found = found.where('id', '>', after)
    const rows = await found.orderBy('id').limit(most).execute()
    return rows.map(({ id, text }) => ({ id, digest: null, bytes: Buffer.byteLength(text) }))
  },
  async destroy(core, contestId, ids) {
    if (ids.length === 0) return
    await core.db
      .updateTable('contest_question')
      .set({ text: '', asker: null })
      .where('contest_id', '=', contestId)
      .where('state', '<>', 'published')
      .where('id', 'in', [...ids])
      .execute()
  },
}

export const noticeDestroyers: readonly Destroyer[] = [questions]
