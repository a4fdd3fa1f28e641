import { sql } from 'kysely'
import type { Actor } from '../../kernel/actor.ts'
import type { Page } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { DatasetBrief, DatasetView, VersionBrief, VersionView, Zone } from './model.ts'
import { mayWrite, viewColumns } from './rules.ts'

export interface DatasetFilter extends Page {
  /** Part of code, title or description, in Chinese or English. */
  readonly text?: string | undefined
  readonly zoneId?: string | undefined
  readonly participantId?: string | undefined
  readonly state?: 'active' | 'withdrawn' | undefined
}

/** A search text as a pattern, its own wildcards taken literally. */
export const likeText = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`

export async function listZones(core: Core): Promise<Zone[]> {
  const rows = await core.db
    .selectFrom('zone')
    .leftJoin('dataset', 'dataset.zone_id', 'zone.id')
    .selectAll('zone')
    .select((eb) => eb.fn.count<number>('dataset.id').as('datasets'))
    .groupBy('zone.id')
    .orderBy('zone.code')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    titleZh: row.title_zh,
    titleEn: row.title_en,
    participantId: row.participant_id,
    datasets: row.datasets,
    createdAt: row.created_at,
  }))
}

/** Datasets for everybody who is signed in, newest first. */
export async function listDatasets(
  core: Core,
  filter: DatasetFilter,
): Promise<{ items: DatasetBrief[]; total: number }> {
  let query = core.db.selectFrom('dataset')
  if (filter.zoneId) query = query.where('zone_id', '=', filter.zoneId)
  if (filter.participantId) query = query.where('participant_id', '=', filter.participantId)
  if (filter.state) query = query.where('state', '=', filter.state)
  if (filter.text) {
    const pattern = likeText(filter.text)
    query = query.where(sql<boolean>`concat_ws(' ', code, title_zh, title_en, description) ilike ${pattern}`)
  }
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
  const latest = await latestVersions(
    core,
    rows.map((row) => row.id),
  )
  return { items: rows.map((row) => brief(row, latest.get(row.id) ?? null)), total: count }
}

/** One dataset as the actor may see it. */
export async function datasetView(core: Core, actor: Actor, id: string): Promise<DatasetView | undefined> {
  const row = await datasetById(core, id)
  if (!row) return undefined
  const versions = await versionRows(core)
    .where('dataset_id', '=', id)
    .orderBy('number', 'desc')
    .limit(200)
    .execute()
  const own = mayWrite(actor, row.participant_id)
  return {
    ...brief(row, versions[0] ? versionBrief(versions[0]) : null),
    own,
    versions: versions.map(versionBrief),
    columns: versions[0] ? viewColumns(versions[0].columns, row.column_titles, own) : [],
    columnTitles: row.column_titles,
  }
}

/** One version as the actor may see it. */
export async function versionView(core: Core, actor: Actor, id: string): Promise<VersionView | undefined> {
  const row = await versionById(core, id)
  const dataset = row && (await datasetById(core, row.dataset_id))
  if (!row || !dataset) return undefined
  const own = mayWrite(actor, dataset.participant_id)
  return {
    ...versionBrief(row),
    datasetId: row.dataset_id,
    state: row.state,
    hash: row.hash,
    columns: viewColumns(row.columns, dataset.column_titles, own),
    sourceFiles: own ? row.source_files : null,
  }
}

export const datasetById = (core: Core, id: string) =>
  core.db.selectFrom('dataset').selectAll().where('id', '=', id).executeTakeFirst()

export const datasetByCode = (core: Core, participantId: string, code: string) =>
  core.db
    .selectFrom('dataset')
    .selectAll()
    .where('participant_id', '=', participantId)
    .where('code', '=', code)
    .executeTakeFirst()

export const versionById = (core: Core, id: string) =>
  versionRows(core).where('id', '=', id).executeTakeFirst()

/** The version that an import made, if it came that far. */
export const versionByImport = (core: Core, importId: string) =>
  versionRows(core).where('import_id', '=', importId).executeTakeFirst()

/** Which of the ids are versions: what is not named here may be swept from the disk. */
export async function existingVersions(core: Core, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await core.db.selectFrom('dataset_version').select('id').where('id', 'in', ids).execute()
  return new Set(rows.map((row) => row.id))
}

const versionRows = (core: Core) => core.db.selectFrom('dataset_version').selectAll()

async function latestVersions(core: Core, datasetIds: readonly string[]): Promise<Map<string, VersionBrief>> {
  if (datasetIds.length === 0) return new Map()
  const rows = await core.db
    .selectFrom('dataset_version')
    .distinctOn('dataset_id')
    .select(['id', 'dataset_id', 'number', 'rows', 'rejected', 'bytes', 'insured_count', 'created_at'])
    .where('dataset_id', 'in', datasetIds)
    .orderBy('dataset_id')
    .orderBy('number', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.dataset_id, versionBrief(row)]))
}

interface VersionCounts {
  id: string
  number: number
  rows: number
  rejected: number
  bytes: number
  insured_count: number | null
  created_at: number
}

const versionBrief = (row: VersionCounts): VersionBrief => ({
  id: row.id,
  number: row.number,
  rows: row.rows,
  rejected: row.rejected,
  bytes: row.bytes,
  insuredCount: row.insured_count,
  createdAt: row.created_at,
})

type DatasetRow = NonNullable<Awaited<ReturnType<typeof datasetById>>>

const brief = (row: DatasetRow, latest: VersionBrief | null): DatasetBrief => ({
  id: row.id,
  zoneId: row.zone_id,
  participantId: row.participant_id,
  code: row.code,
  titleZh: row.title_zh,
  titleEn: row.title_en,
  description: row.description,
  persons: row.insured_column !== null,
  insuredColumn: row.insured_column,
  insuredSystem: row.insured_system,
  state: row.state,
  createdAt: row.created_at,
  latest,
})
