import { contractById } from '../../flow/contract/index.ts'
import { levelOf, type Policy } from '../../flow/policy/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { type ProductTable, tablesOf } from '../../supply/catalog/index.ts'

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

/**
 * A query that fits whatever tables there are: `refused` shows persons, `useful` counts them and sums an amount by a
 * column with few values.
 */
export async function chooseQuery(
  core: Core,
  productId: string,
  contractId: string,
  kind: 'refused' | 'useful',
): Promise<string> {
  const { policy } = (await contractById(core, contractId))!.terms
  const candidates = (await tablesOf(core, productId))
    .filter((table) => table.insuredColumn !== null)
    .map((table) => described(table, policy))
    .filter((table) => table.groups.length > 0)
    .sort(
      (a, b) => Number(b.measures.length > 0) - Number(a.measures.length > 0) || b.table.rows - a.table.rows,
    )
  const chosen = candidates[0]
  if (!chosen) throw new Error('no table of the folder has an insured person and a column to group by')
  const person = quote(chosen.table.insuredColumn!)
  const from = `from ${quote(chosen.table.name)} t`
  if (kind === 'refused') return `select t.${person}, count(*)\n${from}\ngroup by t.${person}`
  const [group] = chosen.groups
  const amount = chosen.measures[0]
  const statistics = [
    'count(*) as records',
    `count(distinct t.${person}) as persons`,
    ...(amount ? [`sum(t.${quote(amount)}) as total`, `avg(t.${quote(amount)}) as mean`] : []),
  ]
  return `select t.${quote(group!)}, ${statistics.join(', ')}\n${from}\ngroup by t.${quote(group!)}\norder by persons desc`
}

interface Described {
  readonly table: ProductTable
  /** Fewest values first: the more persons in a group, the more can be shown. */
  readonly groups: readonly string[]
  /** Amounts first. */
  readonly measures: readonly string[]
}

const AMOUNT = /(amt|amount|cost|pay|fee|price|reimb)/i

function described(table: ProductTable, policy: Policy): Described {
  const of = (level: string) =>
    table.columns.filter((column) => levelOf(policy, { table: table.name, column: column.name }) === level)
  const groups = of('group').sort((a, b) => a.distinctApprox - b.distinctApprox)
  const measures = of('measure').sort((a, b) => Number(AMOUNT.test(b.name)) - Number(AMOUNT.test(a.name)))
  return {
    table,
    groups: groups.map((column) => column.name),
    measures: measures.map((column) => column.name),
  }
}
