import type { UserActor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { participantsByIds } from '../../safeguard/identity/index.ts'
import type { RequestRow } from './store.ts'

export interface Names {
  readonly projectTitle: string
  readonly consumerNameZh: string
  readonly consumerNameEn: string
  readonly authorName: string | null
}

/** Names beside ids, for readers who may not read the registers. Who the author is stays within the body. */
export async function namesOf(
  core: Core,
  actor: UserActor,
  rows: readonly RequestRow[],
): Promise<Map<string, Names>> {
  if (rows.length === 0) return new Map()
  const bodies = await participantsByIds(
    core,
    rows.map((row) => row.consumer_id),
  )
  const projects = await core.db
    .selectFrom('project')
    .select(['id', 'title'])
    .where('id', 'in', [...new Set(rows.map((row) => row.project_id))])
    .execute()
  const authors = await core.db
    .selectFrom('app_user')
    .select(['id', 'display_name'])
    .where('id', 'in', [...new Set(rows.map((row) => row.author_id))])
    .where('participant_id', '=', actor.participantId)
    .execute()
  return new Map(
    rows.map((row) => [
      row.id,
      {
        projectTitle: projects.find(({ id }) => id === row.project_id)?.title ?? '',
        consumerNameZh: bodies.get(row.consumer_id)?.nameZh ?? '',
        consumerNameEn: bodies.get(row.consumer_id)?.nameEn ?? '',
        authorName: authors.find(({ id }) => id === row.author_id)?.display_name ?? null,
      },
    ]),
  )
}
