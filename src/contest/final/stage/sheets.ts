import { z } from 'zod'
import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { type Contest, announcedContest, type Criterion } from '../../scheme/index.ts'
import { judgesOf } from './judges.ts'
import { ON_STAGE } from './states.ts'
import { finalOf, lockedTurn, type TurnRow } from './turns.ts'

export const LiveSheet = z.strictObject({
  turnId: z.uuid(),
  /** Points by criterion. */
  scores: z
    .record(z.string().max(40), z.number().min(0).max(1000))
    .refine((all) => Object.keys(all).length <= 30),
  comment: z.string().trim().max(2000).default(''),
})
export type LiveSheet = z.output<typeof LiveSheet>

/** Keeps what a judge has so far. @throws XinyuError NOT_FOUND, STAGE_NOT_ON, STAGE_SHEET_LOCKED, STAGE_SCORES, CONTEST_NO_FINAL */
export const saveSheet = (core: Core, actor: UserActor, contestId: string, sheet: LiveSheet): Promise<void> =>
  write(core, actor, contestId, sheet, 'draft')

/**
 * Hands a sheet in: from then on it is locked. Answered when its entry is durable, so that no kill loses it; handed in
 * twice with the same points it is one sheet. @throws XinyuError as `saveSheet`
 */
export const submitSheet = (
  core: Core,
  actor: UserActor,
  contestId: string,
  sheet: LiveSheet,
): Promise<void> => write(core, actor, contestId, sheet, 'submitted')

async function write(
  core: Core,
  actor: UserActor,
  contestId: string,
  { turnId, scores, comment }: LiveSheet,
  state: 'draft' | 'submitted',
): Promise<void> {
  const contest = await announcedContest(core, contestId)
  mustFit(contest, scores, state)
  // The contest notes it, not the judge: users of the judge's own body read what is noted in the judge's name.
  const acted = await act(core, systemActor('contest'), async ({ tx, now, note, emit }) => {
    const turn = await lockedTurn(tx, contestId, turnId)
    const expertId = await mustJudge(tx, contestId, turn, actor)
    const before = await tx
      .selectFrom('contest_live_score')
      .selectAll()
      .where('defence_id', '=', turnId)
      .where('expert_id', '=', expertId)
      .executeTakeFirst()
    const subject = { contest: contestId, team: turn.team_id, defence: turnId, by: actor.userId }
    if (before?.state === 'submitted') {
      if (state !== 'submitted' || !same(before.scores, scores) || before.comment !== comment)
        throw new XinyuError('STAGE_SHEET_LOCKED')
      // A tablet that got no answer sends it again.
      note({ kind: 'defence.sheet_repeated', subject })
      return null
    }
    if (!ON_STAGE.includes(turn.state)) throw new XinyuError('STAGE_NOT_ON')
    const values = {
      scores: JSON.stringify(scores),
      comment,
      state,
      submitted_at: state === 'submitted' ? now : null,
      updated_at: now,
    }
    await tx
      .insertInto('contest_live_score')
      .values({ defence_id: turnId, expert_id: expertId, user_id: actor.userId, leaf: null, ...values })
      .onConflict((conflict) => conflict.columns(['defence_id', 'expert_id']).doUpdateSet(values))
      .execute()
    if (state === 'draft') note({ kind: 'defence.sheet_saved', subject })
    else note({ kind: 'defence.sheet_submitted', subject, payload: { expert: expertId, scores, comment } })
    if (state === 'submitted') emit('contest.stage_changed', { contestId })
    return expertId
  })
  if (acted.value === null || state === 'draft') return
  await core.db
    .updateTable('contest_live_score')
    .set({ leaf: acted.entries[0]!.leaf })
    .where('defence_id', '=', turnId)
    .where('expert_id', '=', acted.value)
    .execute()
}

/** @throws XinyuError NOT_FOUND to whom the panel does not know, STAGE_APART to whom a conflict keeps away */
async function mustJudge(tx: Tx, contestId: string, turn: TurnRow, actor: UserActor): Promise<string> {
  const judge = (await judgesOf(tx, contestId, turn.team_id)).find(({ userId }) => userId === actor.userId)
  if (!judge) throw new XinyuError('NOT_FOUND', { what: 'defence' })
  if (judge.apart) throw new XinyuError('STAGE_APART')
  return judge.expertId
}

/** Nothing that the rubric does not know; handed in, everything that it asks for. @throws XinyuError STAGE_SCORES */
function mustFit(
  contest: Contest,
  scores: Readonly<Record<string, number>>,
  state: 'draft' | 'submitted',
): void {
  const { criteria } = finalOf(contest).defence.rubric
  const known = new Map<string, Criterion>(criteria.map((one) => [one.code, one]))
  const wrong = Object.entries(scores).find(([code, points]) => {
    const criterion = known.get(code)
    return !criterion || points > criterion.max
  })
  const missing = criteria.find(({ code }) => state === 'submitted' && scores[code] === undefined)
  const at = wrong?.[0] ?? missing?.code
  if (at !== undefined) throw new XinyuError('STAGE_SCORES', { criterion: at.slice(0, 40) })
}

const same = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([code, points]) => b[code] === points)
