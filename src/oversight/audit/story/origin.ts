import type { Core } from '../../../safeguard/evidence/index.ts'

/** Versions that the story goes back over. */
const MOST = 200

export interface Sources {
  /** Versions as they came from outside. */
  readonly landed: readonly string[]
  /** Versions that were made of other versions. */
  readonly treated: readonly string[]
}

/** The versions that some were made of, back to those that came from outside. */
export async function sourcesOf(core: Core, versionIds: readonly string[]): Promise<Sources> {
  const found = new Map<string, boolean>()
  let next = [...new Set(versionIds)]
  while (next.length > 0 && found.size < MOST) {
    const rows = await core.db
      .selectFrom('dataset_version')
      .select(['id', 'origin'])
      .where('id', 'in', next)
      .execute()
    for (const { id, origin } of rows) found.set(id, origin.from.length > 0)
    next = [...new Set(rows.flatMap(({ origin }) => origin.from.map(({ versionId }) => versionId)))].filter(
      (id) => !found.has(id),
    )
  }
  const all = [...found]
  return {
    landed: all.filter(([, treated]) => !treated).map(([id]) => id),
    treated: all.filter(([, treated]) => treated).map(([id]) => id),
  }
}
