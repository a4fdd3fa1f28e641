import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Actor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { stagingFolder } from '../../source/index.ts'
import { ownDataset } from '../grade/index.ts'
import { checkProfile } from './actions.ts'
import type { OptimiseInput, OptimiseOutput } from './child/optimise.ts'
import { ladderOf } from './ladder.ts'
import { countNodes, MOST_NODES } from './lattice.ts'
import { Profile } from './model.ts'
import { latestVersion, transformWork } from './store.ts'

export const OptimiseWish = z.strictObject({
  profile: Profile,
  /** Searching ends after this many seconds with the best found so far. */
  seconds: z.int().min(1).max(3_600).default(60),
})
export type OptimiseWish = z.input<typeof OptimiseWish>

/**
 * Asks for the least generalisation of the profile's quasi-identifiers that passes; runs as job `optimise`.
 * @throws XinyuError NOT_FOUND, DEID_NOTHING_TO_SEARCH, DEID_SEARCH_TOO_LARGE, DEID_*
 */
export async function requestOptimise(
  core: Core,
  actor: Actor,
  datasetId: string,
  input: OptimiseWish,
): Promise<string> {
  const wish = OptimiseWish.parse(input)
  await ownDataset(core, actor, datasetId)
  const { quasi } = wish.profile.risk
  if (quasi.length === 0) throw new XinyuError('DEID_NOTHING_TO_SEARCH')
  await checkProfile(core, datasetId, wish.profile)
  const version = (await latestVersion(core, datasetId))!
  const heights = quasi.map(
    (name) => ladderOf(version.columns.find((column) => column.name === name)!).length - 1,
  )
  if (countNodes(heights) > MOST_NODES)
    throw new XinyuError('DEID_SEARCH_TOO_LARGE', { most: MOST_NODES, nodes: countNodes(heights) })
  const { value } = await act(core, actor, async ({ tx, note }) => {
    const jobId = await core.jobs.enqueue(tx, actor, 'optimise', { datasetId, ...wish })
    note({ kind: 'deidentify.optimise_requested', subject: { dataset: datasetId, job: jobId } })
    return jobId
  })
  return value
}

type OptimiseJob = { datasetId: string; profile: Json; seconds: number }

export function registerOptimiseJob(core: Core): void {
  core.jobs.register<OptimiseJob>('optimise', async ({ id, input, signal, progress }): Promise<Json> => {
    const profile = Profile.parse(input.profile)
    const version = await latestVersion(core, input.datasetId)
    if (!version) throw new XinyuError('GRADE_NO_VERSION')
    const spill = join(stagingFolder(core), `optimise-${id}`)
    try {
      const work: OptimiseInput = {
        spill,
        table: await transformWork(core, version.id, profile, null),
        quasi: profile.risk.quasi,
        timeMs: input.seconds * 1000,
      }
      progress(0, 'deidentify.searching')
      const output = (await core.engine.script(
        {
          module: new URL('./child/optimise.ts', import.meta.url).href,
          input: work as unknown as Json,
          limits: { timeMs: input.seconds * 1000 + 120_000, memoryBytes: 1024 * 1024 * 1024, maxRows: 1 },
        },
        {
          signal,
          onProgress: (message) => {
            const { decided, total } = message as { decided: number; total: number }
            progress(total === 0 ? null : decided / total, 'deidentify.searching', { decided, total })
          },
        },
      )) as unknown as OptimiseOutput
      return output
    } finally {
      await rm(spill, { recursive: true, force: true })
    }
  })
}
