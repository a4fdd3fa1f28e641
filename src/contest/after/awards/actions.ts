import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { act } from '../../../safeguard/evidence/index.ts'
import { mustOrganise } from '../../scheme/index.ts'
import type { After } from '../sources.ts'
import type { NewProposal } from './model.ts'
import { mustPropose, mustStand } from './proposal.ts'
import { contestActor, lockContest, publishDue } from './publish.ts'
import { prizeSum } from './rules.ts'
import { listRow, standingList } from './store.ts'

/**
 * Proposes the awards from the ranking as it stands; replaces a proposal that is not published yet.
 * @throws XinyuError AWARD_NO_RANKING, AWARD_DECISION, AWARD_PUBLISHED, NOT_FOUND
 */
export async function proposeList(
  after: After,
  actor: UserActor,
  contestId: string,
  input: NewProposal,
): Promise<string> {
  const contest = await mustOrganise(after.core, actor, contestId)
  const standing = await mustStand(after, contest)
  const made = mustPropose(contest, standing, input)
  const { value } = await act(after.core, contestActor, async ({ tx, now, id, note }) => {
    await lockContest(tx, contestId)
    const before = await standingList(tx, contestId)
    if (before?.state === 'published') throw new XinyuError('AWARD_PUBLISHED')
    if (before)
      await tx
        .updateTable('contest_award_list')
        .set({ state: 'replaced' })
        .where('id', '=', before.id)
        .execute()
    const { last } = await tx
      .selectFrom('contest_award_list')
      .select((eb) => eb.fn.max('number').as('last'))
      .where('contest_id', '=', contestId)
      .executeTakeFirstOrThrow()
    const listId = id()
    const number = (last ?? 0) + 1
    await tx
      .insertInto('contest_award_list')
      .values({
        id: listId,
        contest_id: contestId,
        number,
        state: 'proposed',
        ranking_digest: standing.digest,
        awards: JSON.stringify(made.rows),
        borders: JSON.stringify(made.borders),
        exclusions: JSON.stringify(input.exclusions),
        decisions: JSON.stringify(input.decisions),
        proposed_by: actor.userId,
        proposed_at: now,
        checked_by: null,
        checked_at: null,
        return_reason: null,
        publish_at: null,
        origin: null,
        published_at: null,
      })
      .execute()
    note({
      kind: 'award.proposed',
      subject: { contest: contestId, list: listId, by: actor.userId },
      payload: {
        number,
        ranking: standing.digest,
        awards: made.rows.map((row) => ({ ...row })),
        undecided: made.borders.length,
        exclusions: input.exclusions,
        decisions: input.decisions,
        prizeFen: prizeSum(made.rows, contest.scheme.awards),
      },
    })
    return listId
  })
  return value
}

/**
 * A second officer agrees, and says from when the public may read it.
 * @throws XinyuError NOT_FOUND, AWARD_STATE, AWARD_SECOND_OFFICER, AWARD_UNDECIDED, AWARD_OUTDATED
 */
export async function checkList(
  after: After,
  actor: UserActor,
  contestId: string,
  listId: string,
  { publishAt, origin }: { readonly publishAt: number | null; readonly origin: string },
): Promise<void> {
  const contest = await mustOrganise(after.core, actor, contestId)
  const standing = await mustStand(after, contest)
  await act(after.core, contestActor, async ({ tx, now, note }) => {
    await lockContest(tx, contestId)
    const list = await waitingList(tx, contestId, listId)
    if (list.proposed_by === actor.userId) throw new XinyuError('AWARD_SECOND_OFFICER')
    if (list.borders.length > 0) throw new XinyuError('AWARD_UNDECIDED', { count: list.borders.length })
    if (list.ranking_digest !== standing.digest) throw new XinyuError('AWARD_OUTDATED')
    const at = Math.max(publishAt ?? now, now)
    await tx
      .updateTable('contest_award_list')
      .set({ state: 'checked', checked_by: actor.userId, checked_at: now, publish_at: at, origin })
      .where('id', '=', listId)
      .execute()
    note({
      kind: 'award.checked',
      subject: { contest: contestId, list: listId, by: actor.userId },
      payload: { publishAt: at },
    })
  })
  await publishDue(after, contestId)
}

/** A second officer does not agree. @throws XinyuError NOT_FOUND, AWARD_STATE, AWARD_SECOND_OFFICER */
export async function returnList(
  { core }: After,
  actor: UserActor,
  contestId: string,
  listId: string,
  reason: string,
): Promise<void> {
  await mustOrganise(core, actor, contestId)
  await act(core, contestActor, async ({ tx, now, note }) => {
    await lockContest(tx, contestId)
    const list = await listRow(tx, contestId, listId)
    // What is checked can still be called back until its moment.
    if (list.state !== 'proposed' && list.state !== 'checked')
      throw new XinyuError('AWARD_STATE', { state: list.state })
    if (list.proposed_by === actor.userId) throw new XinyuError('AWARD_SECOND_OFFICER')
    await tx
      .updateTable('contest_award_list')
      .set({ state: 'returned', checked_by: actor.userId, checked_at: now, return_reason: reason })
      .where('id', '=', listId)
      .execute()
    note({
      kind: 'award.returned',
      subject: { contest: contestId, list: listId, by: actor.userId },
      payload: { reason },
    })
  })
}

async function waitingList(tx: Tx, contestId: string, listId: string) {
  const list = await listRow(tx, contestId, listId)
  if (list.state !== 'proposed') throw new XinyuError('AWARD_STATE', { state: list.state })
  return list
}
