import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { suite } from '../../safeguard/crypto/index.ts'
import { act, type Core } from '../../safeguard/evidence/index.ts'
import { type Contest, type HiddenTask, mustBeOpen } from '../scheme/index.ts'
import { type Asker, CONTEST, oneAtATime, subjectOf } from './actions.ts'
import { readyData, runOfTeam } from './store.ts'

/** Takes a run back that has no answer yet; it does not count. @throws XinyuError NOT_FOUND, CONTEST_TASK_RUN_OVER */
export async function cancelRun(core: Core, asker: Asker, runId: string): Promise<void> {
  const { task, team } = asker
  await act(core, CONTEST, async ({ tx, now, note }) => {
    await oneAtATime(tx, team.id, task.code)
    await runOfTeam(tx, { runId, teamId: team.id, task: task.code })
    const { numUpdatedRows } = await tx
      .updateTable('contest_task_run')
      .set({
        state: 'cancelled',
        answered_at: now,
        // What it may have reached meanwhile is nobody's any more.
        public_score: null,
        private_score: null,
        problem_kind: null,
        predictions_digest: null,
        predictions_key: null,
      })
      .where('id', '=', runId)
      .where('answered_at', 'is', null)
      // Due already: a run is not taken back because its answer is feared.
      .where((eb) => eb.or([eb('answer_at', 'is', null), eb('answer_at', '>', now)]))
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new XinyuError('CONTEST_TASK_RUN_OVER')
    note({ kind: 'contest_task.run_cancelled', subject: { ...subjectOf(asker), run: runId } })
  })
}

/** The run that decides for the team, instead of its last one. @throws XinyuError NOT_FOUND, CONTEST_TASK_RUN_OVER, CONTEST_TASK_RELEASED */
export async function chooseRun(core: Core, asker: Asker, runId: string): Promise<void> {
  const { contest, task, team } = asker
  mustBeOpen(contest.scheme.final!, core.clock.now())
  await act(core, CONTEST, async ({ tx, note }) => {
    await oneAtATime(tx, team.id, task.code)
    if ((await readyData(tx, contest.id, task.code)).released_at !== null)
      throw new XinyuError('CONTEST_TASK_RELEASED')
    const run = await runOfTeam(tx, { runId, teamId: team.id, task: task.code })
    if (run.state !== 'scored' || run.kind !== 'hidden') throw new XinyuError('CONTEST_TASK_RUN_OVER')
    await tx
      .updateTable('contest_task_run')
      .set({ chosen: false })
      .where('team_id', '=', team.id)
      .where('task', '=', task.code)
      .where('chosen', '=', true)
      .execute()
    await tx.updateTable('contest_task_run').set({ chosen: true }).where('id', '=', runId).execute()
    note({ kind: 'contest_task.run_chosen', subject: { ...subjectOf(asker), run: runId } })
  })
}

/**
 * Tells the private scores, and the key by which rows were divided. Only after the final is over and all is answered:
 * before, they would steer the work. @throws XinyuError CONTEST_TASK_RELEASE_EARLY, CONTEST_TASK_RELEASED
 */
export async function releaseScores(
  core: Core,
  actor: UserActor,
  contest: Contest,
  task: HiddenTask,
): Promise<void> {
  if (core.clock.now() < contest.scheme.final!.closesAt) throw new XinyuError('CONTEST_TASK_RELEASE_EARLY')
  await act(core, CONTEST, async ({ tx, now, note }) => {
    const data = await readyData(tx, contest.id, task.code)
    const open = await tx
      .selectFrom('contest_task_run')
      .select('id')
      .where('contest_id', '=', contest.id)
      .where('task', '=', task.code)
      .where('kind', '=', 'hidden')
      .where('answered_at', 'is', null)
      .executeTakeFirst()
    if (open) throw new XinyuError('CONTEST_TASK_RELEASE_EARLY')
    const { numUpdatedRows } = await tx
      .updateTable('contest_task')
      .set({ released_at: now })
      .where('contest_id', '=', contest.id)
      .where('code', '=', task.code)
      .where('released_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new XinyuError('CONTEST_TASK_RELEASED')
    note({
      kind: 'contest_task.scores_released',
      subject: { contest: contest.id, by: actor.userId },
      payload: {
        task: task.code,
        data: data.data_digest,
        algorithm: suite().hash.name,
        splitKey: data.split_key.toString('hex'),
      },
    })
  })
}
