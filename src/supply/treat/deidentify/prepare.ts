import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Actor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { stagingFolder } from '../../source/index.ts'
import type { IdentitySource } from './child/persons.ts'
import type { PreparedTable, PrepareInput, PrepareOutput } from './child/prepare.ts'
import type { TransformWork } from './child/transform.ts'
import { Profile, type ProjectTableRequest } from './model.ts'
import { projectFolder, projectTableFolder } from './places.ts'
import { projectKey } from './project-key.ts'
import { identitySource, profileOf, transformWork } from './store.ts'
import { syncPath } from '../../../platform/files/index.ts'

type PrepareWork = { projectId: string; tables: ProjectTableRequest[] }

const TIME_MS = 6 * 3_600_000

/**
 * Asks for the tables of a project, all in one go: persons are matched over all of them. Runs as job `prepare` and
 * replaces what was prepared before. Which contracts are in force the caller has looked at, and looks at again by
 * `mayStill` when the tables are ready.
 * @throws XinyuError PREPARE_NOTHING, PREPARE_NO_PROFILE
 */
export async function prepareProject(core: Core, actor: Actor, work: PrepareWork): Promise<string> {
  if (work.tables.length === 0) throw new XinyuError('PREPARE_NOTHING')
  for (const table of work.tables) await profileFor(core, table)
  const { value } = await act(core, actor, async ({ tx, note }) => {
    const jobId = await core.jobs.enqueue(tx, actor, 'prepare', work as unknown as Json)
    note({ kind: 'project.prepare_requested', subject: { project: work.projectId, job: jobId } })
    return jobId
  })
  return value
}

/** Which contracts of a project allow use now: told by the room that knows them. */
export type ContractsInForce = (projectId: string) => Promise<ReadonlySet<string>>

/** Registers the kind of job `prepare`; after a kill it begins anew. */
export function registerPrepareJob(core: Core, inForce: ContractsInForce): void {
  core.jobs.register<PrepareWork & { [key: string]: Json }>(
    'prepare',
    async ({ id, input, actor, signal, progress }): Promise<Json> => {
      progress(null, 'prepare.matching', { tables: input.tables.length })
      const made = await prepareTables(core, actor, { jobId: id, ...input }, inForce, signal)
      return { projectId: input.projectId, ...made }
    },
  )
}

/**
 * Matches, transforms, measures and writes the tables of a project.
 * @throws XinyuError PREPARE_RISK where a table is not safe enough, PREPARE_NO_PROFILE, PREPARE_STOPPED
 */
export async function prepareTables(
  core: Core,
  actor: Actor,
  work: PrepareWork & { readonly jobId: string },
  inForce: ContractsInForce,
  signal?: AbortSignal,
): Promise<{ tables: number; persons: number }> {
  const { jobId, projectId } = work
  const done = await core.db.selectFrom('project_table').select('id').where('job_id', '=', jobId).execute()
  if (done.length > 0) return { tables: done.length, persons: 0 }
  // Before the key: a project that ended must not get a new one.
  await mustBeInForce(work, inForce)
  const staging = join(stagingFolder(core), jobId)
  await rm(staging, { recursive: true, force: true })
  await mkdir(staging, { recursive: true, mode: 0o700 })
  try {
    const asked = await Promise.all(work.tables.map((table) => tableWork(core, table, staging)))
    const input: PrepareInput = {
      keyFile: await projectKey(core, projectId),
      staging,
      tables: asked.map((one) => one.work),
      identities: distinct(asked.flatMap((one) => (one.identity ? [one.identity] : []))),
    }
    const { memoryMib } = core.config.engine
    const limits = { timeMs: TIME_MS, memoryBytes: memoryMib * 1_048_576, maxRows: 1 }
    const module = new URL('./child/prepare.ts', import.meta.url).href
    const made = (await core.engine.script(
      { module, input: input as unknown as Json, limits },
      signal ? { signal } : {},
    )) as unknown as PrepareOutput
    const failing = made.tables.findIndex((table) => !table.passes)
    if (failing >= 0) throw tooRisky(asked[failing]!, made.tables[failing]!)
    await land(core, actor, work, asked, made, inForce)
    return { tables: made.tables.length, persons: made.persons }
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

async function mustBeInForce({ projectId, tables }: PrepareWork, inForce: ContractsInForce): Promise<void> {
  const active = await inForce(projectId)
  const stopped = tables.find((table) => !active.has(table.contractId))
  if (stopped) throw new XinyuError('PREPARE_STOPPED', { table: stopped.name })
}

interface Asked {
  readonly id: string
  readonly request: ProjectTableRequest
  readonly profileVersion: number
  readonly work: TransformWork & { readonly out: string }
  readonly identity: IdentitySource | null
}

async function tableWork(core: Core, request: ProjectTableRequest, staging: string): Promise<Asked> {
  const saved = await profileFor(core, request)
  const profile = Profile.parse(saved.body)
  const id = uuid7(core.random, core.clock.now())
  const work = await transformWork(core, request.versionId, profile, request.columns)
  const identity = await identitySource(core, request.versionId, profile.identity)
  return { id, request, profileVersion: saved.version, work: { ...work, out: join(staging, id) }, identity }
}

async function profileFor(core: Core, request: ProjectTableRequest) {
  const saved = await profileOf(core, request.datasetId)
  if (!saved) throw new XinyuError('PREPARE_NO_PROFILE', { table: request.name })
  return saved
}

const distinct = (sources: readonly IdentitySource[]): IdentitySource[] => [
  ...new Map(sources.map((one) => [`${one.column}\n${one.files.join('\n')}`, one])).values(),
]

/** Names the table and the figures that fail, never a value. */
function tooRisky({ request, work }: Asked, table: PreparedTable): XinyuError {
  return new XinyuError('PREPARE_RISK', {
    table: request.name,
    k: table.risk.k,
    minK: work.threshold.minK,
    risk: table.risk.prosecutor.max.toFixed(3),
    maxRisk: work.threshold.maxRisk,
  })
}

/** Makes the tables of one preparation those of the project; what was there before is gone. */
async function land(
  core: Core,
  actor: Actor,
  work: PrepareWork & { readonly jobId: string },
  asked: readonly Asked[],
  made: PrepareOutput,
  inForce: ContractsInForce,
): Promise<void> {
  const { projectId, jobId } = work
  await mkdir(projectFolder(core, projectId), { recursive: true, mode: 0o700 })
  for (const one of asked) await rename(one.work.out, projectTableFolder(core, projectId, one.id))
  await syncPath(projectFolder(core, projectId))
  let before: { id: string }[] = []
  try {
    // A contract may have been stopped while the child worked.
    await mustBeInForce(work, inForce)
    const { value } = await act(core, actor, async ({ tx, now, note }) => {
      const gone = await tx
        .deleteFrom('project_table')
        .where('project_id', '=', projectId)
        .returning('id')
        .execute()
      for (const [i, one] of asked.entries()) {
        const table = made.tables[i]!
        await tx
          .insertInto('project_table')
          .values({
            id: one.id,
            project_id: projectId,
            contract_id: one.request.contractId,
            name: one.request.name,
            dataset_id: one.request.datasetId,
            version_id: one.request.versionId,
            profile_version: one.profileVersion,
            rows: table.rows,
            suppressed_rows: table.suppressedRows,
            blanked_cells: table.blankedCells,
            persons: table.persons,
            identified: table.identified,
            matched: table.matched,
            columns: JSON.stringify(table.columns),
            risk: JSON.stringify(table.risk),
            job_id: jobId,
            prepared_at: now,
          })
          .execute()
        note({
          kind: 'project.table_prepared',
          subject: {
            project: projectId,
            table: one.id,
            contract: one.request.contractId,
            dataset: one.request.datasetId,
            version: one.request.versionId,
            provider: one.work.body,
          },
          payload: {
            profileVersion: one.profileVersion,
            rows: table.rows,
            suppressedRows: table.suppressedRows,
            blankedCells: table.blankedCells,
            persons: table.persons,
            identified: table.identified,
            matched: table.matched,
            risk: { ...table.risk },
          },
        })
      }
      return gone
    })
    before = value
  } catch (error) {
    for (const one of asked)
      await rm(projectTableFolder(core, projectId, one.id), { recursive: true, force: true })
    throw error
  }
  for (const { id } of before)
    await rm(projectTableFolder(core, projectId, id), { recursive: true, force: true })
}
