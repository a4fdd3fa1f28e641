import { realpath, rm, stat } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { act, type Core } from '../../safeguard/evidence/index.ts'
import { datasetById, mayWrite } from '../catalog/index.ts'
import type { ImportProgress } from './child/duck.ts'
import { Reading } from './files/model.ts'
import { importVersion } from './import.ts'
import { uploadFolder } from './places.ts'
import { UploadName } from './uploads.ts'

/** What is to be imported: names of uploads of the dataset, or absolute paths below a drop folder of the settings. */
export const ImportRequest = z.union([
  z.strictObject({ files: z.array(UploadName).min(1).max(1_000), ...Reading.shape }),
  z.strictObject({
    dropFiles: z.array(z.string().startsWith('/').max(4_096)).min(1).max(1_000),
    ...Reading.shape,
  }),
])
export type ImportRequest = z.output<typeof ImportRequest>

type JobInput = { datasetId: string } & ImportRequest

/**
 * Asks for an import; it runs as a job.
 * @returns the id of the job
 * @throws XinyuError NOT_FOUND, NOT_OWNER, IMPORT_SOURCE_MISSING
 */
export async function requestImport(
  core: Core,
  actor: Actor,
  datasetId: string,
  input: ImportRequest,
): Promise<string> {
  const request = ImportRequest.parse(input)
  const dataset = await datasetById(core, datasetId)
  if (!dataset) throw new XinyuError('NOT_FOUND', { what: 'dataset' })
  if (!mayWrite(actor, dataset.participant_id)) throw new XinyuError('NOT_OWNER', { what: dataset.code })
  await pathsOf(core, dataset.participant_id, { datasetId, ...request })
  const { value } = await act(core, actor, async ({ tx, note }) => {
    const jobId = await core.jobs.enqueue(tx, actor, 'import', { datasetId, ...request })
    note({ kind: 'import.requested', subject: { dataset: datasetId, job: jobId }, payload: { ...request } })
    return jobId
  })
  return value
}

/** Registers the kind of job `import`. It is done again from the start after a kill, under the same id. */
export function registerImportJob(core: Core): void {
  core.jobs.register<JobInput>('import', async ({ id, input, actor, signal, progress }): Promise<Json> => {
    const dataset = await datasetById(core, input.datasetId)
    if (!dataset) throw new XinyuError('NOT_FOUND', { what: 'dataset' })
    const uploads = 'files' in input ? uploadFolder(core, dataset.participant_id, input.datasetId) : null
    // When the version exists already, its uploads may be gone: the import looks for the version first.
    const paths = await pathsOf(core, dataset.participant_id, input).catch(() => plainPaths(uploads, input))
    const onProgress = (step: ImportProgress) =>
      progress(fractionOf(step), `import.${step.phase}`, paramsOf(step))
    const imported = await importVersion(
      core,
      actor,
      { importId: id, datasetId: input.datasetId, paths, reading: Reading.parse(input) },
      { signal, onProgress },
    )
    if (uploads !== null) await Promise.all(paths.map((path) => rm(path, { force: true })))
    return { datasetId: input.datasetId, ...imported }
  })
}

const plainPaths = (uploads: string | null, input: JobInput): string[] =>
  'files' in input ? input.files.map((name) => join(uploads!, name)) : []

/** The paths that a request may read. @throws XinyuError IMPORT_SOURCE_MISSING */
async function pathsOf(core: Core, participantId: string, input: JobInput): Promise<string[]> {
  if ('files' in input) {
    const folder = uploadFolder(core, participantId, input.datasetId)
    return Promise.all(input.files.map((name) => existing(join(folder, name))))
  }
  const folders = await Promise.all(
    core.config.imports.dropFolders.map((folder) => realpath(folder).catch(() => null)),
  )
  return Promise.all(
    input.dropFiles.map(async (path) => {
      // A link out of the drop folder, or a path with `..`, would let a user read files of the server.
      const real = await realpath(path).catch(() => null)
      if (real !== null && folders.some((folder) => folder !== null && real.startsWith(folder + sep)))
        return existing(real)
      throw new XinyuError('IMPORT_SOURCE_MISSING', { file: basename(path) })
    }),
  )
}

async function existing(path: string): Promise<string> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) throw new XinyuError('IMPORT_SOURCE_MISSING', { file: basename(path) })
  return path
}

/** Shares of the whole that the phases take, measured on 10 million rows. */
const PHASES = { scanning: [0, 0.35], numbering: [0.35, 0.15], landing: [0.5, 0.5] } as const

function fractionOf({ phase, done, total }: ImportProgress): number {
  const [start, share] = PHASES[phase]
  return start + share * (total === 0 ? 1 : Math.min(1, done / total))
}

const paramsOf = ({ file, done, total }: ImportProgress) => ({ file, done, total })
