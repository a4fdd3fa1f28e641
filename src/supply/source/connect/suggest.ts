import type { Core } from '../../../safeguard/evidence/index.ts'
import type { NewDataset } from '../../catalog/index.ts'
import { codeOf } from '../folder.ts'
import { INSURED_NAMES } from '../insured-names.ts'
import type { SourceTable } from './source.ts'
import type { SourceRow } from './store.ts'

/** The dataset that a table would make: its name, and the column that names the insured person as in `importFolder`. */
export async function suggestDataset(
  core: Core,
  source: Pick<SourceRow, 'id' | 'participant_id'>,
  table: SourceTable,
): Promise<NewDataset> {
  const bare = table.name.split('.').at(-1)!
  const codes = await core.db
    .selectFrom('dataset')
    .select('code')
    .where('participant_id', '=', source.participant_id)
    .execute()
  const insuredColumn = insuredAmong(table)
  return {
    code: codeOf(bare, new Set(codes.map((row) => row.code))),
    titleZh: bare,
    titleEn: bare,
    insuredColumn,
    insuredSystem: insuredColumn && (await systemOf(core, source, insuredColumn)),
  }
}

function insuredAmong(table: SourceTable): string | null {
  for (const pattern of INSURED_NAMES) {
    const found = table.columns.find(({ name }) => new RegExp(pattern, 'i').test(name))
    if (found) return found.name
  }
  return null
}

/** The body's identity system for a column of this name; a new one where it has none yet. */
async function systemOf(
  core: Core,
  source: Pick<SourceRow, 'id' | 'participant_id'>,
  column: string,
): Promise<string> {
  const known = await core.db
    .selectFrom('dataset')
    .select(['insured_column', 'insured_system'])
    .where('participant_id', '=', source.participant_id)
    .where('insured_system', 'is not', null)
    .orderBy('created_at', 'desc')
    .execute()
  const same = known.find((row) => row.insured_column?.toLowerCase() === column.toLowerCase())
  return same?.insured_system ?? `source:${source.id}`
}
