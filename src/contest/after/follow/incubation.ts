import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { mustBeCaptain } from '../../entry/index.ts'
import { announcedContest, mustOrganise } from '../../scheme/index.ts'
import type { NewIncubation, NewInterest } from './model.ts'

/** Enough for a body that means it; more would be advertising. */
const MOST_OPEN = 20

/** A body publishes what it looks for. @throws XinyuError NOT_FOUND, INCUBATION_MOST */
export async function openIncubation(
  core: Core,
  actor: UserActor,
  contestId: string,
  input: NewIncubation,
): Promise<string> {
  await announcedContest(core, contestId)
  const { value } = await act(core, actor, async ({ tx, now, id, note }) => {
    // The contest is the lock: two at once must not both be the twentieth.
    await tx.selectFrom('contest').select('id').where('id', '=', contestId).forUpdate().execute()
    const { open } = await tx
      .selectFrom('contest_incubation')
      .select((eb) => eb.fn.countAll<number>().as('open'))
      .where('contest_id', '=', contestId)
      .where('participant_id', '=', actor.participantId)
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow()
    if (open >= MOST_OPEN) throw new XinyuError('INCUBATION_MOST', { most: MOST_OPEN })
    const incubationId = id()
    await tx
      .insertInto('contest_incubation')
      .values({
        id: incubationId,
        contest_id: contestId,
        participant_id: actor.participantId,
        state: 'open',
        title: input.title,
        text: input.text,
        created_at: now,
        ended_at: null,
      })
      .execute()
    note({
      kind: 'incubation.opened',
      subject: { contest: contestId, incubation: incubationId },
      payload: { ...input },
    })
    return incubationId
  })
  return value
}

/** @throws XinyuError NOT_FOUND */
export async function endIncubation(core: Core, actor: UserActor, incubationId: string): Promise<void> {
  await act(core, actor, async ({ tx, now, note }) => {
    const row = await tx
      .updateTable('contest_incubation')
      .set({ state: 'ended', ended_at: now })
      .where('id', '=', incubationId)
      .where('participant_id', '=', actor.participantId)
      .where('state', '=', 'open')
      .returning('contest_id')
      .executeTakeFirst()
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'incubation request' })
    note({ kind: 'incubation.ended', subject: { contest: row.contest_id, incubation: incubationId } })
  })
}

/** A team is interested; said again it replaces what was said before. @throws XinyuError NOT_FOUND, TEAM_NOT_CAPTAIN, INTEREST_STATE */
export async function expressInterest(
  core: Core,
  contestId: string,
  entrantId: string,
  incubationId: string,
  input: NewInterest,
): Promise<void> {
  const team = await mustBeCaptain(core, contestId, entrantId)
  if (team.state !== 'admitted') throw new XinyuError('NOT_FOUND', { what: 'team' })
  await act(core, systemActor('contest'), async ({ tx, now, id, note }) => {
    const wanted = await tx
      .selectFrom('contest_incubation')
      .select('id')
      .where('id', '=', incubationId)
      .where('contest_id', '=', contestId)
      .where('state', '=', 'open')
      .forShare()
      .executeTakeFirst()
    if (!wanted) throw new XinyuError('NOT_FOUND', { what: 'incubation request' })
    const said = {
      state: 'expressed' as const,
      message: input.message,
      contact: input.contact,
      expressed_at: now,
      answer: null,
      answered_at: null,
    }
    const row = await tx
      .insertInto('contest_incubation_interest')
      .values({ id: id(), incubation_id: incubationId, contest_id: contestId, team_id: team.id, ...said })
      .onConflict((conflict) =>
        conflict
          .columns(['incubation_id', 'team_id'])
          .doUpdateSet(said)
          .where('contest_incubation_interest.state', 'in', ['expressed', 'withdrawn']),
      )
      .returning('id')
      .executeTakeFirst()
    if (!row) throw new XinyuError('INTEREST_STATE')
    note({
      kind: 'incubation.interest_expressed',
      subject: { contest: contestId, team: team.id, incubation: incubationId, entrant: entrantId },
    })
  })
}

/** @throws XinyuError NOT_FOUND, TEAM_NOT_CAPTAIN */
export async function withdrawInterest(
  core: Core,
  contestId: string,
  entrantId: string,
  interestId: string,
): Promise<void> {
  const team = await mustBeCaptain(core, contestId, entrantId)
  await act(core, systemActor('contest'), async ({ tx, note }) => {
    const row = await tx
      .updateTable('contest_incubation_interest')
      .set({ state: 'withdrawn', message: '', contact: '' })
      .where('id', '=', interestId)
      .where('team_id', '=', team.id)
      .where('state', '=', 'expressed')
      .returning('incubation_id')
      .executeTakeFirst()
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'interest' })
    note({
      kind: 'incubation.interest_withdrawn',
      subject: { contest: contestId, team: team.id, incubation: row.incubation_id, entrant: entrantId },
    })
  })
}

/**
 * The organiser brings both together, or does not: only an introduction shows the body how the team is reached.
 * @throws XinyuError NOT_FOUND
 */
export async function answerInterest(
  core: Core,
  actor: UserActor,
  contestId: string,
  interestId: string,
  { introduce, answer }: { readonly introduce: boolean; readonly answer: string },
): Promise<void> {
  await mustOrganise(core, actor, contestId)
  await act(core, actor, async ({ tx, now, note }) => {
    const row = await tx
      .updateTable('contest_incubation_interest')
      .set({ state: introduce ? 'introduced' : 'declined', answer, answered_at: now })
      .where('id', '=', interestId)
      .where('contest_id', '=', contestId)
      .where('state', '=', 'expressed')
      .returning(['incubation_id', 'team_id'])
      .executeTakeFirst()
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'interest' })
    note({
      kind: introduce ? 'incubation.introduced' : 'incubation.interest_declined',
      subject: { contest: contestId, team: row.team_id, incubation: row.incubation_id },
      payload: { answer },
    })
  })
}
