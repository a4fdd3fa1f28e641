import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type ContractView, visibleContract } from '../../flow/contract/index.ts'
import { levelOf } from '../../flow/policy/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { tablesOf } from '../../supply/catalog/index.ts'
import { outputOf, visibleRun } from '../run/index.ts'
import { PREVIEW_MARK, type PreviewBrief, type PreviewView } from './model.ts'
import { type LogicalTable, questionsOf } from './questions.ts'
import { drawPreview, type Released } from './rules.ts'

/** A contract under which the own body uses data. @throws XinyuError NOT_FOUND */
export async function ownContract(core: Core, actor: UserActor, id: string): Promise<ContractView> {
  const contract = await visibleContract(core, actor, id)
  if (contract.terms.consumerId !== actor.participantId)
    throw new XinyuError('NOT_FOUND', { what: 'contract' })
  return contract
}

/** Names, types and levels of the tables of a contract. */
async function logicalTables(core: Core, { terms }: ContractView): Promise<LogicalTable[]> {
  return (await tablesOf(core, terms.productId))
    .filter(({ name }) => terms.tables[name] !== undefined)
    .map(({ name, columns }) => ({
      name,
      columns: columns.map((column) => ({
        name: column.name,
        type: column.type,
        level: levelOf(terms.policy, { table: name, column: column.name }),
      })),
    }))
}

/** @throws XinyuError NOT_FOUND */
export async function logicalTable(core: Core, contract: ContractView, name: string): Promise<LogicalTable> {
  const table = (await logicalTables(core, contract)).find((one) => one.name === name)
  if (!table) throw new XinyuError('NOT_FOUND', { what: 'table' })
  return table
}

/** Which tables of a contract have a preview, and what making one takes. @throws XinyuError NOT_FOUND */
export async function listPreviews(
  core: Core,
  actor: UserActor,
  contractId: string,
): Promise<PreviewBrief[]> {
  const contract = await ownContract(core, actor, contractId)
  const made = await core.db
    .selectFrom('logical_preview')
    .select(['table_name', 'made_at'])
    .where('contract_id', '=', contract.id)
    .execute()
  return (await logicalTables(core, contract)).map((table) => ({
    table: table.name,
    madeAt: made.find((one) => one.table_name === table.name)?.made_at ?? null,
    runs: questionsOf(table).length,
  }))
}

/**
 * The preview of a table: drawn anew from the released outputs each time it is looked at, the same way each time. Where
 * the outputs were destroyed with their contract there is no preview any more.
 * @throws XinyuError NOT_FOUND, RUN_OUTPUT_DESTROYED
 */
export async function previewOf(
  core: Core,
  actor: UserActor,
  contractId: string,
  name: string,
): Promise<PreviewView> {
  const contract = await ownContract(core, actor, contractId)
  const row = await core.db
    .selectFrom('logical_preview')
    .selectAll()
    .where('contract_id', '=', contract.id)
    .where('table_name', '=', name)
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'preview' })
  const { columns } = await logicalTable(core, contract, name)
  const released: Released[] = []
  for (const { runId, drawn, columns: asked } of row.sources) {
    const output = await outputOf(core, actor, await visibleRun(core, actor, runId))
    if (output === null) throw new XinyuError('RUN_OUTPUT_DESTROYED')
    released.push({ drawn, columns: asked, output })
  }
  return {
    synthetic: true,
    mark: PREVIEW_MARK,
    contractId: contract.id,
    table: name,
    madeAt: row.made_at,
    runs: row.sources.map(({ runId }) => runId),
    ...drawPreview(columns, released, row.seed),
  }
}
