import { z } from 'zod'
import type { Actor } from '../../../kernel/actor.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { mayWrite } from '../rules.ts'
import { mayReadDataset } from '../store.ts'
import { DcatEntry } from './model.ts'

/** An entry of another catalogue: described here, its data is elsewhere and cannot be imported. */
export const ExternalView = z.object({
  id: z.uuid(),
  external: z.literal(true),
  participantId: z.uuid(),
  zoneId: z.uuid().nullable(),
  own: z.boolean(),
  sourceUrl: z.string().nullable(),
  createdAt: z.int(),
  updatedAt: z.int(),
  entry: DcatEntry,
})
export type ExternalView = z.output<typeof ExternalView>

/** Undefined where there is none, or the actor may not read it. */
export async function externalView(core: Core, actor: Actor, id: string): Promise<ExternalView | undefined> {
  const row = await core.db.selectFrom('external_entry').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || !(await mayReadDataset(core, actor, row))) return undefined
  return {
    id: row.id,
    external: true,
    participantId: row.participant_id,
    zoneId: row.zone_id,
    own: mayWrite(actor, row.participant_id),
    sourceUrl: row.source_url,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    entry: row.entry,
  }
}
