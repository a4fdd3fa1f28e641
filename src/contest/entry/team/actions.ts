import { XinyuError } from '../../../kernel/errors/index.ts'
import { isUscc, normalizeUscc } from '../../../kernel/uscc.ts'
import { type Acted, act, type Core } from '../../../safeguard/evidence/index.ts'
import { divisionOf, mustBeOpen } from '../../scheme/index.ts'
import { CONTEST } from '../door/door.ts'
import type { NewBody, NewTeam } from '../model.ts'
import { statementHash } from '../rules.ts'
import { holdEntrant, mayJoin, ownDraft, runningContest } from './hold.ts'

/** Makes a team whose captain is who asks. @throws XinyuError NOT_FOUND, CONTEST_NOT_OPEN, TEAM_PER_PERSON */
export function createTeam(
  core: Core,
  entrant: string,
  contestId: string,
  input: NewTeam,
): Promise<Acted<{ id: string }>> {
  return act(core, CONTEST, async ({ tx, now, id, note, emit }) => {
    const contest = await runningContest(tx, contestId)
    mustBeOpen(contest.scheme.entry, now)
    divisionOf(contest, input.division)
    const person = await holdEntrant(tx, entrant)
    await mayJoin(tx, contest, entrant)
    const team = id()
    await tx
      .insertInto('contest_team')
      .values({
        id: team,
        contest_id: contestId,
        ...input,
        state: 'draft',
        captain_id: entrant,
        scheme_number: contest.number,
        created_at: now,
      })
      .execute()
    await tx
      .insertInto('contest_member')
      .values({
        id: id(),
        team_id: team,
        entrant_id: entrant,
        phone: person.phone,
        name: person.name ?? '',
        role: 'captain',
        state: 'accepted',
        position: '',
        student: false,
        invited_at: now,
        answered_at: now,
      })
      .execute()
    note({ kind: 'team.created', subject: { contest: contestId, team, entrant } })
    emit('contest.team_changed', { contestId, teamId: team, state: 'draft' })
    return { id: team }
  })
}

/** @throws XinyuError NOT_FOUND, TEAM_NOT_CAPTAIN, TEAM_STATE, CONTEST_NOT_OPEN */
export function changeTeam(
  core: Core,
  entrant: string,
  teamId: string,
  input: NewTeam,
): Promise<Acted<void>> {
  return act(core, CONTEST, async ({ tx, now, note }) => {
    const { team, contest } = await ownDraft(tx, now, teamId, entrant)
    divisionOf(contest, input.division)
    // A number was given by division: it would say the wrong one.
    const division = team.number === null ? input.division : team.division
    await tx
      .updateTable('contest_team')
      .set({ ...input, division })
      .where('id', '=', teamId)
      .execute()
    note({ kind: 'team.changed', subject: { contest: contest.id, team: teamId, entrant } })
  })
}

/** @throws XinyuError USCC_INVALID, TEAM_FULL, TEAM_BODY_THERE, and those of `ownDraft` */
export async function addBody(
  core: Core,
  entrant: string,
  teamId: string,
  input: NewBody,
): Promise<Acted<{ id: string }>> {
  const uscc = normalizeUscc(input.uscc)
  if (!isUscc(uscc)) throw new XinyuError('USCC_INVALID', { code: uscc.slice(0, 40) })
  return act(core, CONTEST, async ({ tx, now, id, note }) => {
    const { contest } = await ownDraft(tx, now, teamId, entrant)
    const bodies = await tx
      .selectFrom('contest_team_body')
      .selectAll()
      .where('team_id', '=', teamId)
      .execute()
    const limit = contest.scheme.entry.maxBodies
    if (bodies.some((one) => one.uscc === uscc)) throw new XinyuError('TEAM_BODY_THERE')
    if (bodies.length >= limit) throw new XinyuError('TEAM_FULL', { limit })
    const lead = input.lead || bodies.length === 0
    if (lead)
      await tx.updateTable('contest_team_body').set({ lead: false }).where('team_id', '=', teamId).execute()
    const body = id()
    await tx
      .insertInto('contest_team_body')
      .values({ id: body, team_id: teamId, uscc, name: input.name, lead })
      .execute()
    note({ kind: 'team.body_added', subject: { contest: contest.id, team: teamId, body }, payload: { uscc } })
    return { id: body }
  })
}

/** The body that leads. @throws XinyuError NOT_FOUND, and those of `ownDraft` */
export function leadBody(core: Core, entrant: string, teamId: string, body: string): Promise<Acted<void>> {
  return act(core, CONTEST, async ({ tx, now, note }) => {
    const { contest } = await ownDraft(tx, now, teamId, entrant)
    await tx.updateTable('contest_team_body').set({ lead: false }).where('team_id', '=', teamId).execute()
    const done = await tx
      .updateTable('contest_team_body')
      .set({ lead: true })
      .where('team_id', '=', teamId)
      .where('id', '=', body)
      .executeTakeFirst()
    if (done.numUpdatedRows !== 1n) throw new XinyuError('NOT_FOUND', { what: 'participant' })
    note({ kind: 'team.lead_changed', subject: { contest: contest.id, team: teamId, body } })
  })
}

/** @throws XinyuError NOT_FOUND, TEAM_BODY_USED, and those of `ownDraft` */
export function removeBody(core: Core, entrant: string, teamId: string, body: string): Promise<Acted<void>> {
  return act(core, CONTEST, async ({ tx, now, note }) => {
    const { contest } = await ownDraft(tx, now, teamId, entrant)
    const { count } = await tx
      .selectFrom('contest_member')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('team_id', '=', teamId)
      .where('body_id', '=', body)
      .where('state', '=', 'accepted')
      .executeTakeFirstOrThrow()
    if (count > 0) throw new XinyuError('TEAM_BODY_USED', { count: count })
    await tx.updateTable('contest_member').set({ body_id: null }).where('body_id', '=', body).execute()
    const gone = await tx
      .deleteFrom('contest_team_body')
      .where('team_id', '=', teamId)
      .where('id', '=', body)
      .returning('lead')
      .executeTakeFirst()
    if (!gone) throw new XinyuError('NOT_FOUND', { what: 'participant' })
    note({ kind: 'team.body_removed', subject: { contest: contest.id, team: teamId, body } })
  })
}

/**
 * Signs a statement as it stands now. The signer sends the hash of what was read: what was changed meanwhile is not signed.
 * @throws XinyuError NOT_FOUND, TEAM_STATE, CONTEST_NOT_OPEN, TEAM_STATEMENT_CHANGED
 */
export async function signStatement(
  core: Core,
  entrant: string,
  teamId: string,
  { code, digest }: { readonly code: string; readonly digest: string },
): Promise<{ signedAt: number; leaf: number }> {
  const { value, entries } = await act(core, CONTEST, async ({ tx, now, note }) => {
    const { contest } = await ownDraft(tx, now, teamId, entrant, 'member')
    const statement = contest.scheme.entry.statements.find((one) => one.code === code)
    if (!statement) throw new XinyuError('NOT_FOUND', { what: 'statement' })
    if (statementHash(statement) !== digest) throw new XinyuError('TEAM_STATEMENT_CHANGED')
    const signed = { text_digest: digest, signed_at: now }
    await tx
      .insertInto('contest_statement')
      .values({ team_id: teamId, entrant_id: entrant, code, ...signed })
      .onConflict((conflict) => conflict.columns(['team_id', 'entrant_id', 'code']).doUpdateSet(signed))
      .execute()
    note({
      kind: 'team.statement_signed',
      subject: { contest: contest.id, team: teamId, entrant },
      payload: { code, digest },
    })
    return now
  })
  return { signedAt: value, leaf: entries[0]!.leaf }
}
