import type { Core } from '../../safeguard/evidence/index.ts'
import { participantsByIds } from '../../safeguard/identity/index.ts'

/** Names beside ids, for officers who may not read the registers. */
export interface Names {
  readonly zh: (participantId: string | null) => string | null
  readonly en: (participantId: string | null) => string | null
}

export async function bodyNames(core: Core, ids: readonly (string | null)[]): Promise<Names> {
  const bodies = await participantsByIds(
    core,
    ids.filter((id) => id !== null),
  )
  return {
    zh: (id) => bodies.get(id ?? '')?.nameZh ?? null,
    en: (id) => bodies.get(id ?? '')?.nameEn ?? null,
  }
}

/** Officers of the operator stand by name on a roster that they share. */
export async function officerNames(
  core: Core,
  ids: readonly (string | null)[],
): Promise<(userId: string | null) => string | null> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  const rows =
    wanted.length === 0
      ? []
      : await core.db
          .selectFrom('app_user')
          .select(['id', 'display_name'])
          .where('id', 'in', wanted)
          .execute()
  const names = new Map(rows.map((row) => [row.id, row.display_name]))
  return (userId) => names.get(userId ?? '') ?? null
}
