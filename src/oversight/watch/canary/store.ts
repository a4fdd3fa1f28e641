import type { z } from 'zod'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { CanaryView } from '../model.ts'

/** Planted persons without what they are known by. */
export async function listCanaries(
  core: Core,
): Promise<{ items: z.output<typeof CanaryView>[]; total: number }> {
  const rows = await core.db
    .selectFrom('watch_canary')
    .select(['id', 'label', 'keys', 'created_at', 'retired_at'])
    .orderBy('created_at', 'desc')
    .execute()
  const items = rows.map((row) => ({
    id: row.id,
    label: row.label,
    keys: row.keys,
    createdAt: row.created_at,
    retiredAt: row.retired_at,
  }))
  return { items, total: items.length }
}
