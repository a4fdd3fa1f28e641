import type { UserActor } from '../../kernel/actor.ts'
import { ownProject } from '../../flow/contract/index.ts'
import type { Page } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { SavedQueryView } from './model.ts'

/** The saved queries of an own project, last changed first. @throws XinyuError NOT_FOUND */
export async function listSaved(
  core: Core,
  actor: UserActor,
  projectId: string,
  page: Page,
): Promise<{ items: SavedQueryView[]; total: number }> {
  await ownProject(core, actor, projectId)
  const query = core.db.selectFrom('saved_query').where('project_id', '=', projectId)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll()
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  const items = rows.map((row) => ({
    id: row.id,
    projectId: row.project_id,
    userId: row.user_id,
    title: row.title,
    sql: row.sql,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }))
  return { items, total: count }
}
