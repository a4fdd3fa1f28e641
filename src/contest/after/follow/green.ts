import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { isUscc, normalizeUscc } from '../../../kernel/uscc.ts'
import { offerById } from '../../../flow/policy/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { mustBeCaptain } from '../../entry/index.ts'
import { announcedContest, mustOrganise } from '../../scheme/index.ts'
import type { GreenChannelState, NewGreenChannel } from './model.ts'

const who = (entrant: string, team: string, contest: string) => ({ entrant, team, contest })

/**
 * A winner asks for an environment in which its work is validated on real data. A withdrawn or declined one may be asked
 * for anew. @throws XinyuError NOT_FOUND, TEAM_NOT_CAPTAIN, GREEN_NOT_WINNER, GREEN_BODY, GREEN_STATE
 */
export async function askGreenChannel(
  core: Core,
  contestId: string,
  entrantId: string,
  input: NewGreenChannel,
): Promise<string> {
  await announcedContest(core, contestId)
  const team = await mustBeCaptain(core, contestId, entrantId)
  const uscc = normalizeUscc(input.uscc)
  if (!isUscc(uscc)) throw new XinyuError('GREEN_BODY', { uscc })
  const { value } = await act(core, systemActor('contest'), async ({ tx, now, id, note }) => {
    const award = await tx
      .selectFrom('contest_award')
      .select('id')
      .where('contest_id', '=', contestId)
      .where('team_id', '=', team.id)
      .where('revoked_at', 'is', null)
      .forShare()
      .executeTakeFirst()
    if (!award) throw new XinyuError('GREEN_NOT_WINNER')
    const asked = {
      state: 'asked' as const,
      purpose: input.purpose,
      wanted: input.wanted,
      days: input.days,
      uscc,
      asked_at: now,
      participant_id: null,
      offer_id: null,
      answer: null,
      answered_at: null,
    }
    const row = await tx
      .insertInto('contest_green_channel')
      .values({
        id: id(),
        contest_id: contestId,
        team_id: team.id,
        request_id: null,
        requested_at: null,
        ...asked,
      })
      .onConflict((conflict) =>
        conflict
          .column('team_id')
          .doUpdateSet(asked)
          .where('contest_green_channel.state', 'in', ['withdrawn', 'declined']),
      )
      .returning('id')
      .executeTakeFirst()
    if (!row) {
      const { state } = await tx
        .selectFrom('contest_green_channel')
        .select('state')
        .where('team_id', '=', team.id)
        .executeTakeFirstOrThrow()
      throw new XinyuError('GREEN_STATE', { state })
    }
    note({
      kind: 'green_channel.asked',
      subject: { ...who(entrantId, team.id, contestId), channel: row.id },
      payload: { days: input.days, uscc },
    })
    return row.id
  })
  return value
}

/** @throws XinyuError NOT_FOUND, TEAM_NOT_CAPTAIN, GREEN_STATE */
export async function withdrawGreenChannel(core: Core, contestId: string, entrantId: string): Promise<void> {
  const team = await mustBeCaptain(core, contestId, entrantId)
  await act(core, systemActor('contest'), async ({ tx, note }) => {
    const row = await tx
      .selectFrom('contest_green_channel')
      .select(['id', 'state'])
      .where('team_id', '=', team.id)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'green channel' })
    mustBeIn(row.state, ['asked', 'prepared'])
    await tx
      .updateTable('contest_green_channel')
      .set({ state: 'withdrawn' })
      .where('id', '=', row.id)
      .execute()
    note({
      kind: 'green_channel.withdrawn',
      subject: { ...who(entrantId, team.id, contestId), channel: row.id },
    })
  })
}

/**
 * The organiser prepares the contract: which offer, which body. The request itself is sent by an officer of that body,
 * who alone can bind it. @throws XinyuError NOT_FOUND, GREEN_STATE, GREEN_NOT_IN_SPACE
 */
export async function prepareGreenChannel(
  core: Core,
  actor: UserActor,
  contestId: string,
  channelId: string,
  { offerId, answer }: { readonly offerId: string; readonly answer: string },
): Promise<void> {
  await mustOrganise(core, actor, contestId)
  const offer = await offerById(core, offerId)
  if (offer?.state !== 'open') throw new XinyuError('NOT_FOUND', { what: 'offer' })
  await act(core, actor, async ({ tx, now, note }) => {
    const row = await lockChannel(tx, channelId, contestId)
    mustBeIn(row.state, ['asked', 'prepared'])
    const body = await tx
      .selectFrom('participant')
      .select('id')
      .where('uscc', '=', row.uscc)
      .where('state', '=', 'active')
      .executeTakeFirst()
    if (!body) throw new XinyuError('GREEN_NOT_IN_SPACE', { uscc: row.uscc })
    await tx
      .updateTable('contest_green_channel')
      .set({ state: 'prepared', participant_id: body.id, offer_id: offerId, answer, answered_at: now })
      .where('id', '=', channelId)
      .execute()
    note({
      kind: 'green_channel.prepared',
      subject: {
        contest: contestId,
        team: row.team_id,
        channel: channelId,
        participant: body.id,
        offer: offerId,
      },
      payload: { answer },
    })
  })
}

/** @throws XinyuError NOT_FOUND, GREEN_STATE */
export async function declineGreenChannel(
  core: Core,
  actor: UserActor,
  contestId: string,
  channelId: string,
  answer: string,
): Promise<void> {
  await mustOrganise(core, actor, contestId)
  await act(core, actor, async ({ tx, now, note }) => {
    const row = await lockChannel(tx, channelId, contestId)
    mustBeIn(row.state, ['asked', 'prepared'])
    await tx
      .updateTable('contest_green_channel')
      .set({ state: 'declined', answer, answered_at: now })
      .where('id', '=', channelId)
      .execute()
    note({
      kind: 'green_channel.declined',
      subject: { contest: contestId, team: row.team_id, channel: channelId },
      payload: { answer },
    })
  })
}

export async function lockChannel(tx: Tx, channelId: string, contestId: string) {
  const row = await tx
    .selectFrom('contest_green_channel')
    .selectAll()
    .where('id', '=', channelId)
    .where('contest_id', '=', contestId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'green channel' })
  return row
}

export function mustBeIn(state: GreenChannelState, allowed: readonly GreenChannelState[]): void {
  if (!allowed.includes(state)) throw new XinyuError('GREEN_STATE', { state })
}
