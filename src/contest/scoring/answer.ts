import { act, type Core } from '../../safeguard/evidence/index.ts'
import { CONTEST } from './actions.ts'
import { dueAt } from './grid.ts'
import { OURS, type ProblemKind } from './model.ts'
import { dataOf, type RunRow } from './store.ts'

/** Gives the answers whose moment has come. Until then the outcome lies in the table, and no entry tells of it. */
export async function answerDue(core: Core): Promise<void> {
  const now = core.clock.now()
  const ended = await core.db
    .selectFrom('contest_task_run')
    .selectAll()
    .where('answered_at', 'is', null)
    .where('ended_at', 'is not', null)
    // Never in the order in which they ended.
    .orderBy('answer_at')
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  for (const run of ended)
    if (run.answer_at === null || dueAt(run.answer_at, run.ended_at!) <= now) await answer(core, run)
}

async function answer(core: Core, run: RunRow): Promise<void> {
  const counted = run.kind === 'hidden' && !isOurs(run.problem_kind)
  const data = await dataOf(core.db, run.contest_id, run.task)
  const acted = await act(core, CONTEST, async ({ tx, now, note }) => {
    const changed = await tx
      .updateTable('contest_task_run')
      .set({ state: run.problem_kind === null ? 'scored' : 'failed', answered_at: now, counted })
      .where('id', '=', run.id)
      .where('answered_at', 'is', null)
      .where('ended_at', 'is not', null)
      .returning('id')
      .executeTakeFirst()
    note({
      kind: `contest_task.${changed ? `${run.kind}_answered` : 'answer_dropped'}`,
      subject: { contest: run.contest_id, team: run.team_id, run: run.id, artefact: run.artefact_id },
      payload: {
        task: run.task,
        data: data?.data_digest ?? null,
        digest: run.digest,
        predictions: run.predictions_digest,
        public: run.public_score,
        private: run.private_score,
        problem: run.problem_kind,
        counted,
        starts: run.starts,
      },
    })
    return changed !== undefined
  })
  if (!acted.value) return
  await core.db
    .updateTable('contest_task_run')
    .set({ leaf: acted.entries[0]!.leaf })
    .where('id', '=', run.id)
    .execute()
}

const isOurs = (problem: ProblemKind | null): boolean => problem !== null && OURS.includes(problem)
