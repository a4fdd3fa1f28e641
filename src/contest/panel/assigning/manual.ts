import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import { type Contest, contestById } from '../../scheme/index.ts'
import { submittedWorks } from '../../submission/index.ts'
import { writeConflicts } from '../conflict/find.ts'
import type { Assignment } from '../model.ts'
import { mustBeOver } from '../moments.ts'
import { assignmentById, panelistsOf, standingConflicts } from '../store.ts'
import { endAssignments } from './end.ts'
import { lockRound, runAssignment, writePairs } from './run.ts'

const machine = systemActor('contest')

/** Takes a work back from an expert. @throws XinyuError NOT_FOUND */
export async function withdrawAssignment(
  core: Core,
  actor: UserActor,
  contest: Contest,
  id: string,
  reason: string,
): Promise<void> {
  await act(core, machine, async (scope) => {
    await lockRound(scope, contest)
    await end(scope, contest, id, reason, actor.userId)
  })
}

async function end(
  scope: ActionScope,
  contest: Contest,
  id: string,
  reason: string,
  by: string,
): Promise<void> {
  if ((await endAssignments(scope, contest.id, { id }, 'withdrawn', reason, by)) === 0)
    throw new XinyuError('NOT_FOUND', { what: 'assignment' })
}

interface Added {
  readonly round: string
  readonly expertId: string
  readonly workId: string
  readonly reason: string
}

/**
 * Gives an expert a work, whatever the machine thinks of loads and fields, and never against a conflict.
 * @throws XinyuError NOT_FOUND, PANEL_TOO_EARLY, PANEL_NOT_ON, PANEL_CONFLICT, PANEL_TWICE
 */
export async function addAssignment(
  core: Core,
  actor: UserActor,
  contest: Contest,
  asked: Added,
): Promise<void> {
  await act(core, machine, async (scope) => {
    await lockRound(scope, contest)
    await add(core, scope, actor, contest, asked)
  })
}

async function add(
  core: Core,
  scope: ActionScope,
  actor: UserActor,
  contest: Contest,
  asked: Added,
): Promise<void> {
  const { tx, now, note } = scope
  const { round, expertId, workId, reason } = asked
  mustBeOver(contest, round, now)
  const works = await submittedWorks(tx, contest.id, round)
  const work = works.find(({ id }) => id === workId)
  if (!work) throw new XinyuError('NOT_FOUND', { what: 'work' })
  const seat = (await panelistsOf(tx, contest.id, round)).find((one) => one.expertId === expertId)
  if (!seat || seat.declaredAt === null || seat.state === 'away') throw new XinyuError('PANEL_NOT_ON')
  if ((await standingConflicts(tx, contest.id)).has(`${expertId} ${work.teamId}`))
    throw new XinyuError('PANEL_CONFLICT')
  const there = await tx
    .selectFrom('contest_assignment')
    .select('id')
    .where('expert_id', '=', expertId)
    .where('work_id', '=', workId)
    .where('state', '=', 'assigned')
    .executeTakeFirst()
  if (there) throw new XinyuError('PANEL_TWICE')
  const [id] = await writePairs(core, scope, contest, round, { works }, [{ workId, expertId }], {
    by: 'hand',
    reason,
  })
  note({
    kind: 'assignment.added',
    subject: { contest: contest.id, assignment: id!, by: actor.userId },
    payload: { round, reason },
  })
}

/** One work goes from one expert to another, in one step. @throws as `addAssignment` */
export async function swapAssignment(
  core: Core,
  actor: UserActor,
  contest: Contest,
  id: string,
  asked: { readonly expertId: string; readonly reason: string },
): Promise<void> {
  await act(core, machine, async (scope) => {
    await lockRound(scope, contest)
    const { workId, round } = await assignmentById(scope.tx, id)
    await end(scope, contest, id, asked.reason, actor.userId)
    await add(core, scope, actor, contest, { ...asked, workId, round })
  })
}

/**
 * An expert gives a work back; with `conflict` he says that he must not judge who made it. Somebody else gets it at once
 * where somebody may; the rest of the panel keeps what it has.
 * @throws XinyuError NOT_FOUND for what is not his
 */
export async function declineAssignment(
  core: Core,
  actor: UserActor,
  assignment: Assignment,
  asked: { readonly reason: string; readonly conflict: boolean },
): Promise<void> {
  if (assignment.userId !== actor.userId) throw new XinyuError('NOT_FOUND', { what: 'assignment' })
  const { contestId, expertId, teamId, round } = assignment
  const contest = await contestById(core, contestId)
  await act(core, machine, async (scope) => {
    await lockRound(scope, contest)
    const ended = await endAssignments(
      scope,
      contestId,
      { id: assignment.id },
      'declined',
      asked.reason,
      actor.userId,
    )
    if (ended === 0) throw new XinyuError('NOT_FOUND', { what: 'assignment' })
    if (asked.conflict) {
      const said = { expertId, teamId, kind: 'declared' as const, note: asked.reason, byRule: false }
      await writeConflicts(scope, contestId, [said], actor.userId)
    }
  })
  await refill(core, actor.userId, contest, round)
}

/** Fills what is missing with what the machine was told last; what cannot be filled waits for the organiser. */
export async function refill(core: Core, by: string, contest: Contest, round: string): Promise<number> {
  const last = await core.db
    .selectFrom('contest_assigning')
    .select(['seed', 'summary'])
    .where('contest_id', '=', contest.id)
    .where('round', '=', round)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last) return 0
  try {
    const { minLoad, maxLoad, prefer } = last.summary
    const asked = { seed: last.seed, minLoad, maxLoad, prefer, inputsDigest: null, partial: true }
    return (await runAssignment(core, by, contest, round, asked)).added
  } catch (error) {
    // Somebody else assigns at this moment: then that one sees what is missing.
    if (isXinyuError(error) && error.code === 'PANEL_CHANGED') return 0
    throw error
  }
}
