import type { Core } from '../../../safeguard/evidence/index.ts'

/** What PSN_INFO_B 人员基本信息 has and no table of claims: this is a register of persons. */
const CERTNO = 'certno'
const NAME = 'psn_name'
const ONLY_HERE = 'surv_stas'

export interface Register {
  readonly datasetId: string
  readonly versionId: string
  readonly system: string
  readonly files: readonly string[]
  readonly columns: { readonly psn: string; readonly certno: string; readonly name: string }
}

/** The newest version of each register of persons whose index is not made from it. */
export async function staleRegisters(core: Core): Promise<Register[]> {
  const rows = await core.db
    .selectFrom('dataset as d')
    .innerJoin('dataset_version as v', 'v.dataset_id', 'd.id')
    .leftJoin('insured_register as r', 'r.dataset_id', 'd.id')
    .select(['d.id', 'd.insured_column', 'd.insured_system', 'v.id as version', 'v.files', 'v.columns'])
    .select('r.version_id as indexed')
    .distinctOn('d.id')
    .where('d.state', '=', 'active')
    .where('d.insured_column', 'is not', null)
    .where('v.insured_count', 'is not', null)
    .orderBy('d.id')
    .orderBy('v.number', 'desc')
    .execute()
  return rows.flatMap((row) => {
    const named = (name: string) => row.columns.find((column) => column.name.toLowerCase() === name)?.name
    const [certno, name] = [named(CERTNO), named(NAME)]
    if (row.indexed === row.version || !certno || !name || !named(ONLY_HERE)) return []
    const columns = { psn: row.insured_column!, certno, name }
    return [
      {
        datasetId: row.id,
        versionId: row.version,
        system: row.insured_system!,
        files: row.files,
        columns,
      },
    ]
  })
}
