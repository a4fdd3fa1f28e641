import type { Core } from '../../../safeguard/evidence/index.ts'
import { boundVersions } from '../quality/index.ts'
import type { BaseTable } from './run-model.ts'

/** The newest version of everything that a treatment binds. References are left out where their grant was withdrawn. */
export async function baseOf(core: Core, treatmentId: string): Promise<BaseTable[]> {
  const bound = await boundVersions(core, treatmentId)
  return bound.map(({ table, datasetId, versionId, reference }) => ({
    table,
    datasetId,
    versionId,
    reference,
  }))
}

/** What of a base may still be looked at: a grant that was withdrawn meanwhile takes its table out. */
export async function stillOpen(
  core: Core,
  treatmentId: string,
  base: readonly BaseTable[],
): Promise<BaseTable[]> {
  const named = Object.fromEntries(base.map(({ table, versionId }) => [table, versionId]))
  const bound = await boundVersions(core, treatmentId, named)
  const open = new Set(bound.map(({ versionId }) => versionId))
  return base.filter(({ versionId, reference }) => !reference || open.has(versionId))
}

/** True while the newest version of each own table is the one of the base, or what a repair made of it. */
export async function isCurrent(core: Core, base: readonly BaseTable[]): Promise<boolean> {
  for (const { datasetId, versionId, reference } of base) {
    if (reference) continue
    const newest = await core.db
      .selectFrom('dataset_version')
      .select(['id', 'origin'])
      .where('dataset_id', '=', datasetId)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst()
    const made = newest?.origin.kind === 'repair' && newest.origin.from[0]?.versionId === versionId
    if (newest && newest.id !== versionId && !made) return false
  }
  return true
}
