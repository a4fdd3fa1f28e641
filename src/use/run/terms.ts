import { XinyuError } from '../../kernel/errors/index.ts'
import type { ContractTerms } from '../../flow/contract/index.ts'
import { levelOf } from '../../flow/policy/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { type ProductTable, tablesOf } from '../../supply/catalog/index.ts'
import type { GrantedColumn, GrantedTable, GrantTerms } from './step.ts'

/**
 * What a contract lets a step see: its frozen versions, each column at its level.
 * @throws XinyuError CONTRACT_VERSION_GONE when a bound version is no longer the one that was agreed
 */
export async function grantTermsOf(core: Core, terms: ContractTerms): Promise<GrantTerms> {
  const tables = await tablesOf(core, terms.productId)
  const { engine, gate } = core.config
  const { minGroup, disclosure } = terms.policy
  return {
    tables: tables.map((table) => grantedTable(table, terms)),
    joinKeys: terms.policy.joinKeys,
    rules: {
      minGroup,
      slack: gate.slack,
      minInstitutions: disclosure.minInstitutions,
      dominance: disclosure.dominance,
      pPercent: disclosure.pPercent,
      rounding: disclosure.rounding,
      smallGroups: disclosure.smallGroups ?? 'withhold',
    },
    institutions: gate.institutions,
    history: gate.history,
    lane: terms.projectId,
    limits: {
      timeMs: engine.timeSeconds * 1000,
      memoryBytes: engine.memoryMib * 1_048_576,
      maxRows: engine.maxRows,
    },
  }
}

function grantedTable(table: ProductTable, terms: ContractTerms): GrantedTable {
  if (terms.tables[table.name] !== table.versionId)
    throw new XinyuError('CONTRACT_VERSION_GONE', { table: table.name })
  const columns = table.columns.map((column): [string, GrantedColumn] => [
    column.name,
    {
      type: column.type,
      level: levelOf(terms.policy, { table: table.name, column: column.name }),
      nullable: column.nullable,
      ...(column.titleZh ? { titleZh: column.titleZh } : {}),
    },
  ])
  return {
    name: table.name,
    versionId: table.versionId,
    files: table.files,
    persons: table.persons,
    columns: Object.fromEntries(columns),
  }
}
