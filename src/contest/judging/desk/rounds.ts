import type { UserActor } from '../../../kernel/actor.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { expertsOfUser } from '../../panel/index.ts'
import { contestById, openingAt } from '../../scheme/index.ts'
import type { DeskRound, DeskWork, SheetState } from '../model.ts'
import { isFrozen } from '../store.ts'
import { seatOf } from '../sheets/seats.ts'

/** Rounds in which the reader judges, the one that closes first on top. Counts are of the reader's own works alone. */
export async function deskRounds(core: Core, actor: UserActor): Promise<DeskRound[]> {
  const experts = await expertsOfUser(core.db, actor.userId)
  if (experts.length === 0) return []
  const seats = await core.db
    .selectFrom('contest_panelist')
    .select(['contest_id', 'round', 'expert_id', 'declared_at'])
    .where(
      'expert_id',
      'in',
      experts.map(({ id }) => id),
    )
    .execute()
  const rounds: DeskRound[] = []
  for (const seat of seats) {
    const contest = await contestById(core, seat.contest_id)
    const round = contest.scheme.rounds.find(({ code }) => code === seat.round)
    if (!round || contest.state === 'draft') continue
    const own = await core.db
      .selectFrom('contest_assignment as a')
      .leftJoin('contest_sheet as s', 's.assignment_id', 'a.id')
      .select('s.state')
      .where('a.contest_id', '=', contest.id)
      .where('a.round', '=', round.code)
      .where('a.expert_id', '=', seat.expert_id)
      .where('a.state', '=', 'assigned')
      .execute()
    const states = own.map(({ state }) => state ?? 'none')
    const count = (state: SheetState) => states.filter((one) => one === state).length
    const reminder = await core.db
      .selectFrom('contest_review_reminder')
      .select('at')
      .where('contest_id', '=', contest.id)
      .where('round', '=', round.code)
      .where('expert_id', '=', seat.expert_id)
      .executeTakeFirst()
    const { opensAt, closesAt } = round.review
    rounds.push({
      contestId: contest.id,
      round: round.code,
      contestZh: contest.scheme.titleZh,
      contestEn: contest.scheme.titleEn,
      titleZh: round.titleZh,
      titleEn: round.titleEn,
      opensAt,
      closesAt,
      opening: openingAt(round.review, core.clock.now()),
      frozen: await isFrozen(core.db, contest, round.code),
      declared: seat.declared_at !== null,
      works: own.length,
      submitted: count('submitted'),
      drafts: count('draft'),
      reminded: reminder !== undefined && count('submitted') < own.length,
    })
  }
  return rounds.toSorted((a, b) => a.closesAt - b.closesAt || (a.contestId < b.contestId ? -1 : 1))
}

/** The reader's own works of a round in the order of their codes; `search` looks at codes and blind titles only. */
export async function deskWorks(
  core: Core,
  actor: UserActor,
  at: { readonly contestId: string; readonly round: string },
  search = '',
): Promise<DeskWork[]> {
  const { expert } = await seatOf(core, actor, at.contestId, at.round)
  const rows = await core.db
    .selectFrom('contest_assignment as a')
    .leftJoin('contest_sheet as s', 's.assignment_id', 'a.id')
    .leftJoin('contest_discussion as d', 'd.work_id', 'a.work_id')
    .leftJoin('contest_blind as b', (join) =>
      join.onRef('b.work_id', '=', 'a.work_id').on('b.state', '=', 'clear'),
    )
    .select(['a.code', 'b.title', 's.state', 's.reopened', 'd.seats'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('contest_rescore as r')
            .select('r.id')
            .whereRef('r.work_id', '=', 'a.work_id')
            .where('r.closes_at', '>', core.clock.now()),
        )
        .as('rescore'),
    )
    .where('a.contest_id', '=', at.contestId)
    .where('a.round', '=', at.round)
    .where('a.expert_id', '=', expert.id)
    .where('a.state', '=', 'assigned')
    .orderBy('a.code')
    .execute()
  const wanted = search.trim().toLocaleLowerCase()
  return rows
    .map((row) => ({
      code: row.code,
      title: row.title ?? '',
      ready: row.title !== null,
      state: row.state ?? ('none' as const),
      reopened: row.reopened !== null,
      // That the others are done is no news for one who is not.
      discussion: row.state === 'submitted' && (row.seats?.includes(expert.id) ?? false),
      rescore: Boolean(row.rescore),
    }))
    .filter(({ code, title }) => `${code} ${title}`.toLocaleLowerCase().includes(wanted))
}
