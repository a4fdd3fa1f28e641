import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Actor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { uuid7 } from '../../../kernel/random.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { ownDataset } from '../grade/index.ts'
import { checkProfile } from './actions.ts'
import type { PreviewInput, PreviewOutput } from './child/preview.ts'
import { type NewProfile, type Preview, Profile } from './model.ts'
import { identitySource, latestVersion, transformWork } from './store.ts'

const ROWS = 20
const LIMITS = { timeMs: 120_000, memoryBytes: 1024 * 1024 * 1024, maxRows: ROWS }

/**
 * The first rows and the figures of what a team would get from the latest version under this profile; for the owner.
 * @throws XinyuError NOT_FOUND, DEID_*, GRADE_NO_VERSION
 */
export async function previewProfile(
  core: Core,
  actor: Actor,
  datasetId: string,
  input: NewProfile,
): Promise<Preview> {
  const profile = Profile.parse(input)
  await ownDataset(core, actor, datasetId)
  await checkProfile(core, datasetId, profile)
  const version = await latestVersion(core, datasetId)
  if (!version) throw new XinyuError('GRADE_NO_VERSION')
  const spill = join(core.home, 'staging', `preview-${uuid7(core.random, core.clock.now())}`)
  try {
    const identity = await identitySource(core, version.id, profile.identity)
    const table = await transformWork(core, version.id, profile, null)
    const work: PreviewInput = { spill, table, identities: identity ? [identity] : [], rows: ROWS }
    const module = new URL('./child/preview.ts', import.meta.url).href
    const made = (await core.engine.script({
      module,
      input: work as unknown as Json,
      limits: LIMITS,
    })) as unknown as PreviewOutput
    return {
      columns: [...made.columns],
      rows: made.first,
      suppressedRows: made.suppressedRows,
      blankedCells: made.blankedCells,
      risk: made.risk,
      threshold: table.threshold,
      passes: made.passes,
    }
  } finally {
    await rm(spill, { recursive: true, force: true })
  }
}
