import { sql } from 'kysely'
import type { UserActor } from '../../kernel/actor.ts'
import type { Page } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { checkBar } from './duty.ts'
import type { QueueItem, RequestBrief, RequestState } from './model.ts'
import { namesOf } from './names.ts'
import { mattersOf, personOf } from './people.ts'
import { oversees, readerOf } from './readers.ts'
import { OPEN, shown } from './states.ts'
import { filesIn, filesOf, numberOf, type RequestRow } from './store.ts'

/** Newest requests that are looked through for a reader who sees some of them. */
const MOST_LOOKED_AT = 2_000

export interface RequestFilter extends Page {
  readonly state?: RequestState | undefined
  readonly projectId?: string | undefined
  readonly mine?: boolean | undefined
}

/** Requests that the actor may read, newest first. */
export async function listRequests(
  core: Core,
  actor: UserActor,
  filter: RequestFilter,
): Promise<{ items: RequestBrief[]; total: number }> {
  const person = await personOf(core.db, actor)
  let query = core.db.selectFrom('airlock_request').selectAll()
  if (filter.state) query = query.where('state', 'in', statesShownAs(filter.state))
  if (filter.projectId) query = query.where('project_id', '=', filter.projectId)
  if (filter.mine) query = query.where('author_id', '=', actor.userId)
  const checks = person.roles.some((role) => role === 'output_checker' || role === 'expert')
  const provides = person.roles.includes('data_officer')
  if (!oversees(person) && !checks && !provides) query = query.where('consumer_id', '=', actor.participantId)
  const rows = await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(MOST_LOOKED_AT).execute()
  const matters = await mattersOf(core.db, rows)
  const seen = rows.filter((row) => readerOf(person, row, matters.get(row.id)!) !== null)
  const page = seen.slice(filter.offset, filter.offset + filter.limit)
  return { items: await briefs(core, actor, page), total: seen.length }
}

/** `differ` is nothing that may be asked for: it looks like `review`. */
const statesShownAs = (state: RequestState): RequestState[] =>
  state === 'review' ? ['review', 'differ'] : state === 'differ' ? [] : [state]

export async function briefs(
  core: Core,
  actor: UserActor,
  rows: readonly RequestRow[],
): Promise<RequestBrief[]> {
  const names = await namesOf(core, actor, rows)
  const files = await filesOf(
    core.db,
    rows.map((row) => row.id),
  )
  return rows.map((row) => {
    const own = files.filter((file) => file.request_id === row.id)
    const working = row.consumer_id === actor.participantId
    const now = working ? own.filter((file) => file.last_round === null) : filesIn(own, row.round)
    return {
      id: row.id,
      number: numberOf(row),
      projectId: row.project_id,
      consumerId: row.consumer_id,
      authorId: row.author_id,
      ...names.get(row.id)!,
      title: row.title,
      state: shown(row.state),
      round: row.round,
      createdAt: row.created_at,
      submittedAt: row.submitted_at,
      decidedAt: row.decided_at,
      files: now.length,
      findings: now.reduce((sum, file) => sum + file.findings.length, 0),
    }
  })
}

/**
 * What waits for this checker: those with a place that is free or his own, and no opinion of his. A body's first
 * request comes before every other's second, and then the oldest first.
 */
export async function queueFor(
  core: Core,
  actor: UserActor,
  page: Page,
): Promise<{ items: QueueItem[]; total: number }> {
  const person = await personOf(core.db, actor)
  const now = core.clock.now()
  const { rows } = await sql<RequestRow & { holders: number; held: boolean }>`
    select * from (
      select r.*, row_number() over (partition by r.consumer_id order by r.submitted_at, r.id) as nth,
        (select count(*)::int from airlock_claim c where c.request_id = r.id and c.round = r.round
           and c.until_at > ${now} and c.checker_id <> ${actor.userId}) as holders,
        exists (select 1 from airlock_claim c where c.request_id = r.id and c.round = r.round
           and c.until_at > ${now} and c.checker_id = ${actor.userId}) as held
      from airlock_request r
      where r.state = any(${[...OPEN]}::text[])
        and not exists (select 1 from airlock_opinion o where o.request_id = r.id and o.round = r.round
          and o.checker_id = ${actor.userId})
    ) as waiting order by nth, submitted_at, id limit ${MOST_LOOKED_AT}`.execute(core.db)
  const matters = await mattersOf(core.db, rows)
  const mine = rows.filter(
    (row) =>
      row.holders < row.checkers + (row.state === 'differ' ? 1 : 0) &&
      checkBar(person, matters.get(row.id)!) === null,
  )
  const shownNow = mine.slice(page.offset, page.offset + page.limit)
  const items = await briefs(core, actor, shownNow)
  return {
    items: items.map((item, at) => ({ ...item, claimed: shownNow[at]!.held })),
    total: mine.length,
  }
}
