import { sql } from 'kysely'
import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { type CatalogExtras, GradeSummary, QualitySummary, UsageSummary } from './extras.ts'
import { datasetById, mayReadDataset } from './store.ts'

/** What other rooms know of a dataset; null where it was not graded or measured. */
export const DatasetAbout = z.object({
  grade: GradeSummary.nullable(),
  quality: QualitySummary.nullable(),
  usage: UsageSummary,
})
export type DatasetAbout = z.output<typeof DatasetAbout>

/** Undefined where the actor may not read the dataset. Numbers alone: who uses it is told to the owner elsewhere. */
export async function aboutDataset(
  core: Core,
  actor: Actor,
  id: string,
  extras: CatalogExtras = {},
): Promise<DatasetAbout | undefined> {
  const dataset = await datasetById(core, id)
  if (!dataset || !(await mayReadDataset(core, actor, dataset))) return undefined
  const products = await productIds(core, id)
  const [grades, quality, usage] = await Promise.all([
    extras.grades?.(core, [id]),
    extras.quality?.(core, [id]),
    products.length === 0 ? undefined : extras.usage?.(core, products),
  ])
  const used = [...(usage?.values() ?? [])]
  return {
    grade: grades?.get(id) ?? null,
    quality: quality?.get(id) ?? null,
    usage: {
      products: products.length,
      contracts: used.reduce((sum, one) => sum + one.contracts, 0),
      runs: used.reduce((sum, one) => sum + one.runs, 0),
    },
  }
}

/** Products that were ever shown in the catalogue: a draft is nobody's business yet. */
async function productIds(core: Core, datasetId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct p.id from dataset_version v
    join product p on p.tables @> jsonb_build_array(jsonb_build_object('versionId', v.id))
    where v.dataset_id = ${datasetId} and p.state <> 'draft'`.execute(core.db)
  return rows.map((row) => row.id)
}
