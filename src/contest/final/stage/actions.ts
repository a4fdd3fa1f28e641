import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { type Contest, mustOrganise } from '../../scheme/index.ts'
import { finalSettings } from '../store.ts'
import { missingJudges } from './judges.ts'
import { mayMove, type Move, moved } from './states.ts'
import { columnsOf, KINDS, lockedTurn, turnOf, turnOnStage } from './turns.ts'

export interface Moving {
  readonly turnId: string
  /** The `seq` that was seen: a second press, or a second officer, changes nothing. */
  readonly seq: number
  readonly move: Move
  /** Asked for where a turn is repeated, or ended while sheets are missing. */
  readonly reason?: string | undefined
}

/** The one who was named to preside. @throws XinyuError NOT_FOUND, CONTEST_NOT_ORGANISER, CONTEST_NOT_PRESIDING */
export async function mustPreside(core: Core, actor: UserActor, contestId: string): Promise<Contest> {
  const contest = await mustOrganise(core, actor, contestId)
  const { presidingId } = await finalSettings(core.db, contestId)
  if (presidingId !== actor.userId) throw new XinyuError('CONTEST_NOT_PRESIDING')
  return contest
}

/**
 * Moves a turn on. @throws XinyuError NOT_FOUND, CONTEST_NOT_PRESIDING, STAGE_MOVED, STAGE_TAKEN, STAGE_SHEETS_MISSING,
 *   STAGE_REASON, STAGE_RELEASED
 */
export async function moveStage(
  core: Core,
  actor: UserActor,
  contestId: string,
  moving: Moving,
): Promise<void> {
  await mustPreside(core, actor, contestId)
  const { turnId, move, reason } = moving
  await act(core, actor, async ({ tx, now, id, note, emit }) => {
    const row = await lockedTurn(tx, contestId, turnId)
    const turn = turnOf(row)
    if (row.seq !== moving.seq || !mayMove(turn, move)) throw new XinyuError('STAGE_MOVED')
    await mustNotBeReleased(tx, contestId)
    if (move === 'start') await mustBeFree(tx, contestId)
    if (move === 'repeat' && !reason) throw new XinyuError('STAGE_REASON')
    const missing = move === 'finish' ? await missingJudges(tx, contestId, row) : []
    if (missing.length > 0 && !reason) throw new XinyuError('STAGE_SHEETS_MISSING', { count: missing.length })
    const after = moved(turn, move, now)
    const ended = move === 'finish' || move === 'absent' || move === 'repeat'
    await tx
      .updateTable('contest_defence')
      .set({
        ...columnsOf(after),
        seq: row.seq + 1,
        ...(reason ? { reason } : {}),
        ...(row.started_at === null && move === 'start' ? { started_at: now } : {}),
        ...(ended ? { ended_at: now } : {}),
      })
      .where('id', '=', row.id)
      .execute()
    const subject = { contest: contestId, team: row.team_id, defence: row.id }
    if (move === 'repeat') {
      const again = id()
      await tx
        .insertInto('contest_defence')
        .values({
          id: again,
          contest_id: contestId,
          team_id: row.team_id,
          place: row.place,
          run: row.run + 1,
          state: 'waiting',
          running_since: null,
          reason: null,
          started_at: null,
          ended_at: null,
        })
        .execute()
    }
    note({
      kind: KINDS[move],
      subject,
      payload: { reason: reason ?? null, missing: missing.length, run: row.run, place: row.place },
    })
    emit('contest.stage_changed', { contestId })
  })
}

/** More time, or less, for the part that is on. @throws XinyuError as `moveStage` */
export async function addTime(
  core: Core,
  actor: UserActor,
  contestId: string,
  { turnId, seq, seconds }: { turnId: string; seq: number; seconds: number },
): Promise<void> {
  await mustPreside(core, actor, contestId)
  await act(core, actor, async ({ tx, note, emit }) => {
    const row = await lockedTurn(tx, contestId, turnId)
    if (row.seq !== seq || (row.state !== 'presenting' && row.state !== 'questions'))
      throw new XinyuError('STAGE_MOVED')
    const more = seconds * 1000
    const change =
      row.state === 'presenting'
        ? { present_more: row.present_more + more }
        : { question_more: row.question_more + more }
    await tx
      .updateTable('contest_defence')
      .set({ ...change, seq: seq + 1 })
      .where('id', '=', row.id)
      .execute()
    const subject = { contest: contestId, team: row.team_id, defence: row.id }
    note({ kind: 'defence.extended', subject, payload: { seconds, part: row.state } })
    emit('contest.stage_changed', { contestId })
  })
}

async function mustBeFree(tx: Tx, contestId: string): Promise<void> {
  // The row of the contest makes starts of two different teams come one after the other; the index holds it in any case.
  await tx.selectFrom('contest').select('id').where('id', '=', contestId).forUpdate().execute()
  if (await turnOnStage(tx, contestId)) throw new XinyuError('STAGE_TAKEN')
}

/** @throws XinyuError STAGE_RELEASED: what was published is not moved under it */
export async function mustNotBeReleased(tx: Tx, contestId: string): Promise<void> {
  const released = await tx
    .selectFrom('contest_final_ranking')
    .select('number')
    .where('contest_id', '=', contestId)
    .limit(1)
    .executeTakeFirst()
  if (released) throw new XinyuError('STAGE_RELEASED')
}
