import type { Selectable } from 'kysely'
import type { z } from 'zod'
import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Page } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { participantById } from '../../../safeguard/identity/index.ts'
import type { ImportState, ImportView } from './model.ts'
import type { SeatImportTable } from './tables.ts'

export type ImportRow = Selectable<SeatImportTable>

export const importView = (row: ImportRow): z.output<typeof ImportView> => ({
  id: row.id,
  projectId: row.project_id,
  consumerId: row.consumer_id,
  kind: row.kind,
  name: row.name,
  bytes: row.bytes,
  digest: row.digest,
  right: row.right_text,
  proofDigest: row.proof_digest,
  state: row.state,
  findings: row.findings.map(({ rule, place, zh, en }) => ({ rule, place, zh, en })),
  decidedBy: row.decided_by,
  reason: row.reason,
  createdBy: row.created_by,
  createdAt: row.created_at,
  decidedAt: row.decided_at,
})

/** Data officers of the operator decide on what teams bring. */
export async function decides(core: Core, actor: UserActor): Promise<boolean> {
  if (!actor.roles.includes('data_officer')) return false
  return (await participantById(core, actor.participantId))?.roles.includes('operator') ?? false
}

/** One request that the actor may know of. @throws XinyuError NOT_FOUND */
export async function knownImport(core: Core, actor: UserActor, id: string): Promise<ImportRow> {
  const row = await core.db.selectFrom('seat_import').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || (row.consumer_id !== actor.participantId && !(await decides(core, actor))))
    throw new XinyuError('NOT_FOUND', { what: 'import' })
  return row
}

/** Requests of an own project; of all for those who decide. @throws XinyuError NOT_FOUND */
export async function listImports(
  core: Core,
  actor: UserActor,
  filter: Page & { readonly projectId?: string; readonly state?: ImportState | undefined },
) {
  const all = await decides(core, actor)
  if (filter.projectId !== undefined && !all) await mustOwn(core, actor, filter.projectId)
  let query = core.db.selectFrom('seat_import')
  if (!all) query = query.where('consumer_id', '=', actor.participantId)
  if (filter.projectId !== undefined) query = query.where('project_id', '=', filter.projectId)
  if (filter.state) query = query.where('state', '=', filter.state)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
  return { items: rows.map(importView), total: count }
}

async function mustOwn(core: Core, actor: UserActor, projectId: string): Promise<void> {
  const row = await core.db
    .selectFrom('project')
    .select('id')
    .where('id', '=', projectId)
    .where('consumer_id', '=', actor.participantId)
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'project' })
}

/** What a project has brought and may use. */
export const approvedImports = (core: Core, projectId: string): Promise<ImportRow[]> =>
  core.db
    .selectFrom('seat_import')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('state', '=', 'approved')
    .orderBy('created_at')
    .orderBy('id')
    .execute()
