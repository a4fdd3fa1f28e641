import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import { type Contest, contestById, mustOrganise } from '../../scheme/index.ts'
import { CERTIFICATES_JOB } from '../certificate/job.ts'
import { newNumber } from '../certificate/number.ts'
import type { After } from '../sources.ts'
import { listRow } from './store.ts'

/**
 * Entries of an officer are read by everybody of that body, experts among them: what is not public yet is noted by the
 * contest itself, with who did it as a subject.
 */
export const contestActor = systemActor('contest')

/** One list at a time: two officers at once must not both be right. */
export async function lockContest(tx: Tx, contestId: string): Promise<void> {
  await tx.selectFrom('contest').select('id').where('id', '=', contestId).forUpdate().execute()
}

/** Publishes the lists whose moment has come. Returns how many. */
export async function publishDue({ core }: Pick<After, 'core'>, contestId?: string): Promise<number> {
  let due = core.db
    .selectFrom('contest_award_list')
    .select(['id', 'contest_id'])
    .where('state', '=', 'checked')
    .where('publish_at', '<=', core.clock.now())
  if (contestId !== undefined) due = due.where('contest_id', '=', contestId)
  const lists = await due.limit(100).execute()
  for (const list of lists) {
    const contest = await contestById(core, list.contest_id)
    await act(core, contestActor, (scope) => publish(core, scope, contest, list.id))
  }
  return lists.length
}

async function publish(core: Core, scope: ActionScope, contest: Contest, listId: string): Promise<void> {
  const { tx, now, note, emit } = scope
  await lockContest(tx, contest.id)
  const list = await listRow(tx, contest.id, listId)
  const subject = { contest: contest.id, list: listId, participant: contest.organiserId }
  // Another server or call was faster.
  if (list.state !== 'checked') return note({ kind: 'award.publication_checked', subject })
  await tx
    .updateTable('contest_award_list')
    .set({ state: 'published', published_at: now })
    .where('id', '=', listId)
    .execute()
  const rows = list.awards.map((row) => {
    const award = contest.scheme.awards.find((one) => one.code === row.award)
    return {
      id: scope.id(),
      contest_id: contest.id,
      award: row.award,
      team_id: row.teamId,
      division: row.division,
      place: row.place,
      rank: row.rank,
      prize_fen: award?.prizeFen ?? 0,
      recommend: award?.recommend ?? false,
      number: newNumber(core.random, contest.code),
      published_at: now,
      revoked_at: null,
      revoke_reason: null,
    }
  })
  for (let at = 0; at < rows.length; at += 500)
    await tx
      .insertInto('contest_award')
      .values(rows.slice(at, at + 500))
      .execute()
  note({
    kind: 'award.published',
    subject,
    payload: {
      ranking: list.ranking_digest,
      awards: rows.map((row) => ({
        award: row.award,
        team: row.team_id,
        place: row.place,
        number: row.number,
      })),
    },
  })
  if (rows.length > 0) await core.jobs.enqueue(tx, contestActor, CERTIFICATES_JOB, { contestId: contest.id })
  emit('contest.results_published', { contestId: contest.id })
}

/** Takes an award back: its certificate says so from now on. @throws XinyuError NOT_FOUND, AWARD_REVOKED */
export async function revokeAward(
  { core }: After,
  actor: UserActor,
  contestId: string,
  awardId: string,
  reason: string,
): Promise<void> {
  await mustOrganise(core, actor, contestId)
  await act(core, actor, async ({ tx, now, note, emit }) => {
    const row = await tx
      .selectFrom('contest_award')
      .selectAll()
      .where('id', '=', awardId)
      .where('contest_id', '=', contestId)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'award' })
    if (row.revoked_at !== null) throw new XinyuError('AWARD_REVOKED')
    await tx
      .updateTable('contest_award')
      .set({ revoked_at: now, revoke_reason: reason })
      .where('id', '=', awardId)
      .execute()
    note({
      kind: 'award.revoked',
      subject: { contest: contestId, award: awardId, team: row.team_id },
      payload: { number: row.number, reason },
    })
    emit('contest.results_published', { contestId })
  })
}
