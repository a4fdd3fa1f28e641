import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import { mustBeOpen } from '../../scheme/index.ts'
import { openIfAllIn } from '../discussion/open.ts'
import type { SheetDraft } from '../model.ts'
import { isFrozen, type SheetRow } from '../store.ts'
import { untilRanked } from './draft.ts'
import { rescoreOf } from './rescore.ts'
import { complete } from './rules.ts'
import { type WorkSeat, workSeat } from './seats.ts'

/** The kind under which a submitted sheet stands in evidence. */
export const SHEET_KIND = 'contest_sheet.submitted'

/**
 * Hands a sheet in: from then on it does not change. The evidence names the work by this expert's own code alone, and is
 * noted as of the contest: colleagues of the expert and of the organiser must not read scores there.
 * @throws XinyuError NOT_FOUND, CONTEST_NOT_OPEN, ROUND_FROZEN, SHEET_SUBMITTED, SHEET_STALE, SHEET_INCOMPLETE
 */
export async function submitSheet(
  core: Core,
  actor: UserActor,
  at: { readonly contestId: string; readonly round: string; readonly code: string },
  sheet: SheetDraft,
): Promise<{ edition: number }> {
  const seat = await workSeat(core, actor, at.contestId, at.round, at.code)
  mustBeOpen(untilRanked(seat.round.review.opensAt), core.clock.now())
  complete(seat.round.review.rubric, sheet.scores)
  const acted = await act(core, systemActor('contest'), async (scope) => {
    await holdWork(scope.tx, seat)
    const { before, rescore } = await mustBeWritable(scope, seat, sheet)
    const edition = await write(scope, seat, sheet, before, rescore)
    scope.note({
      kind: SHEET_KIND,
      subject: { contest: at.contestId, assignment: seat.assignment.id },
      payload: {
        by: actor.userId,
        round: at.round,
        code: at.code,
        edition,
        scores: sheet.scores,
        comment: digestOf(sheet.comment),
      },
    })
    await openIfAllIn(core, scope, seat.round, seat.assignment)
    return { edition }
  })
  return acted.value
}

/**
 * Sheets of one work are handed in one after the other, so that the last one knows that it is; and not while a ranking
 * is made, which holds the contest's row.
 */
async function holdWork(tx: Tx, { contest, assignment }: WorkSeat): Promise<void> {
  await tx.selectFrom('contest').select('id').where('id', '=', contest.id).forShare().execute()
  const rows = await tx
    .selectFrom('contest_assignment')
    .select(['id', 'state'])
    .where('work_id', '=', assignment.workId)
    .where('round', '=', assignment.round)
    .orderBy('id')
    .forUpdate()
    .execute()
  if (rows.find(({ id }) => id === assignment.id)?.state !== 'assigned')
    throw new XinyuError('NOT_FOUND', { what: 'work' })
}

async function mustBeWritable(
  { tx, now }: ActionScope,
  { contest, assignment }: WorkSeat,
  sheet: SheetDraft,
): Promise<{ before: SheetRow | undefined; rescore: boolean }> {
  const rescore = contest.state === 'published' && (await rescoreOf(tx, assignment.workId, now)) !== null
  if (!rescore && (await isFrozen(tx, contest, assignment.round))) throw new XinyuError('ROUND_FROZEN')
  const before = await tx
    .selectFrom('contest_sheet')
    .selectAll()
    .where('assignment_id', '=', assignment.id)
    .forUpdate()
    .executeTakeFirst()
  if (before?.state === 'submitted' && !rescore) throw new XinyuError('SHEET_SUBMITTED')
  if ((before?.revision ?? 0) !== sheet.revision)
    throw new XinyuError('SHEET_STALE', { revision: before?.revision ?? 0 })
  return { before, rescore }
}

async function write(
  { tx, now }: ActionScope,
  { assignment, round }: WorkSeat,
  sheet: SheetDraft,
  before: SheetRow | undefined,
  rescore: boolean,
): Promise<number> {
  const edition = (before?.edition ?? 0) + 1
  const scores = JSON.stringify(sheet.scores)
  const written = {
    scores,
    comment: sheet.comment,
    private_note: sheet.privateNote,
    state: 'submitted' as const,
    edition,
    revision: sheet.revision + 1,
    saved_at: now,
    submitted_at: now,
    late: now >= round.review.closesAt,
    reopened: null,
  }
  await tx
    .insertInto('contest_sheet')
    .values({
      assignment_id: assignment.id,
      contest_id: assignment.contestId,
      round: assignment.round,
      work_id: assignment.workId,
      ...written,
    })
    .onConflict((conflict) => conflict.column('assignment_id').doUpdateSet(written))
    .execute()
  await tx
    .insertInto('contest_sheet_edition')
    .values({
      assignment_id: assignment.id,
      edition,
      scores,
      comment: sheet.comment,
      why: edition === 1 ? 'first' : rescore ? 'rescore' : 'reopened',
      submitted_at: now,
    })
    .execute()
  return edition
}
