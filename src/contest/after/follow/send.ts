import { sql } from 'kysely'
import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { makeRequest } from '../../../flow/contract/index.ts'
import type { Purpose } from '../../../flow/policy/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { lockChannel, mustBeIn } from './green.ts'

/**
 * An officer of the body that will hold the contract sends the request that was prepared. Called twice, or again after a
 * crash, it sends one. @throws XinyuError NOT_FOUND, GREEN_STATE, and what a request for a contract throws
 */
export async function sendGreenChannel(
  core: Core,
  actor: UserActor,
  channelId: string,
  purpose: Purpose,
): Promise<string> {
  return core.db.transaction().execute(async (lock) => {
    // Held across two actions that each commit for themselves: the request, and what is written of it here.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`green:${channelId}`}, 0))`.execute(lock)
    const row = await core.db
      .selectFrom('contest_green_channel')
      .selectAll()
      .where('id', '=', channelId)
      .where('participant_id', '=', actor.participantId)
      .executeTakeFirst()
    if (!row || row.offer_id === null) throw new XinyuError('NOT_FOUND', { what: 'green channel' })
    mustBeIn(row.state, ['prepared'])
    const team = await core.db
      .selectFrom('contest_team')
      .select(['name', 'title'])
      .where('id', '=', row.team_id)
      .executeTakeFirstOrThrow()
    const marked = `［绿色通道 green channel ${channelId}］`
    const sent = await core.db
      .selectFrom('access_request')
      .select('id')
      .where('consumer_id', '=', actor.participantId)
      .where('offer_id', '=', row.offer_id)
      .where('reason', 'like', `${marked}%`)
      .executeTakeFirst()
    const requestId =
      sent?.id ??
      (
        await makeRequest(core, actor, {
          offerId: row.offer_id,
          purpose,
          project: { title: `绿色通道：${team.title}`.slice(0, 120) },
          reason: `${marked} ${team.name}：${row.purpose}`.slice(0, 2000),
        })
      ).value.id
    await act(core, actor, async ({ tx, now, note }) => {
      const locked = await lockChannel(tx, channelId, row.contest_id)
      mustBeIn(locked.state, ['prepared'])
      await tx
        .updateTable('contest_green_channel')
        .set({ state: 'requested', request_id: requestId, requested_at: now })
        .where('id', '=', channelId)
        .execute()
      note({
        kind: 'green_channel.requested',
        subject: { contest: row.contest_id, team: row.team_id, channel: channelId, request: requestId },
      })
    })
    return requestId
  })
}
