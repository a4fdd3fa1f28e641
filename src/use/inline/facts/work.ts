import '../tables.ts'
import { type Actor, systemActor } from '../../../kernel/actor.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'

/** One table of a product in one version: what an index is made of. */
export type IndexWork = {
  readonly productId: string
  readonly versionId: string
  readonly table: string
}

export const CLOCKWORK: Actor = systemActor('verification')

export const indexOf = (core: Core, { versionId, table }: Omit<IndexWork, 'productId'>) =>
  core.db
    .selectFrom('verify_index')
    .selectAll()
    .where('version_id', '=', versionId)
    .where('table_name', '=', table)
    .executeTakeFirst()
