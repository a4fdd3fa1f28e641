import { systemActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import { type Contest } from '../../scheme/index.ts'
import { measure, type Pair, pairKey, type Solution, solveInThread } from '../assign/index.ts'
import { findConflicts } from '../conflict/find.ts'
import { mustBeOver } from '../moments.ts'
import { newCodes } from './codes.ts'
import { type AssignOptions, buildProblem, type Built } from './problem.ts'

export interface Worked extends Built {
  readonly solution: Solution
  readonly measures: ReturnType<typeof measure>
}

/** What the machine would assign now. Writes nothing but conflicts that it finds. @throws XinyuError PANEL_TOO_EARLY */
export async function workOut(
  core: Core,
  by: string,
  contest: Contest,
  round: string,
  options: AssignOptions,
): Promise<Worked> {
  mustBeOver(contest, round, core.clock.now())
  await findConflicts(core, contest, by)
  const built = await buildProblem(core.db, contest, round, options)
  const solution = await solveInThread(built.problem)
  return { ...built, solution, measures: measure(built.problem, solution.pairs) }
}

/**
 * Assigns what was looked at in the preview. What stands is kept: a second time it only fills what is missing.
 * @throws XinyuError PANEL_CHANGED where something is different now, PANEL_INCOMPLETE where works would lack reviews and
 * that was not asked for
 */
export async function runAssignment(
  core: Core,
  by: string,
  contest: Contest,
  round: string,
  asked: AssignOptions & { readonly inputsDigest: string | null; readonly partial: boolean },
): Promise<{ readonly added: number; readonly lacking: number }> {
  const worked = await workOut(core, by, contest, round, asked)
  if (asked.inputsDigest !== null && asked.inputsDigest !== worked.inputsDigest)
    throw new XinyuError('PANEL_CHANGED')
  const { solution, measures } = worked
  if (solution.lacks.length > 0 && !asked.partial)
    throw new XinyuError('PANEL_INCOMPLETE', { works: solution.lacks.length })
  if (solution.pairs.length === 0) return { added: 0, lacking: measures.lacking }
  await act(core, systemActor('contest'), async (scope) => {
    await lockRound(scope, contest)
    // Between the working out and this lock somebody may have declared, declined or been added.
    const now = await buildProblem(scope.tx, contest, round, asked)
    if (now.inputsDigest !== worked.inputsDigest) throw new XinyuError('PANEL_CHANGED')
    await writePairs(core, scope, contest, round, worked, solution.pairs, { by: 'machine', reason: '' })
    const summary = {
      assigned: measures.assigned,
      lacking: measures.lacking,
      known: measures.known,
      sameBody: measures.sameBody,
      cost: measures.cost.toString(),
      minLoad: asked.minLoad,
      maxLoad: asked.maxLoad,
      prefer: asked.prefer,
    }
    const result = digestOf(solution.pairs.map(pairKey).sort().join('\n'))
    await scope.tx
      .insertInto('contest_assigning')
      .values({
        id: scope.id(),
        contest_id: contest.id,
        round,
        seed: asked.seed,
        inputs_digest: worked.inputsDigest,
        result_digest: result,
        summary: JSON.stringify(summary),
        by_user: by,
        at: scope.now,
      })
      .execute()
    scope.note({
      kind: 'assignment.worked_out',
      subject: { contest: contest.id, by },
      payload: { round, seed: asked.seed, inputs: worked.inputsDigest, result, ...summary },
    })
  })
  return { added: solution.pairs.length, lacking: measures.lacking }
}

/** Whoever assigns in a contest does it alone. */
export const lockRound = ({ tx }: ActionScope, contest: Contest) =>
  tx.selectFrom('contest').select('id').where('id', '=', contest.id).forUpdate().executeTakeFirst()

export async function writePairs(
  core: Core,
  scope: ActionScope,
  contest: Contest,
  round: string,
  { works }: Pick<Built, 'works'>,
  pairs: readonly Pair[],
  how: { readonly by: 'machine' | 'hand'; readonly reason: string },
): Promise<string[]> {
  const teamOf = new Map(works.map(({ id, teamId }) => [id, teamId]))
  const codes = await newCodes(core, scope.tx, contest.id, round, pairs.length)
  const rows = pairs.map(({ workId, expertId }, at) => ({
    id: scope.id(),
    contest_id: contest.id,
    round,
    expert_id: expertId,
    work_id: workId,
    team_id: teamOf.get(workId)!,
    code: codes[at]!,
    state: 'assigned' as const,
    ...how,
    created_at: scope.now,
    ended_at: null,
  }))
  for (let from = 0; from < rows.length; from += 500)
    await scope.tx
      .insertInto('contest_assignment')
      .values(rows.slice(from, from + 500))
      .execute()
  return rows.map(({ id }) => id)
}
