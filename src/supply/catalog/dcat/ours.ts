import { type Selectable, sql } from 'kysely'
import { participantsByIds } from '../../../safeguard/identity/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { Entry } from '../entry.ts'
import type { DatasetTable } from '../tables.ts'
import { type Eyes, visibleRow } from '../visible.ts'
import type { DcatDistribution, DcatEntry, LangText } from './model.ts'
import { SHA256, themeIri } from './vocabulary.ts'

const urn = (id: string): string => `urn:uuid:${id}`
const moment = (at: number): string => new Date(at).toISOString()

/**
 * Entries as DCAT sees them, by their age: the public ones to whoever asks, and those of the space to who is signed in.
 * What is for members of a zone is in no such document, whoever asks.
 */
export async function dcatEntries(
  core: Core,
  eyes: Eyes,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ items: DcatEntry[]; total: number }> {
  const shown = sql<boolean>`(s.readers <> 'members' and ${visibleRow(eyes, 's')})`
  const { rows } = await sql<{ id: string; kind: 'dataset' | 'external' }>`
    select s.id, s.kind from catalog_search s where ${shown}
    order by s.id limit ${page.limit} offset ${page.offset}`.execute(core.db)
  const { rows: counted } = await sql<{ total: number }>`
    select count(*)::int as total from catalog_search s where ${shown}`.execute(core.db)
  return { items: await entriesByIds(core, rows), total: counted[0]!.total }
}

/** One entry, where it may stand in a document. */
export async function dcatEntry(core: Core, eyes: Eyes, id: string): Promise<DcatEntry | undefined> {
  const { rows } = await sql<{ id: string; kind: 'dataset' | 'external' }>`
    select s.id, s.kind from catalog_search s
    where s.id = ${id} and s.readers <> 'members' and ${visibleRow(eyes, 's')}`.execute(core.db)
  return (await entriesByIds(core, rows))[0]
}

async function entriesByIds(
  core: Core,
  rows: readonly { readonly id: string; readonly kind: 'dataset' | 'external' }[],
): Promise<DcatEntry[]> {
  const ids = (kind: 'dataset' | 'external') => rows.filter((row) => row.kind === kind).map((row) => row.id)
  const found = new Map([
    ...(await ownEntries(core, ids('dataset'))),
    ...(await externalEntries(core, ids('external'))),
  ])
  return rows.flatMap((row) => found.get(row.id) ?? [])
}

async function externalEntries(core: Core, ids: readonly string[]): Promise<[string, DcatEntry][]> {
  if (ids.length === 0) return []
  const rows = await core.db
    .selectFrom('external_entry')
    .select(['id', 'entry'])
    .where('id', 'in', [...ids])
    .execute()
  return rows.map((row) => [row.id, row.entry])
}

async function ownEntries(core: Core, ids: readonly string[]): Promise<[string, DcatEntry][]> {
  if (ids.length === 0) return []
  const datasets = await core.db
    .selectFrom('dataset')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()
  const versions = await core.db
    .selectFrom('dataset_version')
    .distinctOn('dataset_id')
    .select(['id', 'dataset_id', 'number', 'bytes', 'hash', 'created_at'])
    .where('dataset_id', 'in', [...ids])
    .orderBy('dataset_id')
    .orderBy('number', 'desc')
    .execute()
  const latest = new Map(versions.map((version) => [version.dataset_id, version]))
  const bodies = await participantsByIds(
    core,
    datasets.map((row) => row.participant_id),
  )
  return datasets.map((row) => [row.id, entryOf(row, latest.get(row.id), bodies.get(row.participant_id))])
}

interface LatestVersion {
  readonly id: string
  readonly number: number
  readonly bytes: number
  readonly hash: string
  readonly created_at: number
}

function entryOf(
  row: Selectable<DatasetTable>,
  version: LatestVersion | undefined,
  body: { readonly nameZh: string; readonly nameEn: string } | undefined,
): DcatEntry {
  const entry = Entry.parse(row.entry)
  const plain = (text: string): LangText => (text === '' ? {} : { '': text })
  return {
    iri: urn(row.id),
    identifier: row.code,
    title: { zh: row.title_zh, en: row.title_en },
    description: plain(row.description),
    publisher: {
      iri: urn(row.participant_id),
      name: body ? { zh: body.nameZh, en: body.nameEn } : plain(urn(row.participant_id)),
    },
    issued: moment(row.created_at),
    modified: moment(version?.created_at ?? row.created_at),
    rhythm: entry.rhythm,
    keywords: entry.keywords.map((value) => ({ value, language: '' })),
    themes: entry.theme === null ? [] : [{ iri: themeIri(entry.theme), code: entry.theme }],
    spatial: entry.spatial,
    temporal: entry.temporal,
    contact: entry.contact,
    version: version ? String(version.number) : null,
    status: row.state,
    landingPage: null,
    authority: authorityText(entry.authority),
    distributions: version ? [distributionOf(version)] : [],
  }
}

const distributionOf = ({ id, bytes, hash }: LatestVersion): DcatDistribution => ({
  iri: urn(id),
  title: {},
  mediaType: 'application/vnd.apache.parquet',
  byteSize: bytes,
  accessUrl: null,
  downloadUrl: null,
  checksum: /^[0-9a-f]{64}$/.test(hash) ? { algorithm: SHA256, value: hash } : null,
})

const authorityText = (authority: Entry['authority']): LangText | null =>
  authority && {
    '': authority.document === null ? authority.text : `${authority.text} (${authority.document})`,
  }
