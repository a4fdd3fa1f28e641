import { sql } from 'kysely'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { CatalogExtras } from '../extras.ts'
import { indexDatasets, indexExternals } from './index-row.ts'

const AT_ONCE = 200

/**
 * Makes the search rows of all entries anew: they are derived and hold nothing of their own. Returns how many there
 * are. Safe beside running actions: each row is what the tables say at its moment.
 */
export async function rebuildCatalog(core: Core, extras: CatalogExtras = {}): Promise<number> {
  let made = 0
  for (const [table, index] of [
    ['dataset', indexDatasets],
    ['external_entry', indexExternals],
  ] as const) {
    let after = '00000000-0000-0000-0000-000000000000'
    for (;;) {
      const rows = await core.db
        .selectFrom(table)
        .select('id')
        .where('id', '>', after)
        .orderBy('id')
        .limit(AT_ONCE)
        .execute()
      if (rows.length === 0) break
      const ids = rows.map((row) => row.id)
      await index(core.db, ids)
      if (table === 'dataset') await refreshMeasures(core, extras, ids)
      made += ids.length
      after = ids.at(-1)!
    }
  }
  return made
}

/** At the start: entries that were there before the search was get their rows. */
export async function completeCatalog(core: Core, extras: CatalogExtras = {}): Promise<void> {
  const { rows } = await sql<{ missing: boolean }>`select exists (
    select 1 from dataset d where not exists (select 1 from catalog_search s where s.id = d.id)
  ) as missing`.execute(core.db)
  if (rows[0]!.missing) await rebuildCatalog(core, extras)
}

/** Takes grade and quality of datasets over into the search rows: called when one of them was measured or decided. */
export async function refreshMeasures(
  core: Core,
  extras: CatalogExtras,
  datasetIds: readonly string[],
): Promise<void> {
  const [grades, quality] = await Promise.all([
    extras.grades?.(core, datasetIds),
    extras.quality?.(core, datasetIds),
  ])
  if (!grades && !quality) return
  for (const id of datasetIds) {
    await core.db
      .updateTable('catalog_search')
      .set({ grade: grades?.get(id)?.level ?? null, quality: lowest(quality?.get(id)?.classes ?? []) })
      .where('id', '=', id)
      .execute()
  }
}

const lowest = (classes: readonly { readonly accuracy: number }[]): number | null =>
  classes.length === 0 ? null : Math.floor(Math.min(...classes.map(({ accuracy }) => accuracy)) * 10_000)
