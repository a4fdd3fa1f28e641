import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { isoTime } from '../../../kernel/clock.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { DeskDiscussion } from '../model.ts'
import { sheetScore, shown } from '../rank/index.ts'
import { type WorkSeat, workSeat } from '../sheets/seats.ts'
import { seatsAt, settleDiscussion } from './open.ts'

interface At {
  readonly contestId: string
  readonly round: string
  readonly code: string
}

/** Sheets and remarks of the work, for an expert who has submitted; shut and empty before. */
export async function discussionOf(core: Core, actor: UserActor, at: At): Promise<DeskDiscussion> {
  const seat = await workSeat(core, actor, at.contestId, at.round, at.code)
  const seats = await mayRead(core, seat)
  if (!seats) return { open: false, sheets: [], remarks: [] }
  const { criteria } = seat.round.review.rubric
  const sheets = await core.db
    .selectFrom('contest_assignment as a')
    .innerJoin('contest_sheet as s', 's.assignment_id', 'a.id')
    .select(['a.expert_id', 's.scores', 's.comment'])
    .where('a.contest_id', '=', at.contestId)
    .where('a.round', '=', at.round)
    .where('a.work_id', '=', seat.assignment.workId)
    .where('a.state', '=', 'assigned')
    .where('s.state', '=', 'submitted')
    .execute()
  const remarks = await core.db
    .selectFrom('contest_remark')
    .select(['expert_id', 'text', 'at'])
    .where('work_id', '=', seat.assignment.workId)
    .orderBy('at')
    .orderBy('id')
    .execute()
  const who = (expert: string) => ({ seat: seats.indexOf(expert) + 1, own: expert === seat.expert.id })
  return {
    open: true,
    sheets: sheets
      .map(({ expert_id, scores, comment }) => ({
        ...who(expert_id),
        score: shown(sheetScore(criteria, scores)),
        scores,
        comment,
      }))
      .toSorted((a, b) => a.seat - b.seat),
    remarks: remarks.map(({ expert_id, text, at: moment }) => ({
      ...who(expert_id),
      text,
      day: dayOf(moment, seat.contest.scheme.timeZone),
    })),
  }
}

/** A day in the zone of the contest. */
export const dayOf = (moment: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(moment)

/** Seats of an open discussion, for an expert whose own sheet is in. */
async function mayRead(
  core: Core,
  { round, assignment, expert }: WorkSeat,
): Promise<readonly string[] | null> {
  await settleDiscussion(core, round, assignment)
  const seats = await seatsAt(core.db, assignment.workId)
  if (!seats?.includes(expert.id)) return null
  const own = await core.db
    .selectFrom('contest_sheet')
    .select('state')
    .where('assignment_id', '=', assignment.id)
    .executeTakeFirst()
  return own?.state === 'submitted' ? seats : null
}

/** @throws XinyuError NOT_FOUND, DISCUSSION_CLOSED */
export async function remark(core: Core, actor: UserActor, at: At, text: string): Promise<void> {
  const seat = await workSeat(core, actor, at.contestId, at.round, at.code)
  if (seat.contest.state === 'closed' || !(await mayRead(core, seat)))
    throw new XinyuError('DISCUSSION_CLOSED')
  await act(core, systemActor('contest'), async ({ tx, now, id, note }) => {
    const remarkId = id()
    await tx
      .insertInto('contest_remark')
      .values({ id: remarkId, work_id: seat.assignment.workId, expert_id: seat.expert.id, text, at: now })
      .execute()
    note({
      kind: 'contest_remark.made',
      subject: { contest: at.contestId, remark: remarkId },
      payload: { by: actor.userId, round: at.round, code: at.code, text, at: isoTime(now) },
    })
  })
}
