import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import { type Acted, act, type Core } from '../../../safeguard/evidence/index.ts'
import type { Contest } from '../../scheme/index.ts'
import { CONTEST } from '../door/door.ts'
import type { Team } from '../model.ts'
import { type EntryFacts, lacksOf, numberText } from '../rules.ts'
import { mustMove } from '../states.ts'
import { bodiesOf, membersOf } from '../store.ts'
import { ownDraft, ownTeam, teamsElsewhere } from './hold.ts'

/** What the rules are asked about. */
export async function factsOf(tx: Db | Tx, contest: Contest, team: Team): Promise<EntryFacts> {
  const members = (await membersOf(tx, [team.id])).get(team.id)!
  const entrants = members.map(({ entrantId }) => entrantId)
  const elsewhere = await teamsElsewhere(tx, contest.id, entrants, team.id)
  const signed = await tx.selectFrom('contest_statement').selectAll().where('team_id', '=', team.id).execute()
  const { invited } = await tx
    .selectFrom('contest_member')
    .select((eb) => eb.fn.countAll<number>().as('invited'))
    .where('team_id', '=', team.id)
    .where('state', '=', 'invited')
    .executeTakeFirstOrThrow()
  return {
    team,
    members,
    invited: invited,
    bodies: (await bodiesOf(tx, [team.id])).get(team.id)!,
    signed: signed.map((row) => ({ entrantId: row.entrant_id, code: row.code, digest: row.text_digest })),
    elsewhere: new Set(
      entrants.filter((id) => (elsewhere.get(id) ?? 0) + 1 > contest.scheme.entry.teamsPerPerson),
    ),
  }
}

/**
 * Hands the entry in, first or as a supplement. What was entered goes into the payload of the entry: the receipt is over it.
 * @throws XinyuError ENTRY_INCOMPLETE with the list, and those of `ownDraft`
 */
export async function submitEntry(
  core: Core,
  entrant: string,
  teamId: string,
  answer: string,
): Promise<{ number: string; submittedAt: number; leaf: number }> {
  const { value, entries } = await act(core, CONTEST, async ({ tx, now, note, emit }) => {
    const { team, contest } = await ownDraft(tx, now, teamId, entrant)
    mustMove('team', team.state, 'submitted')
    const facts = await factsOf(tx, contest, team)
    const lacks = lacksOf(contest.scheme, facts)
    if (lacks.length > 0)
      throw new XinyuError(
        'ENTRY_INCOMPLETE',
        { count: lacks.length },
        { detail: { lacks } as unknown as Json },
      )
    const number = team.number ?? (await nextNumber(tx, contest, team.division))
    const submittedAt = team.submittedAt ?? now
    await tx
      .updateTable('contest_team')
      .set({
        state: 'submitted',
        number,
        submitted_at: submittedAt,
        scheme_number: contest.number,
        supplement_until: null,
      })
      .where('id', '=', teamId)
      .execute()
    if (team.state === 'supplement') await keepAnswer(tx, teamId, answer)
    note({
      kind: 'entry.submitted',
      subject: { contest: contest.id, team: teamId },
      payload: {
        number,
        scheme: contest.number,
        name: team.name,
        title: team.title,
        division: team.division,
        intro: team.intro,
        members: facts.members.map(({ entrantId, role, bodyId, student }) => ({
          entrant: entrantId,
          role,
          body: bodyId,
          student,
        })),
        bodies: facts.bodies.map(({ id, uscc, name, lead }) => ({ id, uscc, name, lead })),
        signed: facts.signed.map((one) => ({ ...one })),
      },
    })
    emit('contest.team_changed', { contestId: contest.id, teamId, state: 'submitted' })
    return { number, submittedAt }
  })
  return { ...value, leaf: entries[0]!.leaf }
}

async function keepAnswer(tx: Tx, teamId: string, answer: string): Promise<void> {
  await tx
    .updateTable('contest_entry_decision')
    .set({ answer })
    .where('id', '=', (eb) =>
      eb
        .selectFrom('contest_entry_decision')
        .select('id')
        .where('team_id', '=', teamId)
        .where('decision', '=', 'supplement')
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(1),
    )
    .execute()
}

/**
 * The next number of a division. Its row is held until the action ends, so numbers have no gaps and none is given twice; what
 * they begin with is decided at the first and stays, also when a later scheme orders its divisions anew.
 */
async function nextNumber(tx: Tx, contest: Contest, division: string): Promise<string> {
  const given = (await next(tx, contest.id, division)) ?? (await first(tx, contest, division))
  return numberText(given.prefix, given.last)
}

const next = (tx: Tx, contestId: string, division: string) =>
  tx
    .updateTable('contest_entry_number')
    .set((eb) => ({ last: eb('last', '+', 1) }))
    .where('contest_id', '=', contestId)
    .where('division', '=', division)
    .returning(['prefix', 'last'])
    .executeTakeFirst()

/** Those who come first of their divisions at the same moment decide one after the other, and look again. */
async function first(tx: Tx, contest: Contest, division: string) {
  await tx.selectFrom('contest').select('id').where('id', '=', contest.id).forNoKeyUpdate().execute()
  const meanwhile = await next(tx, contest.id, division)
  if (meanwhile) return meanwhile
  const taken = await tx
    .selectFrom('contest_entry_number')
    .select('prefix')
    .where('contest_id', '=', contest.id)
    .execute()
  const place = contest.scheme.divisions.findIndex(({ code }) => code === division) + 1
  const used = new Set(taken.map(({ prefix }) => prefix))
  const prefix = used.has(place) ? Math.max(contest.scheme.divisions.length, ...used) + 1 : place
  return tx
    .insertInto('contest_entry_number')
    .values({ contest_id: contest.id, division, prefix, last: 1 })
    .returning(['prefix', 'last'])
    .executeTakeFirstOrThrow()
}

/** Takes the whole entry back, before or after it was admitted. @throws XinyuError NOT_FOUND, TEAM_NOT_CAPTAIN, TEAM_STATE, CONTEST_NOT_OPEN */
export function withdrawEntry(core: Core, entrant: string, teamId: string): Promise<Acted<void>> {
  return act(core, CONTEST, async ({ tx, note, emit }) => {
    const { team, contest } = await ownTeam(tx, teamId, entrant, 'captain')
    mustMove('team', team.state, 'withdrawn')
    await tx
      .updateTable('contest_team')
      .set({ state: 'withdrawn', supplement_until: null })
      .where('id', '=', teamId)
      .execute()
    note({
      kind: 'entry.withdrawn',
      subject: { contest: contest.id, team: teamId },
      payload: { from: team.state },
    })
    emit('contest.team_changed', { contestId: contest.id, teamId, state: 'withdrawn' })
  })
}
