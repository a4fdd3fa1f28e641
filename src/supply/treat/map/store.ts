import { join } from 'node:path'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { dictionaries, dictionaryVersion } from '../standard/index.ts'
import { INSURED_COLUMN } from '../../source/child/index.ts'
import type { Condition, MappingPart, MappingSpec, Value } from './model.ts'
import type { SourceTable, World } from './sql/part.ts'

/** The newest landed version of each of a body's datasets, by code. */
export async function sourceVersions(core: Core, participantId: string, codes: readonly string[]) {
  if (codes.length === 0) return []
  return core.db
    .selectFrom('dataset')
    .innerJoin('dataset_version', 'dataset_version.dataset_id', 'dataset.id')
    .distinctOn('dataset.id')
    .select([
      'dataset.id as dataset_id',
      'dataset.code',
      'dataset.zone_id',
      'dataset.insured_column',
      'dataset.insured_system',
      'dataset_version.id as version_id',
      'dataset_version.number',
      'dataset_version.rows',
      'dataset_version.columns',
      'dataset_version.files',
    ])
    .where('dataset.participant_id', '=', participantId)
    .where('dataset.code', 'in', codes)
    .orderBy('dataset.id')
    .orderBy('dataset_version.number', 'desc')
    .execute()
}

export type SourceVersion = Awaited<ReturnType<typeof sourceVersions>>[number]

/** Everything that a mapping reads, as it is now, and the mapping with the versions of its dictionaries filled in. */
export async function worldOf(
  core: Core,
  participantId: string,
  spec: MappingSpec,
): Promise<{ world: World; versions: SourceVersion[]; spec: MappingSpec }> {
  const versions = await sourceVersions(core, participantId, tablesOf(spec))
  const tables = new Map(versions.map((row) => [row.code, tableOf(core, row)]))
  const known = await dictionaries(core)
  const pinned = structuredClone(spec)
  for (const value of pinned.parts.flatMap(valuesOf)) {
    if (value.fn !== 'dictionary') continue
    value.version ??= known.get(value.list)?.version
    if (value.version === undefined) continue
    const found = await dictionaryVersion(core, value.list, value.version)
    if (found) known.set(`${value.list}@${value.version}`, found)
  }
  return { world: { tables, dictionaries: known }, versions, spec: pinned }
}

const tableOf = (core: Core, row: SourceVersion): SourceTable => ({
  code: row.code,
  files: row.files.map((file) => join(core.home, file)),
  columns: row.columns.filter(({ name }) => name !== INSURED_COLUMN),
  persons: row.insured_column !== null,
})

/** Codes of all datasets that a mapping reads, its sources first. */
export function tablesOf(spec: MappingSpec): string[] {
  const looked = new Set<string>(spec.parts.map(({ source }) => source))
  for (const part of spec.parts)
    for (const value of valuesOf(part)) if (value.fn === 'lookup') looked.add(value.table)
  return [...looked]
}

/** Every value in a part, nested ones too. */
export function valuesOf(part: MappingPart): Value[] {
  const found: Value[] = []
  const value = (one: Value): void => {
    found.push(one)
    if (one.fn === 'lookup') for (const key of Object.values(one.on)) value(key)
    if (one.fn === 'age') value(one.at)
    if (one.fn === 'minus') value(one.less)
    if (one.fn === 'when') {
      for (const { if: test, value: made } of one.cases) {
        condition(test)
        value(made)
      }
      if (one.otherwise) value(one.otherwise)
    }
    if ('of' in one) for (const inner of Array.isArray(one.of) ? one.of : [one.of]) value(inner)
  }
  const condition = (one: Condition): void => {
    if (one.op === 'and' || one.op === 'or') for (const inner of one.of) condition(inner)
    else if (one.op === 'not') condition(one.of)
    else if ('left' in one) {
      value(one.left)
      value(one.right)
    } else value(one.of as Value)
  }
  if (part.where) condition(part.where)
  for (const one of Object.values(part.columns)) value(one)
  return found
}

export const mappingById = (core: Core, id: string) =>
  core.db.selectFrom('mapping').selectAll().where('id', '=', id).executeTakeFirst()

/** One version, the newest where none is named. */
export const mappingVersion = (core: Core, mappingId: string, number?: number) => {
  let query = core.db.selectFrom('mapping_version').selectAll().where('mapping_id', '=', mappingId)
  if (number !== undefined) query = query.where('number', '=', number)
  return query.orderBy('number', 'desc').limit(1).executeTakeFirst()
}

/** Titles of the columns of a dataset. */
export async function datasetTitles(core: Core, datasetId: string) {
  const row = await core.db
    .selectFrom('dataset')
    .select('column_titles')
    .where('id', '=', datasetId)
    .executeTakeFirst()
  return row?.column_titles ?? {}
}

/** The mappings of a body with their newest version and last run. */
export async function listMappings(core: Core, participantId: string) {
  return core.db
    .selectFrom('mapping')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('mapping_version')
          .select(['number', 'spec', 'created_at as saved_at'])
          .whereRef('mapping_version.mapping_id', '=', 'mapping.id')
          .orderBy('number', 'desc')
          .limit(1)
          .as('version'),
      (join) => join.onTrue(),
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('mapping_run')
          .select(['dataset_id', 'version_id', 'counts', 'created_at as run_at', 'number as run_number'])
          .whereRef('mapping_run.mapping_id', '=', 'mapping.id')
          .orderBy('created_at', 'desc')
          .limit(1)
          .as('run'),
      (join) => join.onTrue(),
    )
    .selectAll('mapping')
    .select([
      'version.number',
      'version.spec',
      'version.saved_at',
      'run.dataset_id',
      'run.version_id',
      'run.counts',
      'run.run_at',
      'run.run_number',
    ])
    .where('mapping.participant_id', '=', participantId)
    .orderBy('version.saved_at', 'desc')
    .orderBy('mapping.id')
    .execute()
}

export const mappingHistory = (core: Core, mappingId: string) =>
  core.db
    .selectFrom('mapping_version')
    .select(['number', 'note', 'user_id', 'created_at'])
    .where('mapping_id', '=', mappingId)
    .orderBy('number', 'desc')
    .execute()
