import type { UserActor } from '../../kernel/actor.ts'
import type { UserRole } from '../../kernel/roles.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Page } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { differences } from './difference.ts'
import type { Contest, ContestBrief, ContestState, ContestView, SchemeVersion } from './model.ts'
import { stagesOf } from './moments.ts'
import { lacksOf } from './publish-rules.ts'
import { contestById, contestOf } from './store.ts'

export const briefOf = ({ scheme, ...contest }: Contest): ContestBrief => ({
  ...contest,
  titleZh: scheme.titleZh,
  titleEn: scheme.titleEn,
  stages: stagesOf(scheme),
})

const READERS_OF_ALL: readonly UserRole[] = ['auditor']
const READERS_OF_OWN: readonly UserRole[] = ['data_officer', 'auditor']

/** A body reads its own contests; an auditor reads those of others once they are announced. @throws XinyuError NOT_FOUND */
export async function readableContest(
  core: Pick<Core, 'db'>,
  actor: UserActor,
  id: string,
): Promise<Contest> {
  const contest = await contestById(core, id)
  const reads = contest.organiserId === actor.participantId ? READERS_OF_OWN : READERS_OF_ALL
  const known = reads === READERS_OF_OWN || contest.state !== 'draft'
  if (!known || !actor.roles.some((role) => reads.includes(role)))
    throw new XinyuError('NOT_FOUND', { what: 'contest' })
  return contest
}

export async function contestView(core: Core, actor: UserActor, id: string): Promise<ContestView> {
  const contest = await readableContest(core, actor, id)
  const lacks = contest.state === 'draft' ? lacksOf(contest.scheme, core.clock.now()) : []
  return { ...briefOf(contest), scheme: contest.scheme, lacks }
}

/** Newest first. */
export async function listContests(
  core: Pick<Core, 'db'>,
  actor: UserActor,
  { state, offset, limit }: Page & { state?: ContestState | undefined },
): Promise<{ items: ContestBrief[]; total: number }> {
  let found = core.db.selectFrom('contest')
  found = found.where((eb) =>
    actor.roles.includes('auditor')
      ? eb.or([eb('organiser_id', '=', actor.participantId), eb('state', '<>', 'draft')])
      : eb('organiser_id', '=', actor.participantId),
  )
  if (state) found = found.where('state', '=', state)
  const rows = await found.selectAll().orderBy('id', 'desc').offset(offset).limit(limit).execute()
  const { total } = await found.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { items: rows.map((row) => briefOf(contestOf(row))), total: total }
}

/** Every version with what it changed, newest first. */
export async function listVersions(
  core: Pick<Core, 'db'>,
  actor: UserActor,
  id: string,
  { offset, limit }: Page,
): Promise<{ items: SchemeVersion[]; total: number }> {
  const { number } = await readableContest(core, actor, id)
  const rows = await core.db
    .selectFrom('contest_scheme')
    .selectAll()
    .where('contest_id', '=', id)
    .orderBy('number', 'desc')
    .offset(offset)
    // One more: each is compared with the one before it.
    .limit(limit + 1)
    .execute()
  const items = rows.slice(0, limit).map((row, at) => ({
    number: row.number,
    at: row.at,
    byUser: row.by_user,
    reason: row.reason,
    differences: rows[at + 1] ? differences(rows[at + 1]!.scheme, row.scheme) : [],
  }))
  return { items, total: number }
}
