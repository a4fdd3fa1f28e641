import type { Selectable } from 'kysely'
import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Tables } from '../../platform/postgres/tables.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { type Contest, Scheme } from './model.ts'

export const contestOf = (row: Selectable<Tables['contest']>): Contest => ({
  id: row.id,
  code: row.code,
  organiserId: row.organiser_id,
  state: row.state,
  // Read through the schema: fields that came later have their defaults in older contests too.
  scheme: Scheme.parse(row.scheme),
  number: row.number,
  createdAt: row.created_at,
  publishedAt: row.published_at,
  closedAt: row.closed_at,
})

/** @throws XinyuError NOT_FOUND */
export async function contestById(core: Pick<Core, 'db'>, id: string): Promise<Contest> {
  const row = await core.db.selectFrom('contest').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'contest' })
  return contestOf(row)
}

/** A contest that is announced: what entrants, the public and experts may know of. @throws XinyuError NOT_FOUND */
export async function announcedContest(core: Pick<Core, 'db'>, id: string): Promise<Contest> {
  const contest = await contestById(core, id)
  if (contest.state === 'draft') throw new XinyuError('NOT_FOUND', { what: 'contest' })
  return contest
}

/** The contest, for a data officer of the body that holds it. @throws XinyuError NOT_FOUND, CONTEST_NOT_ORGANISER */
export async function mustOrganise(core: Pick<Core, 'db'>, actor: UserActor, id: string): Promise<Contest> {
  const contest = await contestById(core, id)
  if (contest.organiserId !== actor.participantId || !actor.roles.includes('data_officer'))
    throw new XinyuError('CONTEST_NOT_ORGANISER')
  return contest
}

/** By the code in its public address, drafts left out. @throws XinyuError NOT_FOUND */
export async function contestByCode(core: Pick<Core, 'db'>, code: string): Promise<Contest> {
  const row = await core.db
    .selectFrom('contest')
    .selectAll()
    .where('code', '=', code)
    .where('state', '<>', 'draft')
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'contest' })
  return contestOf(row)
}
