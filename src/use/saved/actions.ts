import { sql } from 'kysely'
import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { ownProject } from '../../flow/contract/index.ts'
import type { Tx } from '../../platform/postgres/tables.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import { type Acted, act, type Core } from '../../safeguard/evidence/index.ts'
import type { NewSavedQuery } from './model.ts'

/** Most saved queries of one project. */
export const SAVED_MOST = 200

/** Keeps a text in an own project. @throws XinyuError NOT_FOUND, PROJECT_ENDED, SAVED_QUERY_MOST */
export async function saveQuery(
  core: Core,
  actor: UserActor,
  projectId: string,
  value: NewSavedQuery,
): Promise<Acted<string>> {
  await mustBeOpen(core, actor, projectId)
  return act(core, actor, async ({ tx, now, id, note }) => {
    await mustHaveRoom(tx, projectId)
    const queryId = id()
    const row = { project_id: projectId, user_id: actor.userId, created_at: now, updated_at: now }
    await tx
      .insertInto('saved_query')
      .values({ id: queryId, ...row, ...value })
      .execute()
    note({ kind: 'query.saved', subject: subjectOf(queryId, projectId, actor), payload: digest(value.sql) })
    return queryId
  })
}

/** Changes name and text. @throws XinyuError NOT_FOUND, PROJECT_ENDED */
export async function changeSaved(
  core: Core,
  actor: UserActor,
  of: { readonly projectId: string; readonly queryId: string },
  value: NewSavedQuery,
): Promise<Acted<void>> {
  const { projectId, queryId } = of
  await mustBeOpen(core, actor, projectId)
  return act(core, actor, async ({ tx, now, note }) => {
    const done = await tx
      .updateTable('saved_query')
      .set({ ...value, updated_at: now })
      .where('id', '=', queryId)
      .where('project_id', '=', projectId)
      .returning('id')
      .executeTakeFirst()
    if (!done) throw new XinyuError('NOT_FOUND', { what: 'saved query' })
    note({ kind: 'query.changed', subject: subjectOf(queryId, projectId, actor), payload: digest(value.sql) })
  })
}

/** Takes a saved query away; the runs that came of it stay. @throws XinyuError NOT_FOUND */
export async function removeSaved(
  core: Core,
  actor: UserActor,
  { projectId, queryId }: { readonly projectId: string; readonly queryId: string },
): Promise<Acted<void>> {
  await ownProject(core, actor, projectId)
  return act(core, actor, async ({ tx, note }) => {
    const done = await tx
      .deleteFrom('saved_query')
      .where('id', '=', queryId)
      .where('project_id', '=', projectId)
      .returning('id')
      .executeTakeFirst()
    if (!done) throw new XinyuError('NOT_FOUND', { what: 'saved query' })
    note({ kind: 'query.removed', subject: subjectOf(queryId, projectId, actor) })
  })
}

async function mustBeOpen(core: Core, actor: UserActor, projectId: string): Promise<void> {
  if ((await ownProject(core, actor, projectId)).ended_at !== null) throw new XinyuError('PROJECT_ENDED')
}

/** Counted one after the other within a project, so that two at once do not pass the limit together. */
async function mustHaveRoom(tx: Tx, projectId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`saved_query:${projectId}`}, 0))`.execute(tx)
  const { count } = await tx
    .selectFrom('saved_query')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('project_id', '=', projectId)
    .executeTakeFirstOrThrow()
  if (count >= SAVED_MOST) throw new XinyuError('SAVED_QUERY_MOST', { most: SAVED_MOST })
}

const subjectOf = (query: string, project: string, actor: UserActor) => ({
  query,
  project,
  consumer: actor.participantId,
})

/** The text itself may hold anything that a person typed: the log keeps its hash. */
const digest = (text: string) => ({ digest: digestOf(text) })
