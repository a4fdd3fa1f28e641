import type { UserActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { FinalPorts, FinalRanked } from '../model.ts'
import { mustNotBeReleased, mustPreside } from '../stage/actions.ts'
import { finalRows } from './combine.ts'
import { gatherInputs, inputsHash } from './inputs.ts'

/**
 * Discloses the ranking to all. Everything that it was counted from is the payload of the entry: who holds it counts the
 * same ranking again. @throws XinyuError CONTEST_NOT_PRESIDING, STAGE_NOT_OVER, STAGE_RELEASED
 */
export async function releaseRanking(
  core: Core,
  ports: FinalPorts,
  actor: UserActor,
  contestId: string,
): Promise<void> {
  const contest = await mustPreside(core, actor, contestId)
  const hidden = await ports.hiddenScores(contestId)
  const { entries } = await act(core, actor, async ({ tx, now, note, emit }) => {
    // No turn moves and no sheet comes in while the ranking is counted.
    await tx.selectFrom('contest').select('id').where('id', '=', contestId).forUpdate().execute()
    await tx
      .selectFrom('contest_defence')
      .select('id')
      .where('contest_id', '=', contestId)
      .forUpdate()
      .execute()
    await mustNotBeReleased(tx, contestId)
    const { inputs, open } = await gatherInputs(tx, contest, hidden)
    if (open > 0 || inputs.teams.length === 0) throw new XinyuError('STAGE_NOT_OVER', { count: open })
    const rows = finalRows(inputs)
    const hash = inputsHash(inputs)
    await tx
      .insertInto('contest_final_ranking')
      .values({
        contest_id: contestId,
        number: 1,
        rows: JSON.stringify(rows),
        inputs: JSON.stringify(inputs),
        inputs_digest: hash,
        leaf: null,
        released_at: now,
        released_by: actor.userId,
      })
      .execute()
    note({
      kind: 'contest.final_released',
      subject: { contest: contestId },
      payload: { inputs, inputsDigest: hash, rows } as unknown as Json,
    })
    emit('contest.stage_changed', { contestId })
  })
  await core.db
    .updateTable('contest_final_ranking')
    .set({ leaf: entries[0]!.leaf })
    .where('contest_id', '=', contestId)
    .execute()
}

/** The ranking of the final from the best to the last; null until it is released. */
export async function finalRanking(core: Pick<Core, 'db'>, contestId: string): Promise<FinalRanked[] | null> {
  return (await releasedRanking(core, contestId))?.rows ?? null
}

export async function releasedRanking(core: Pick<Core, 'db'>, contestId: string) {
  const row = await core.db
    .selectFrom('contest_final_ranking')
    .selectAll()
    .where('contest_id', '=', contestId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}
