import type { Actor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { ownDataset } from '../grade/index.ts'
import { compileProfile } from './compile.ts'
import { projectKeys } from './hmac.ts'
import { type NewProfile, Profile } from './model.ts'
import { identitySource, latestVersion, transformWork } from './store.ts'

/**
 * Saves the next version of a dataset's profile, after it was compiled against the latest version's columns.
 * @throws XinyuError NOT_FOUND, DEID_*
 */
export async function saveProfile(
  core: Core,
  actor: Actor,
  datasetId: string,
  input: NewProfile,
): Promise<{ version: number }> {
  const profile = Profile.parse(input)
  await ownDataset(core, actor, datasetId)
  await checkProfile(core, datasetId, profile)
  const { value } = await act(core, actor, async ({ tx, now, note }) => {
    // Two officers who save at the same moment get two versions.
    await tx
      .selectFrom('dataset')
      .select('id')
      .where('id', '=', datasetId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const last = await tx
      .selectFrom('deid_profile')
      .select((eb) => eb.fn.max('version').as('version'))
      .where('dataset_id', '=', datasetId)
      .executeTakeFirst()
    const version = (last?.version ?? 0) + 1
    await tx
      .insertInto('deid_profile')
      .values({
        dataset_id: datasetId,
        version,
        body: JSON.stringify(profile),
        saved_by: actor.kind === 'user' ? actor.userId : actor.name,
        saved_at: now,
      })
      .execute()
    note({
      kind: 'deidentify.profile_saved',
      subject: { dataset: datasetId },
      payload: { version, profile: { ...profile } },
    })
    return { version }
  })
  return value
}

/** Whether a profile fits a dataset's latest version. @throws XinyuError DEID_*, GRADE_NO_VERSION */
export async function checkProfile(core: Core, datasetId: string, profile: Profile): Promise<void> {
  const version = await latestVersion(core, datasetId)
  if (!version) throw new XinyuError('GRADE_NO_VERSION')
  const work = await transformWork(core, version.id, profile, null)
  const compiled = compileProfile(profile, work.columns, projectKeys(new Uint8Array(32)), {
    body: work.body,
    persons: work.persons,
  })
  const names = new Set(compiled.map((column) => column.name))
  const missing = [
    ...profile.risk.quasi,
    ...(profile.risk.sensitive === null ? [] : [profile.risk.sensitive]),
  ].find((name) => !work.columns.some((column) => column.name === name))
  if (missing !== undefined) throw new XinyuError('DEID_COLUMN_UNKNOWN', { column: missing })
  // Without any, every table would pass whatever it shows.
  const open = work.columns.filter((column) => column.role === 'quasi' && names.has(column.name))
  if (open.length > 0 && !profile.risk.quasi.some((name) => names.has(name)))
    throw new XinyuError('DEID_NO_QUASI', { column: open[0]!.name })
  await identitySource(core, version.id, profile.identity)
}
