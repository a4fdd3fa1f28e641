import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Actor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import {
  datasetByCode,
  mayWrite,
  type Origin,
  registerDataset,
  versionByImport,
} from '../../catalog/index.ts'
import { landDerived, stagingFolder } from '../../source/index.ts'
import { nationalTable } from '../standard/index.ts'
import type { MapCounts, MapInput } from './child/run.ts'
import { NewMapping } from './model.ts'
import { type CompiledMapping, compileMapping } from './sql/mapping.ts'
import { mappingById, mappingVersion, type SourceVersion, worldOf } from './store.ts'

/**
 * Saves a mapping: a new one, or the next version of the one with this code. It may be incomplete; it can be run when
 * nothing is wrong with it.
 * @throws XinyuError STANDARD_TABLE_UNKNOWN, INPUT_INVALID
 */
export async function saveMapping(
  core: Core,
  actor: Actor,
  input: NewMapping & { participantId?: string },
): Promise<{ id: string; number: number }> {
  const { participantId, ...rest } = input
  const mapping = NewMapping.parse(rest)
  nationalTable(mapping.spec.target)
  const owner = actor.kind === 'user' ? actor.participantId : participantId
  if (owner === undefined)
    throw new XinyuError('INPUT_INVALID', { where: 'participantId', why: 'is missing' })
  const { value } = await act(core, actor, async ({ tx, now, id, note }) => {
    // Two who save at once take their turns here: the second becomes the next version.
    const made = { id: id(), participant_id: owner, code: mapping.code, created_at: now }
    const titles = { title_zh: mapping.titleZh, title_en: mapping.titleEn }
    const { id: mappingId } = await tx
      .insertInto('mapping')
      .values({ ...made, ...titles })
      .onConflict((conflict) => conflict.constraint('mapping_code').doUpdateSet(titles))
      .returning('id')
      .executeTakeFirstOrThrow()
    const last = await tx
      .selectFrom('mapping_version')
      .select((eb) => eb.fn.max('number').as('number'))
      .where('mapping_id', '=', mappingId)
      .executeTakeFirst()
    const number = (last?.number ?? 0) + 1
    await tx
      .insertInto('mapping_version')
      .values({
        mapping_id: mappingId,
        number,
        note: mapping.note,
        spec: JSON.stringify(mapping.spec),
        user_id: actor.kind === 'user' ? actor.userId : null,
        created_at: now,
      })
      .execute()
    note({
      kind: 'mapping.saved',
      subject: { mapping: mappingId, participant: owner },
      payload: { number, code: mapping.code, spec: mapping.spec as unknown as Json },
    })
    return { id: mappingId, number }
  })
  return value
}

/** A mapping of the own body, or what looks like none. @throws XinyuError NOT_FOUND */
export async function ownMapping(core: Core, actor: Actor, id: string) {
  const mapping = await mappingById(core, id)
  if (!mapping || !mayWrite(actor, mapping.participant_id))
    throw new XinyuError('NOT_FOUND', { what: 'mapping' })
  return mapping
}

/** Asks for a run; it goes on as a job. @returns the job @throws XinyuError NOT_FOUND, MAPPING_WRONG */
export async function requestMapping(core: Core, actor: Actor, id: string, number?: number): Promise<string> {
  const mapping = await ownMapping(core, actor, id)
  const version = await mappingVersion(core, id, number)
  if (!version) throw new XinyuError('NOT_FOUND', { what: 'mapping version' })
  const { world, spec } = await worldOf(core, mapping.participant_id, version.spec)
  planOf(compileMapping(spec, world))
  const { value } = await act(core, actor, async ({ tx, note }) => {
    const jobId = await core.jobs.enqueue(tx, actor, 'map', { mappingId: id, number: version.number })
    note({
      kind: 'mapping.requested',
      subject: { mapping: id, job: jobId },
      payload: { number: version.number },
    })
    return jobId
  })
  return value
}

function planOf(compiled: CompiledMapping) {
  const [first] = compiled.validation.complaints
  if (!compiled.plan || first) {
    const where = `${first?.part ?? 0}${first?.column ? `.${first.column}` : ''}`
    throw new XinyuError(
      'MAPPING_WRONG',
      { where, whyZh: first?.zh ?? '', whyEn: first?.en ?? '' },
      { detail: compiled.validation.complaints as unknown as Json },
    )
  }
  return compiled.plan
}

interface MapJob {
  readonly [key: string]: Json
  readonly mappingId: string
  readonly number: number
}

/** Registers the kind of job `map`. Done again after a kill it starts anew under the same id and lands once. */
export function registerMapJob(core: Core): void {
  core.jobs.register<MapJob>('map', async ({ id, input, actor, signal, progress }): Promise<Json> => {
    progress(null, 'map.running')
    const run = await runMapping(core, actor, { ...input, importId: id }, signal)
    return run as unknown as Json
  })
}

export interface MappingRun {
  readonly datasetId: string
  readonly versionId: string
  readonly rows: number
  readonly counts: MapCounts
}

const MAP_TIME_MS = 24 * 3_600_000

/**
 * Runs a mapping and lands what it makes as a version of the dataset of its code, made on the first run.
 * @throws XinyuError NOT_FOUND, MAPPING_WRONG, MAPPING_TARGET, IMPORT_*, ENGINE_*
 */
export async function runMapping(
  core: Core,
  actor: Actor,
  work: { readonly mappingId: string; readonly number: number; readonly importId: string },
  signal?: AbortSignal,
): Promise<MappingRun> {
  const mapping = await ownMapping(core, actor, work.mappingId)
  const before = await core.db
    .selectFrom('mapping_run')
    .selectAll()
    .where('id', '=', work.importId)
    .executeTakeFirst()
  if (before) return runOf(core, before)
  const version = await mappingVersion(core, mapping.id, work.number)
  if (!version) throw new XinyuError('NOT_FOUND', { what: 'mapping version' })
  const { world, versions, spec } = await worldOf(core, mapping.participant_id, version.spec)
  const compiled = compileMapping(spec, world)
  const plan = planOf(compiled)
  const datasetId = await targetDataset(core, actor, mapping, compiled, versions)

  const staged = `map-${work.importId}`
  const folder = join(stagingFolder(core), staged)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    const input: MapInput = {
      plan,
      folder,
      spill: `${folder}.map-spill`,
      files: [...world.tables.values()].flatMap((table) => table.files),
    }
    const limits = { timeMs: MAP_TIME_MS, memoryBytes: core.config.engine.memoryMib * 1_048_576, maxRows: 1 }
    const module = new URL('./child/run.ts', import.meta.url).href
    const counts = (await core.engine.script<Json>(
      { module, input: input as unknown as Json, limits },
      { signal },
    )) as unknown as MapCounts
    const { versionId, rows } = await landDerived(
      core,
      actor,
      {
        importId: work.importId,
        datasetId,
        staged,
        origin: originOf(compiled, versions, mapping.id, version.number),
        rejected: 0,
        quarantined: 0,
        fen: plan.columns.flatMap(({ name, fen }) => (fen ? [name] : [])),
      },
      { signal },
    )
    await act(core, actor, async ({ tx, now, note }) => {
      await tx
        .insertInto('mapping_run')
        .values({
          id: work.importId,
          mapping_id: mapping.id,
          number: version.number,
          dataset_id: datasetId,
          version_id: versionId,
          counts: JSON.stringify(counts),
          created_at: now,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      note({
        kind: 'mapping.run',
        subject: { mapping: mapping.id, dataset: datasetId, version: versionId },
        payload: { number: version.number, counts: counts as unknown as Json },
      })
    })
    return { datasetId, versionId, rows, counts }
  } finally {
    await rm(folder, { recursive: true, force: true })
    await rm(`${folder}.map-spill`, { recursive: true, force: true })
  }
}

async function runOf(
  core: Core,
  row: { id: string; dataset_id: string; version_id: string; counts: MapCounts },
): Promise<MappingRun> {
  const version = await versionByImport(core, row.id)
  return {
    datasetId: row.dataset_id,
    versionId: row.version_id,
    rows: version?.rows ?? 0,
    counts: row.counts,
  }
}

/** Where each column comes from, over all parts. */
function originOf(
  compiled: CompiledMapping,
  versions: readonly SourceVersion[],
  id: string,
  number: number,
): Origin {
  const datasets = new Map(versions.map((row) => [row.code, row.dataset_id]))
  const columns: Origin['columns'] = {}
  for (const part of compiled.parts) {
    for (const { name, from, how } of part.columns) {
      const datasetId = datasets.get(part.source)!
      const mine = (columns[name] ??= [])
      for (const column of from) {
        if (!mine.some((one) => one.datasetId === datasetId && one.column === column)) {
          mine.push({ datasetId, column, how: how.slice(0, 200) })
        }
      }
    }
  }
  return {
    kind: 'map',
    from: versions.map((row) => ({ versionId: row.version_id, datasetId: row.dataset_id })),
    by: { id, version: number },
    columns,
  }
}

const PERSON_COLUMNS = ['psn_no', 'certno']

/** The dataset that the mapping fills; the persons in it are those of its sources. @throws XinyuError MAPPING_TARGET */
async function targetDataset(
  core: Core,
  actor: Actor,
  mapping: { code: string; participant_id: string; title_zh: string; title_en: string },
  { plan, target, parts }: CompiledMapping,
  versions: readonly SourceVersion[],
): Promise<string> {
  // What is only looked up gives no person to a row.
  const sources = new Set(parts.map(({ source }) => source))
  const read = versions.filter(({ code }) => sources.has(code))
  const systems = [...new Set(read.flatMap((row) => row.insured_system ?? []))]
  const persons = plan!.persons
  const column = PERSON_COLUMNS.find((name) => plan!.columns.some((one) => one.name === name))
  if (persons && (systems.length !== 1 || column === undefined)) {
    throw new XinyuError('MAPPING_TARGET', { what: mapping.code, column: PERSON_COLUMNS.join(' / ') })
  }
  const existing = await datasetByCode(core, mapping.participant_id, mapping.code)
  if (existing) {
    if ((existing.insured_system ?? null) !== (persons ? systems[0]! : null)) {
      throw new XinyuError('MAPPING_TARGET', { what: mapping.code, column: existing.insured_column ?? '-' })
    }
    return existing.id
  }
  const titles = target.columns.map(
    ({ name, titleZh, titleEn }) => [name, { zh: titleZh, en: titleEn }] as const,
  )
  return registerDataset(core, actor, {
    zoneId: versions[0]?.zone_id ?? null,
    code: mapping.code,
    titleZh: mapping.title_zh,
    titleEn: mapping.title_en,
    insuredColumn: persons ? column! : null,
    insuredSystem: persons ? systems[0]! : null,
    columnTitles: Object.fromEntries(
      titles.filter(([name]) => plan!.columns.some((one) => one.name === name)),
    ),
    ...(actor.kind === 'system' ? { participantId: mapping.participant_id } : {}),
  })
}
