import { z } from 'zod'
import type { Actor } from '../../../kernel/actor.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { CatalogExtras } from '../extras.ts'
import { datasetById, mayReadDataset, versionById } from '../store.ts'
import { makePreview } from './make.ts'

export const PreviewView = z.object({
  /** Always true: none of these rows exists. */
  synthetic: z.literal(true),
  versionId: z.uuid().nullable(),
  number: z.int().nullable(),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      kind: z.string(),
      titleZh: z.string(),
      titleEn: z.string(),
    }),
  ),
  rows: z.array(z.array(z.string().nullable())),
})
export type PreviewView = z.output<typeof PreviewView>

/**
 * Twenty rows that look like the dataset and are none of it: made from schema, types, dictionaries and the profile's
 * coarse shape. Undefined where the actor may not read the dataset, or it has no such version.
 */
export async function previewOf(
  core: Core,
  actor: Actor,
  asked: { readonly datasetId: string; readonly versionId?: string | undefined },
  extras: CatalogExtras = {},
): Promise<PreviewView | undefined> {
  const dataset = await datasetById(core, asked.datasetId)
  if (!dataset || !(await mayReadDataset(core, actor, dataset))) return undefined
  const version =
    asked.versionId === undefined
      ? await core.db
          .selectFrom('dataset_version')
          .selectAll()
          .where('dataset_id', '=', dataset.id)
          .orderBy('number', 'desc')
          .limit(1)
          .executeTakeFirst()
      : await versionById(core, asked.versionId)
  if (asked.versionId !== undefined && version?.dataset_id !== dataset.id) return undefined
  if (!version) return { synthetic: true, versionId: null, number: null, columns: [], rows: [] }
  const names = version.columns.map(({ name }) => name)
  const made = makePreview({
    versionId: version.id,
    rows: version.rows,
    insuredColumn: dataset.insured_column,
    columns: version.columns,
    known: (await extras.columns?.(core, dataset.id, names)) ?? {},
  })
  return {
    synthetic: true,
    versionId: version.id,
    number: version.number,
    columns: made.columns.map((column) => ({
      ...column,
      titleZh: dataset.column_titles[column.name]?.zh ?? '',
      titleEn: dataset.column_titles[column.name]?.en ?? '',
    })),
    rows: made.rows.map((row) => [...row]),
  }
}
