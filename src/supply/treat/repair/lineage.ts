import type { Origin } from '../../catalog/index.ts'
import type { FixPack, Source } from './model.ts'
import type { FixResult } from './results.ts'
import type { BaseTable } from './run-model.ts'
import { columnsOf } from './values.ts'

/**
 * Where the changed columns of a repaired table come from: the column itself, and what its fixes read. An absent column
 * comes from the column of the same name.
 */
export function lineageOf(
  pack: FixPack,
  results: readonly FixResult[],
  table: string,
  base: readonly BaseTable[],
): { readonly from: readonly BaseTable[]; readonly columns: Origin['columns'] } {
  const at = new Map(base.map((one) => [one.table, one]))
  const fixes = new Map(pack.fixes.map((fix) => [fix.id, fix]))
  const used = new Set<BaseTable>()
  const columns: Origin['columns'] = {}
  for (const { fix: id, table: of, column, changed } of results) {
    const how = fixes.get(id)?.how
    if (of !== table || changed === 0 || column === '' || !how) continue
    const datasetId = at.get(table)!.datasetId
    const entry = (columns[column] ??= [{ datasetId, column, how: 'copy' }])
    const add = (from: { datasetId: string; column: string }): void => {
      if (
        !entry.some((one) => one.datasetId === from.datasetId && one.column === from.column && one.how === id)
      ) {
        entry.push({ ...from, how: id })
      }
    }
    if (!('sources' in how)) {
      add({ datasetId, column })
      continue
    }
    for (const source of how.sources) {
      for (const own of columnsOf(source.value, 'col')) add({ datasetId, column: own })
      const there = source.table === undefined ? undefined : at.get(source.table)
      if (!there) continue
      if (there.table !== table) used.add(there)
      for (const their of theirs(source)) add({ datasetId: there.datasetId, column: their })
    }
  }
  return { from: [...used], columns }
}

const theirs = (source: Source): string[] => columnsOf(source.value, 'their')
