import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { gather } from '../ranking/gather.ts'
import type { Place } from './who.ts'

/** An expert is asked once in this time, however often the button is pressed. */
const PAUSE_MS = 12 * 3_600_000

/** Asks every expert whose sheets are missing; the desk shows it. Returns how many were asked. */
export async function remindExperts(
  core: Core,
  actor: UserActor,
  { contest, round }: Place,
): Promise<number> {
  const acted = await act(core, systemActor('contest'), async ({ tx, note, now }) => {
    const { due } = await gather(tx, contest, round)
    const missing = Map.groupBy(due, ({ expertId }) => expertId)
    const asked: string[] = []
    // In the order of their ids, so that two officers at once do not wait for each other.
    for (const [expertId, works] of [...missing].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const row = await tx
        .insertInto('contest_review_reminder')
        .values({
          contest_id: contest.id,
          round: round.code,
          expert_id: expertId,
          missing: works.length,
          at: now,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['contest_id', 'round', 'expert_id'])
            .doUpdateSet({ missing: works.length, at: now })
            .where('contest_review_reminder.at', '<=', now - PAUSE_MS),
        )
        .returning('expert_id')
        .executeTakeFirst()
      if (row) asked.push(row.expert_id)
    }
    note({
      kind: 'contest_review.reminded',
      subject: { contest: contest.id, body: contest.organiserId },
      payload: { by: actor.userId, round: round.code, experts: asked },
    })
    return asked.length
  })
  return acted.value
}
