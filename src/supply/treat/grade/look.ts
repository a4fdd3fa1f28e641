import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Actor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { LookInput, LookOutput } from './child/look.ts'
import { ownDataset } from './store.ts'

const LIMITS = { timeMs: 600_000, memoryBytes: 1024 * 1024 * 1024, maxRows: 1 }

/** Asks for a look at the values of the latest version; runs as job `grade`. @throws XinyuError NOT_FOUND */
export async function requestLook(core: Core, actor: Actor, datasetId: string): Promise<string> {
  await ownDataset(core, actor, datasetId)
  if (!(await latestVersion(core, datasetId))) throw new XinyuError('GRADE_NO_VERSION')
  const { value } = await act(core, actor, async ({ tx, note }) => {
    const jobId = await core.jobs.enqueue(tx, actor, 'grade', { datasetId })
    note({ kind: 'grade.look_requested', subject: { dataset: datasetId, job: jobId } })
    return jobId
  })
  return value
}

export function registerGradeJob(core: Core): void {
  core.jobs.register<{ datasetId: string }>(
    'grade',
    async ({ input, actor, signal, progress }): Promise<Json> => {
      progress(null, 'grade.looking')
      const rows = await lookAt(core, actor, input.datasetId, signal)
      return { datasetId: input.datasetId, rows }
    },
  )
}

/** Looks at the values of the latest version and keeps what was counted. Returns the rows looked at. */
export async function lookAt(
  core: Core,
  actor: Actor,
  datasetId: string,
  signal?: AbortSignal,
): Promise<number> {
  const version = await latestVersion(core, datasetId)
  if (!version) throw new XinyuError('GRADE_NO_VERSION')
  const spill = join(core.home, 'staging', `grade-${version.id}`)
  await mkdir(spill, { recursive: true, mode: 0o700 })
  try {
    const input: LookInput = {
      files: version.files.map((file) => join(core.home, file)),
      rows: version.rows,
      columns: version.columns.map(({ name, type }) => ({ name, type })),
      spill,
    }
    const module = new URL('./child/look.ts', import.meta.url).href
    const output = (await core.engine.script(
      { module, input: input as unknown as Json, limits: LIMITS },
      signal ? { signal } : {},
    )) as unknown as LookOutput
    await act(core, actor, async ({ tx, now, note }) => {
      const values = {
        version_id: version.id,
        rows: output.rows,
        counts: JSON.stringify(output.counts),
        looked_at: now,
      }
      await tx
        .insertInto('grade_look')
        .values({ dataset_id: datasetId, ...values })
        .onConflict((conflict) => conflict.column('dataset_id').doUpdateSet(values))
        .execute()
      note({
        kind: 'grade.looked',
        subject: { dataset: datasetId, version: version.id },
        payload: { rows: output.rows },
      })
    })
    return output.rows
  } finally {
    await rm(spill, { recursive: true, force: true })
  }
}

const latestVersion = (core: Core, datasetId: string) =>
  core.db
    .selectFrom('dataset_version')
    .selectAll()
    .where('dataset_id', '=', datasetId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
