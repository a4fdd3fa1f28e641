import { systemActor } from '../../../kernel/actor.ts'
import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import type { Assignment } from '../../panel/index.ts'
import type { Round } from '../../scheme/index.ts'
import { drawn, mayTalk } from './rules.ts'

type Place = Pick<Assignment, 'contestId' | 'round' | 'workId'>

/** Experts of a work in their seats; null while the discussion is shut. */
export async function seatsAt(db: Db | Tx, workId: string): Promise<readonly string[] | null> {
  const row = await db
    .selectFrom('contest_discussion')
    .select('seats')
    .where('work_id', '=', workId)
    .executeTakeFirst()
  return row?.seats ?? null
}

/** Who has the work, and whether the sheet is in. */
const standing = (db: Db | Tx, { contestId, round, workId }: Place) =>
  db
    .selectFrom('contest_assignment as a')
    .leftJoin('contest_sheet as s', 's.assignment_id', 'a.id')
    .select(['a.expert_id', 's.state'])
    .where('a.contest_id', '=', contestId)
    .where('a.round', '=', round)
    .where('a.work_id', '=', workId)
    .where('a.state', '=', 'assigned')
    .orderBy('a.id')
    .execute()

async function ready(db: Db | Tx, round: Round, place: Place, now: number): Promise<string[] | null> {
  const rows = await standing(db, place)
  const all = mayTalk({
    assigned: rows.length,
    submitted: rows.filter(({ state }) => state === 'submitted').length,
    wanted: round.review.scoring.reviewsPerWork,
    over: now >= round.review.closesAt,
  })
  return all ? rows.map(({ expert_id }) => expert_id) : null
}

/** Opens the discussion of a work with its last sheet. Once open it stays so; who comes later takes the next seat. */
export async function openIfAllIn(
  core: Pick<Core, 'random'>,
  { tx, now, note }: ActionScope,
  round: Round,
  place: Place,
): Promise<boolean> {
  const experts = await ready(tx, round, place, now)
  if (!experts) return false
  const before = await seatsAt(tx, place.workId)
  const later = experts.filter((one) => !before?.includes(one))
  if (before && later.length === 0) return false
  const seats = [...(before ?? []), ...drawn(later, (length) => core.random.bytes(length))]
  await tx
    .insertInto('contest_discussion')
    .values({
      work_id: place.workId,
      contest_id: place.contestId,
      round: place.round,
      opened_at: now,
      seats,
    })
    .onConflict((conflict) => conflict.column('work_id').doUpdateSet({ seats }))
    .execute()
  note({
    kind: 'contest_discussion.opened',
    subject: { contest: place.contestId },
    payload: { round: place.round, work: place.workId, seats },
  })
  return true
}

/**
 * Opens what became ready without a sheet: the last missing expert declined, or the review is over. Asked before a reader
 * is told that a discussion is shut.
 */
export async function settleDiscussion(core: Core, round: Round, place: Place): Promise<void> {
  const experts = await ready(core.db, round, place, core.clock.now())
  if (!experts) return
  const seats = await seatsAt(core.db, place.workId)
  if (seats && experts.every((one) => seats.includes(one))) return
  await act(core, systemActor('contest'), async (scope) => {
    await scope.tx
      .selectFrom('contest_assignment')
      .select('id')
      .where('work_id', '=', place.workId)
      .where('round', '=', place.round)
      .orderBy('id')
      .forUpdate()
      .execute()
    const opened = await openIfAllIn(core, scope, round, place)
    // Another reader was first: an action leaves a word in evidence all the same.
    if (!opened) scope.note({ kind: 'contest_discussion.found_open', subject: { contest: place.contestId } })
  })
}
