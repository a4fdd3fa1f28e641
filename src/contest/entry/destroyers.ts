import { sql } from 'kysely'
import type { Destroyer } from '../tools.ts'

/**
 * What entry holds about people, and how it goes when a contest is closed: rows stay by id, so that results and evidence
 * keep their owners; names, phones, mails, identity hashes, sessions and papers go. Who is in another contest that still
 * runs stays known at the door.
 */
const entrants: Destroyer = {
  part: 'entrants',
  async list(core, contestId, after, most) {
    let rows = core.db
      .selectFrom('contest_entrant as e')
      .select('e.id')
      .where('e.phone', 'not like', 'erased:%')
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('contest_member as m')
            .innerJoin('contest_team as t', 't.id', 'm.team_id')
            .select('m.id')
            .whereRef('m.entrant_id', '=', 'e.id')
            .where('t.contest_id', '=', contestId),
        ),
      )
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('contest_member as m')
              .innerJoin('contest_team as t', 't.id', 'm.team_id')
              .innerJoin('contest as c', 'c.id', 't.contest_id')
              .select('m.id')
              .where((or) =>
                or.or([or('m.entrant_id', '=', or.ref('e.id')), or('m.phone', '=', or.ref('e.phone'))]),
              )
              .where('t.contest_id', '!=', contestId)
              .where('c.state', '!=', 'closed'),
          ),
        ),
      )
    if (after !== null) rows = rows.where('e.id', '>', after)
    return (await rows.orderBy('e.id').limit(most).execute()).map(({ id }) => ({
      id,
      digest: null,
      bytes: 0,
    }))
  },
  async destroy(core, _contestId, ids) {
    if (ids.length === 0) return
    await core.db
      .deleteFrom('contest_entrant_paper')
      .where('entrant_id', 'in', [...ids])
      .execute()
    await core.db
      .deleteFrom('contest_entrant_session')
      .where('entrant_id', 'in', [...ids])
      .execute()
    await core.db
      .updateTable('contest_entrant')
      .set({
        phone: sql<string>`'erased:' || id`,
        name: null,
        email: null,
        real_name: 'none',
        cert_key: null,
        cert_mask: null,
      })
      .where('id', 'in', [...ids])
      .execute()
  },
}

/** Names and phones as they were written into the teams of this contest. */
const invitations: Destroyer = {
  part: 'invitations',
  async list(core, contestId, after, most) {
    let rows = core.db
      .selectFrom('contest_member as m')
      .innerJoin('contest_team as t', 't.id', 'm.team_id')
      .select('m.id')
      .where('t.contest_id', '=', contestId)
      .where('m.phone', 'not like', 'erased:%')
    if (after !== null) rows = rows.where('m.id', '>', after)
    return (await rows.orderBy('m.id').limit(most).execute()).map(({ id }) => ({
      id,
      digest: null,
      bytes: 0,
    }))
  },
  async destroy(core, _contestId, ids) {
    if (ids.length === 0) return
    await core.db
      .updateTable('contest_member')
      .set({ phone: sql<string>`'erased:' || id`, name: '', position: '' })
      .where('id', 'in', [...ids])
      .execute()
  },
}

/** Entrants first: which of them are in another contest is seen by the phones of the invitations. */
export const entryDestroyers: readonly Destroyer[] = [entrants, invitations]
