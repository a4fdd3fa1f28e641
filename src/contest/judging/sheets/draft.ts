import { sql } from 'kysely'
import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { mustBeOpen } from '../../scheme/index.ts'
import type { SheetDraft } from '../model.ts'
import { isFrozen } from '../store.ts'
import { rescoreOf } from './rescore.ts'
import { withinRubric } from './rules.ts'
import { workSeat } from './seats.ts'

/** Scores of a review that is over are still taken, until the round is ranked. */
export const untilRanked = (opensAt: number) => ({ opensAt, closesAt: Number.MAX_SAFE_INTEGER })

/**
 * Keeps a draft as it is written. No action and no evidence: nothing of it counts before it is submitted, and the log
 * would tell from second to second when an expert worked.
 * @throws XinyuError NOT_FOUND, CONTEST_NOT_OPEN, ROUND_FROZEN, SHEET_SUBMITTED, SHEET_STALE, SHEET_INCOMPLETE
 */
export async function saveDraft(
  core: Core,
  actor: UserActor,
  at: { readonly contestId: string; readonly round: string; readonly code: string },
  draft: SheetDraft,
): Promise<{ revision: number; savedAt: number }> {
  const { contest, round, assignment } = await workSeat(core, actor, at.contestId, at.round, at.code)
  const now = core.clock.now()
  mustBeOpen(untilRanked(round.review.opensAt), now)
  const rescore = contest.state === 'published' && (await rescoreOf(core.db, assignment.workId, now)) !== null
  if (!rescore && (await isFrozen(core.db, contest, at.round))) throw new XinyuError('ROUND_FROZEN')
  withinRubric(round.review.rubric, draft.scores)
  const row = await core.db
    .insertInto('contest_sheet')
    .values({
      assignment_id: assignment.id,
      contest_id: assignment.contestId,
      round: assignment.round,
      work_id: assignment.workId,
      scores: JSON.stringify(draft.scores),
      comment: draft.comment,
      private_note: draft.privateNote,
      state: 'draft',
      edition: 0,
      revision: draft.revision + 1,
      saved_at: now,
      submitted_at: null,
      late: false,
      reopened: null,
    })
    .onConflict((conflict) =>
      conflict
        .column('assignment_id')
        .doUpdateSet({
          scores: JSON.stringify(draft.scores),
          comment: draft.comment,
          private_note: draft.privateNote,
          revision: sql<number>`contest_sheet.revision + 1`,
          saved_at: now,
        })
        .where('contest_sheet.state', '=', 'draft')
        .where('contest_sheet.revision', '=', draft.revision),
    )
    .returning('revision')
    .executeTakeFirst()
  if (row) return { revision: row.revision, savedAt: now }
  const standing = await core.db
    .selectFrom('contest_sheet')
    .select(['state', 'revision'])
    .where('assignment_id', '=', assignment.id)
    .executeTakeFirstOrThrow()
  if (standing.state === 'submitted') throw new XinyuError('SHEET_SUBMITTED')
  throw new XinyuError('SHEET_STALE', { revision: standing.revision })
}
