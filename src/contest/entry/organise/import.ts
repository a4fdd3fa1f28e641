import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import { contestOf, mustBeOpen } from '../../scheme/index.ts'
import { CONTEST } from '../door/door.ts'
import { STANDING } from '../states.ts'
import { type NewEntry, readEntries } from './import-rules.ts'

/**
 * Makes teams from a file, all or none. Captains and members are invited: nobody is in a team who did not say so at the door.
 * `dry`: only looks.
 * @throws XinyuError CONTEST_NOT_OPEN, ENTRY_IMPORT with the problems of each line
 */
export async function importEntries(
  core: Core,
  actor: UserActor,
  contestId: string,
  { text, dry }: { readonly text: string; readonly dry: boolean },
): Promise<{ teams: number }> {
  if (dry) {
    const { entries } = await core.db.transaction().execute((tx) => read(core, tx, contestId, text))
    return { teams: entries.length }
  }
  const { value } = await act(core, CONTEST, async (scope) => {
    const { tx, note } = scope
    const { entries, number } = await read(core, tx, contestId, text)
    await makeTeams(scope, contestId, number, entries)
    note({
      kind: 'entry.imported',
      subject: { contest: contestId, by: actor.userId },
      payload: { teams: entries.length },
    })
    return { teams: entries.length }
  })
  return value
}

/** What the file holds, checked against what is there. Two imports come one after the other. */
async function read(core: Core, tx: Tx, contestId: string, text: string) {
  const row = await tx
    .selectFrom('contest')
    .selectAll()
    .where('id', '=', contestId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  const contest = contestOf(row)
  if (contest.state !== 'published') mustBeOpen({ opensAt: 0, closesAt: 0 }, 1)
  mustBeOpen(contest.scheme.entry, core.clock.now())
  const taken = await tx
    .selectFrom('contest_member as m')
    .innerJoin('contest_team as t', 't.id', 'm.team_id')
    .select(['m.phone', (eb) => eb.fn.countAll<number>().as('teams')])
    .where('t.contest_id', '=', contestId)
    .where('t.state', 'in', STANDING)
    .where('m.state', 'in', ['invited', 'accepted'])
    .groupBy('m.phone')
    .execute()
  const { entries, problems } = readEntries(
    text,
    contest.scheme,
    new Map(taken.map(({ phone, teams }) => [phone, teams])),
  )
  if (problems.length > 0)
    throw new XinyuError(
      'ENTRY_IMPORT',
      { count: problems.length },
      { detail: { problems: problems.slice(0, 500).map((one) => ({ ...one })) } },
    )
  return { entries, number: contest.number }
}

/** Rows of one insert: PostgreSQL takes 65 535 values, a member has thirteen. */
const BATCH = 2000

/** Everything of one kind in few statements: a file of a thousand lines does not keep the contest waiting. */
async function makeTeams(
  { tx, now, id, note }: ActionScope,
  contestId: string,
  number: number,
  entries: readonly NewEntry[],
): Promise<void> {
  const captains = await entrantsOf(
    tx,
    entries.map(({ captain }) => ({ id: id(), ...captain, real_name: 'none' as const, created_at: now })),
  )
  const made = entries.map((entry) => ({
    ...entry,
    id: id(),
    captainId: captains.get(entry.captain.phone)!,
    bodyId: entry.body && id(),
  }))
  for (const some of batches(made))
    await tx
      .insertInto('contest_team')
      .values(
        some.map((one) => ({
          id: one.id,
          contest_id: contestId,
          ...one.team,
          state: 'draft' as const,
          captain_id: one.captainId,
          scheme_number: number,
          created_at: now,
        })),
      )
      .execute()
  const bodies = made.flatMap((one) =>
    one.bodyId && one.body ? [{ id: one.bodyId, team_id: one.id, ...one.body, lead: true }] : [],
  )
  for (const some of batches(bodies)) await tx.insertInto('contest_team_body').values(some).execute()
  const members = made.flatMap((one) =>
    [one.captain, ...one.members].map(({ phone, name }, at) => ({
      id: id(),
      team_id: one.id,
      entrant_id: at === 0 ? one.captainId : null,
      phone,
      name,
      role: at === 0 ? ('captain' as const) : ('member' as const),
      state: 'invited' as const,
      body_id: one.bodyId,
      position: '',
      student: false,
      invited_at: now,
    })),
  )
  for (const some of batches(members)) await tx.insertInto('contest_member').values(some).execute()
  for (const one of made) note({ kind: 'team.imported', subject: { contest: contestId, team: one.id } })
}

/** Entrants by phone, made where they never came to the door. */
async function entrantsOf(
  tx: Tx,
  people: readonly { id: string; phone: string; name: string; real_name: 'none'; created_at: number }[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const some of batches([...new Map(people.map((one) => [one.phone, one])).values()])) {
    await tx
      .insertInto('contest_entrant')
      .values(some)
      .onConflict((conflict) => conflict.column('phone').doNothing())
      .execute()
    const rows = await tx
      .selectFrom('contest_entrant')
      .select(['id', 'phone'])
      .where(
        'phone',
        'in',
        some.map(({ phone }) => phone),
      )
      .execute()
    for (const { id, phone } of rows) found.set(phone, id)
  }
  return found
}

function* batches<T>(items: readonly T[]): Generator<T[]> {
  for (let at = 0; at < items.length; at += BATCH) yield items.slice(at, at + BATCH)
}
