import { sql } from 'kysely'
import { type Actor, systemActor, type UserActor } from '../../kernel/actor.ts'
import type { Page } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { DatasetBrief, DatasetView, Origin, VersionBrief, VersionView, Zone } from './model.ts'
import { Entry } from './entry.ts'
import { mayWrite, viewColumns } from './rules.ts'
import { eyesOf, mayReadEntry } from './visible.ts'
import { ZoneRules } from './zones/model.ts'

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
    description: row.description,
    rules: ZoneRules.parse(row.rules),
    datasets: row.datasets,
    createdAt: row.created_at,
  }))
}

/** Datasets that the actor may read, newest first; all of them where the space itself asks. */
export async function listDatasets(
  core: Core,
  filter: DatasetFilter,
  actor: Actor = systemActor('catalog'),
): Promise<{ items: DatasetBrief[]; total: number }> {
  let query = core.db.selectFrom('dataset')
  if (actor.kind === 'user') query = query.where(await readable(core, actor))
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

/** A dataset is read where its zone lets the actor read, or where it is the own body's. */
async function readable(core: Core, actor: UserActor) {
  const eyes = await eyesOf(core, actor)
  if (eyes.all) return sql<boolean>`true`
  return sql<boolean>`(participant_id = ${actor.participantId} or zone_id is null or zone_id = any(${[...eyes.zones]}::uuid[])
    or zone_id in (select id from zone where rules ->> 'readers' is distinct from 'members'))`
}

/** Whether the actor may read the entry of a dataset; to who may not, it looks like none. */
export async function mayReadDataset(
  core: Core,
  actor: Actor | null,
  dataset: { readonly participant_id: string; readonly zone_id: string | null },
): Promise<boolean> {
  const zone = dataset.zone_id
    ? await core.db.selectFrom('zone').select('rules').where('id', '=', dataset.zone_id).executeTakeFirst()
    : undefined
  const { readers } = ZoneRules.parse(zone?.rules ?? {})
  if (readers === 'space' && actor !== null) return true
  return mayReadEntry(await eyesOf(core, actor), {
    participantId: dataset.participant_id,
    zoneId: dataset.zone_id,
    readers,
  })
}

/** One dataset as the actor may see it. */
export async function datasetView(core: Core, actor: Actor, id: string): Promise<DatasetView | undefined> {
  const row = await datasetById(core, id)
  if (!row || !(await mayReadDataset(core, actor, row))) return undefined
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
    entry: Entry.parse(row.entry),
  }
}

/** One version as the actor may see it. */
export async function versionView(core: Core, actor: Actor, id: string): Promise<VersionView | undefined> {
  const row = await versionById(core, id)
  const dataset = row && (await datasetById(core, row.dataset_id))
  if (!row || !dataset || !(await mayReadDataset(core, actor, dataset))) return undefined
  const own = mayWrite(actor, dataset.participant_id)
  return {
    ...versionBrief(row),
    datasetId: row.dataset_id,
    state: row.state,
    hash: row.hash,
    contentHash: own ? row.content_hash : null,
    origin: own ? row.origin : null,
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
    .select([
      'id',
      'dataset_id',
      'number',
      'rows',
      'rejected',
      'quarantined',
      'bytes',
      'insured_count',
      'origin',
      'created_at',
    ])
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
  quarantined: number
  bytes: number
  insured_count: number | null
  origin: Origin
  created_at: number
}

const versionBrief = (row: VersionCounts): VersionBrief => ({
  id: row.id,
  number: row.number,
  rows: row.rows,
  rejected: row.rejected,
  quarantined: row.quarantined,
  bytes: row.bytes,
  insuredCount: row.insured_count,
  madeBy: row.origin.kind,
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
