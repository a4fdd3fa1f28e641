import { join } from 'node:path'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { StoredColumn } from '../../catalog/index.ts'
import { INSURED_COLUMN } from '../../source/child/index.ts'
import { type NationalTable, nationalTables } from '../standard/index.ts'

/** Share of a national table's columns that a dataset must have to be taken for it without a mapping. */
const IDENTITY_SHARE = 0.5

/**
 * The national table that a dataset is already, by its columns: its key is there and most of its columns are, under
 * their national names. Such a dataset is bound directly; a mapping would copy it for nothing.
 */
export function identityOf(columns: readonly string[]): NationalTable | null {
  const names = new Set(columns.map((name) => name.toLowerCase()))
  const found = nationalTables()
    .map((table) => ({ table, hits: table.columns.filter(({ name }) => names.has(name)).length }))
    .filter(
      ({ table, hits }) =>
        table.key.every((name) => names.has(name)) &&
        hits / table.columns.length >= IDENTITY_SHARE &&
        hits / names.size >= IDENTITY_SHARE,
    )
    .sort((a, b) => b.hits / b.table.columns.length - a.hits / a.table.columns.length)
  return found[0]?.table ?? null
}

/** A landed dataset of a body that stands for a national table. */
export interface BoundDataset {
  readonly table: string
  readonly datasetId: string
  readonly versionId: string
  readonly code: string
  /** Its own columns are the national ones, or a mapping made it. */
  readonly how: 'identity' | 'mapped'
  readonly rows: number
  /** Absolute paths. */
  readonly files: readonly string[]
  readonly columns: readonly StoredColumn[]
}

/** Every dataset of a body that stands for a national table, in its newest version. */
export async function boundDatasets(core: Core, participantId: string): Promise<BoundDataset[]> {
  const rows = await core.db
    .selectFrom('dataset')
    .innerJoin('dataset_version', 'dataset_version.dataset_id', 'dataset.id')
    .distinctOn('dataset.id')
    .select([
      'dataset.id',
      'dataset.code',
      'dataset_version.id as version_id',
      'dataset_version.rows',
      'dataset_version.columns',
      'dataset_version.files',
    ])
    .where('dataset.participant_id', '=', participantId)
    .where('dataset.state', '=', 'active')
    .orderBy('dataset.id')
    .orderBy('dataset_version.number', 'desc')
    .execute()
  const targets = await mappedTargets(core, participantId)
  return rows.flatMap((row): BoundDataset[] => {
    const columns = row.columns.filter(({ name }) => name !== INSURED_COLUMN)
    const mapped = targets.get(row.id)
    const table = mapped ?? identityOf(columns.map(({ name }) => name))?.name
    if (table === undefined) return []
    const files = row.files.map((file) => join(core.home, file))
    const how = mapped === undefined ? 'identity' : 'mapped'
    return [
      {
        table,
        datasetId: row.id,
        versionId: row.version_id,
        code: row.code,
        how,
        rows: row.rows,
        files,
        columns,
      },
    ]
  })
}

/** Dataset → national table, of those that a mapping filled. */
async function mappedTargets(core: Core, participantId: string): Promise<Map<string, string>> {
  const rows = await core.db
    .selectFrom('mapping_run')
    .innerJoin('mapping', 'mapping.id', 'mapping_run.mapping_id')
    .innerJoin('mapping_version', (join) =>
      join
        .onRef('mapping_version.mapping_id', '=', 'mapping_run.mapping_id')
        .onRef('mapping_version.number', '=', 'mapping_run.number'),
    )
    .select(['mapping_run.dataset_id', 'mapping_version.spec'])
    .where('mapping.participant_id', '=', participantId)
    .orderBy('mapping_run.created_at')
    .execute()
  return new Map(rows.map((row) => [row.dataset_id, row.spec.target]))
}
