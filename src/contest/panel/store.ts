import type { Selectable } from 'kysely'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Db, Tables, Tx } from '../../platform/postgres/tables.ts'
import type { Assignment, AssignmentState, Conflict, Expert, Panelist } from './model.ts'

type Reader = Db | Tx

export const expertOf = (row: Selectable<Tables['contest_expert']>): Expert => ({
  id: row.id,
  organiserId: row.organiser_id,
  userId: row.user_id,
  name: row.name,
  title: row.title,
  fields: row.fields,
  maxLoad: row.max_load,
  state: row.state,
})

/** The expert that a user is: for the body that holds the contest, or of any organiser. */
export async function expertOfUser(db: Reader, userId: string, contestId?: string): Promise<Expert | null> {
  let query = db.selectFrom('contest_expert').selectAll().where('user_id', '=', userId)
  if (contestId !== undefined)
    query = query.where('organiser_id', '=', (eb) =>
      eb.selectFrom('contest').select('organiser_id').where('contest.id', '=', contestId),
    )
  const row = await query.orderBy('id').limit(1).executeTakeFirst()
  return row ? expertOf(row) : null
}

/** All profiles of a user: one in the pool of each organiser. */
export async function expertsOfUser(db: Reader, userId: string): Promise<Expert[]> {
  const rows = await db
    .selectFrom('contest_expert')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('id')
    .execute()
  return rows.map(expertOf)
}

/** @throws XinyuError NOT_FOUND for an expert of another organiser too */
export async function expertById(db: Reader, organiserId: string, id: string): Promise<Expert> {
  const row = await db
    .selectFrom('contest_expert')
    .selectAll()
    .where('id', '=', id)
    .where('organiser_id', '=', organiserId)
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'expert' })
  return expertOf(row)
}

/** Who is on the panel of a round, by name. */
export async function panelistsOf(db: Reader, contestId: string, round: string): Promise<Panelist[]> {
  const rows = await db
    .selectFrom('contest_panelist as p')
    .innerJoin('contest_expert as e', 'e.id', 'p.expert_id')
    .select(['p.contest_id', 'p.round', 'p.expert_id', 'p.declared_at', 'e.user_id', 'e.name', 'e.state'])
    .where('p.contest_id', '=', contestId)
    .where('p.round', '=', round)
    .orderBy('e.name')
    .orderBy('e.id')
    .execute()
  return rows.map((row) => ({
    contestId: row.contest_id,
    round: row.round,
    expertId: row.expert_id,
    userId: row.user_id,
    name: row.name,
    state: row.state,
    declaredAt: row.declared_at,
  }))
}

const assignments = (db: Reader) =>
  db
    .selectFrom('contest_assignment as a')
    .innerJoin('contest_expert as e', 'e.id', 'a.expert_id')
    .select([
      'a.id',
      'a.contest_id',
      'a.round',
      'a.expert_id',
      'e.user_id',
      'a.work_id',
      'a.team_id',
      'a.code',
      'a.state',
    ])

type AssignmentRow = Awaited<ReturnType<ReturnType<typeof assignments>['execute']>>[number]

const assignmentOf = (row: AssignmentRow): Assignment => ({
  id: row.id,
  contestId: row.contest_id,
  round: row.round,
  expertId: row.expert_id,
  userId: row.user_id,
  workId: row.work_id,
  teamId: row.team_id,
  code: row.code,
  state: row.state,
})

export interface AssignmentFilter {
  readonly contestId: string
  readonly round: string
  readonly expertId?: string | undefined
  /** Standing ones where left out. */
  readonly state?: AssignmentState | undefined
}

/** In the order of their codes, which are random: an order of ids or times would tell which work came first. */
export async function assignmentsOf(
  db: Reader,
  { contestId, round, expertId, state = 'assigned' }: AssignmentFilter,
): Promise<Assignment[]> {
  let query = assignments(db)
    .where('a.contest_id', '=', contestId)
    .where('a.round', '=', round)
    .where('a.state', '=', state)
  if (expertId !== undefined) query = query.where('a.expert_id', '=', expertId)
  return (await query.orderBy('a.code').execute()).map(assignmentOf)
}

/** @throws XinyuError NOT_FOUND */
export async function assignmentById(db: Reader, id: string): Promise<Assignment> {
  const row = await assignments(db).where('a.id', '=', id).executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'assignment' })
  return assignmentOf(row)
}

/** All conflicts of a contest, lifted ones too. */
export async function conflictsOf(db: Reader, contestId: string): Promise<Conflict[]> {
  const rows = await db
    .selectFrom('contest_conflict')
    .selectAll()
    .where('contest_id', '=', contestId)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    contestId: row.contest_id,
    expertId: row.expert_id,
    teamId: row.team_id,
    kind: row.kind,
    byRule: row.by_rule,
    note: row.note,
    state: row.state,
  }))
}

/** `expert team` of every pair that must not meet. */
export async function standingConflicts(db: Reader, contestId: string): Promise<Set<string>> {
  const all = await conflictsOf(db, contestId)
  return new Set(all.filter((one) => one.state === 'standing').map((one) => `${one.expertId} ${one.teamId}`))
}
