import { sql } from 'kysely'
import type { Core } from '../safeguard/evidence/index.ts'
import type { CatalogExtras, ColumnKnowledge, GradeSummary } from '../supply/catalog/index.ts'
import { dictionaries, gradesOf, nationalTables, qualityOf } from '../supply/treat/index.ts'

/** What the rooms of treatment, contracts and runs know of datasets, for the catalogue, which may not ask them itself. */
export const catalogExtras: CatalogExtras = { grades, quality: qualityOf, usage, columns }

async function grades(core: Core, datasetIds: readonly string[]): Promise<Map<string, GradeSummary>> {
  const summaries = new Map<string, GradeSummary>()
  for (const id of datasetIds) {
    const graded = await gradesOf(core, id)
    const first = graded[0]
    if (!first) continue
    const counts = Map.groupBy(graded, (one) => one.level)
    const levels = [...counts].sort(([a], [b]) => (a < b ? 1 : -1))
    summaries.set(id, {
      scheme: first.scheme,
      level: levels[0]![0],
      columns: levels.map(([level, columns]) => ({ level, count: columns.length })),
    })
  }
  return summaries
}

async function usage(core: Core, productIds: readonly string[]) {
  const { rows } = await sql<{ id: string; contracts: number; runs: number }>`
    select c.product_id as id, count(distinct c.id)::int as contracts, count(r.id)::int as runs
    from contract c left join run r on r.contract_id = c.id
    where c.product_id = any(${[...productIds]}::uuid[]) group by c.product_id`.execute(core.db)
  return new Map(rows.map(({ id, contracts, runs }) => [id, { contracts, runs }]))
}

/** Types of the data elements by national column name, and the codes of their dictionaries. */
async function columns(
  core: Core,
  _datasetId: string,
  names: readonly string[],
): Promise<Record<string, ColumnKnowledge>> {
  const lists = await dictionaries(core)
  const known: Record<string, ColumnKnowledge> = {}
  const national = nationalTables().flatMap((table) => table.columns)
  for (const name of names) {
    const column = national.find((one) => one.name === name.toLowerCase())
    if (!column) continue
    const codes = column.codeList === undefined ? undefined : lists.get(column.codeList)?.codes
    known[name] = {
      type: column.type,
      ...(codes === undefined ? {} : { codes: codes.slice(0, MOST_CODES).map(({ code }) => code) }),
    }
  }
  return known
}

const MOST_CODES = 500
