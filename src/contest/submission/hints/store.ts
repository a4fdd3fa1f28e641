import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Db } from '../../../platform/postgres/tables.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { Contest } from '../../scheme/index.ts'
import type { HintRun, HintView } from './model.ts'

export async function hintRunOf(db: Db, contestId: string, round: string): Promise<HintRun | null> {
  const row = await db
    .selectFrom('contest_hint_run')
    .selectAll()
    .where('contest_id', '=', contestId)
    .where('round', '=', round)
    .executeTakeFirst()
  if (!row) return null
  return { jobId: row.job_id, works: row.works, pairs: row.pairs, unread: row.unread, endedAt: row.ended_at }
}

/** Pairs to be looked at, the closest first. */
export async function hintsOf(
  db: Db,
  contestId: string,
  round: string,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ items: HintView[]; total: number }> {
  const of = db
    .selectFrom('contest_hint as h')
    .where('h.contest_id', '=', contestId)
    .where('h.round', '=', round)
  const { total } = await of.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await of
    .innerJoin('contest_work as a', 'a.id', 'h.work_a')
    .innerJoin('contest_work as b', 'b.id', 'h.work_b')
    .innerJoin('contest_team as ta', 'ta.id', 'a.team_id')
    .innerJoin('contest_team as tb', 'tb.id', 'b.team_id')
    .select(['h.id', 'h.work_a', 'h.work_b', 'h.share', 'h.passages', 'h.note'])
    .select(['ta.id as team_a', 'ta.number as number_a', 'ta.title as title_a'])
    .select(['tb.id as team_b', 'tb.number as number_b', 'tb.title as title_b'])
    .orderBy('h.share', 'desc')
    .orderBy('h.id')
    .offset(offset)
    .limit(limit)
    .execute()
  const items = rows.map((row) => ({
    id: row.id,
    a: { workId: row.work_a, teamId: row.team_a, number: row.number_a, title: row.title_a },
    b: { workId: row.work_b, teamId: row.team_b, number: row.number_b, title: row.title_b },
    share: row.share,
    passages: row.passages,
    note: row.note,
  }))
  return { items, total: total }
}

/** What somebody found who looked at a pair. @throws XinyuError NOT_FOUND */
export async function noteHint(
  core: Core,
  actor: UserActor,
  contest: Contest,
  id: string,
  text: string,
): Promise<void> {
  await act(core, systemActor('contest'), async ({ tx, note }) => {
    const row = await tx
      .updateTable('contest_hint')
      .set({ note: text, noted_by: actor.userId })
      .where('id', '=', id)
      .where('contest_id', '=', contest.id)
      .returning(['work_a', 'work_b'])
      .executeTakeFirst()
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'record' })
    note({
      kind: 'work.pair_looked_at',
      subject: { contest: contest.id, a: row.work_a, b: row.work_b, by: actor.userId },
      payload: { note: text },
    })
  })
}
