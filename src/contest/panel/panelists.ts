import { systemActor, type UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { act, type Core } from '../../safeguard/evidence/index.ts'
import type { Contest } from '../scheme/index.ts'
import { findConflicts } from './conflict/find.ts'
import { mustHaveRound } from './moments.ts'

/**
 * Who is on the panel of a round: exactly these. Who comes back declares anew.
 * @throws XinyuError NOT_FOUND for somebody who is not in the pool, PANEL_HAS_WORKS
 */
export async function setPanel(
  core: Core,
  actor: UserActor,
  contest: Contest,
  round: string,
  expertIds: readonly string[],
): Promise<void> {
  mustHaveRound(contest, round)
  await act(core, systemActor('contest'), async ({ tx, now, note }) => {
    // One after the other: two who set the panel at once would mix theirs.
    await tx.selectFrom('contest').select('id').where('id', '=', contest.id).forUpdate().executeTakeFirst()
    const wanted = [...new Set(expertIds)]
    const known =
      wanted.length === 0
        ? []
        : await tx
            .selectFrom('contest_expert')
            .select('id')
            .where('organiser_id', '=', contest.organiserId)
            .where('id', 'in', wanted)
            .execute()
    if (known.length < wanted.length) throw new XinyuError('NOT_FOUND', { what: 'expert' })
    const there = await tx
      .selectFrom('contest_panelist')
      .select('expert_id')
      .where('contest_id', '=', contest.id)
      .where('round', '=', round)
      .execute()
    const now_ = new Set(there.map((one) => one.expert_id))
    const gone = [...now_].filter((id) => !wanted.includes(id))
    const added = wanted.filter((id) => !now_.has(id))
    if (gone.length > 0) {
      const busy = await tx
        .selectFrom('contest_assignment')
        .select('id')
        .where('contest_id', '=', contest.id)
        .where('round', '=', round)
        .where('state', '=', 'assigned')
        .where('expert_id', 'in', gone)
        .limit(1)
        .executeTakeFirst()
      if (busy) throw new XinyuError('PANEL_HAS_WORKS')
      await tx
        .deleteFrom('contest_panelist')
        .where('contest_id', '=', contest.id)
        .where('round', '=', round)
        .where('expert_id', 'in', gone)
        .execute()
    }
    if (added.length > 0)
      await tx
        .insertInto('contest_panelist')
        .values(
          added.map((expert_id) => ({
            contest_id: contest.id,
            round,
            expert_id,
            salt: Buffer.from(core.random.bytes(16)).toString('hex'),
            added_at: now,
            declared_at: null,
          })),
        )
        .execute()
    note({
      kind: 'panel.set',
      subject: { contest: contest.id, by: actor.userId },
      payload: { round, added, gone },
    })
  })
  await findConflicts(core, contest, actor.userId)
}
