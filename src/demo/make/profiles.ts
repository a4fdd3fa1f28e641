import type { UserActor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { type NewProfile, profileOf, profileView, saveProfile } from '../../supply/treat/index.ts'

/** Coarser than the proposal, so that few persons pass too: whole provinces, dates shifted so that intervals stay. */
const COARSE: NewProfile['columns'] = {
  age: { kind: 'age', width: 20, top: 80 },
  insu_admdvs: { kind: 'region', to: 'province' },
  fix_blng_admdvs: { kind: 'region', to: 'province' },
  begndate: { kind: 'shift' },
  enddate: { kind: 'shift' },
  begntime: { kind: 'shift' },
  endtime: { kind: 'shift' },
  clr_optins: { kind: 'remove' },
  optins_no: { kind: 'remove' },
  poolarea_no: { kind: 'remove' },
}
const QUASI = ['age', 'gend', 'insu_admdvs']

/** The de-identification profiles of the datasets of a first product, once: so that a project can have its tables. */
export async function demoProfiles(
  core: Core,
  officer: UserActor,
  datasetIds: readonly string[],
): Promise<void> {
  for (const datasetId of datasetIds) {
    if (await profileOf(core, datasetId)) continue
    const { profile, columns } = await profileView(core, officer, datasetId)
    const known = new Set(columns.map((column) => column.name))
    const coarse = Object.entries(COARSE).filter(([name]) => known.has(name))
    await saveProfile(core, officer, datasetId, {
      ...profile,
      columns: { ...profile.columns, ...Object.fromEntries(coarse) },
      risk: {
        ...profile.risk,
        quasi: QUASI.filter((name) => known.has(name)),
        sensitive: null,
        maxSuppressed: 0.05,
      },
    })
  }
}
