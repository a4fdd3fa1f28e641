import type { Cell } from '../../platform/engine/index.ts'
import type { RawTable, Withheld } from './model.ts'
import type { Checked, CheckRules } from './model.ts'

const WITHHELD: Withheld = { withheld: 'min-group' }

/**
 * The minimum group rule. A grouped row on fewer than k persons is left out entirely, since that it exists would
 * tell; a cell on fewer than k in a row that stays is withheld; a single row without GROUP BY stays with its cells
 * withheld, the same for nobody as for k − 1 persons. What lacks a support number counts as resting on nobody.
 */
export function checkTable(raw: RawTable, { minGroup }: CheckRules): Checked {
  const enough = (support: number | undefined) => support !== undefined && support >= minGroup
  const keys = raw.columns.flatMap(({ role }, index) => (role === 'key' ? [index] : []))
  const statistics = raw.columns.length - keys.length

  const keep = (_: unknown, row: number) =>
    raw.scalar || keys.every((index) => enough(raw.support[row]?.[index]))
  const places = raw.rows.map((_, row) => row).filter(keep)
  const show = (cell: Cell, row: number, column: number): Cell | Withheld =>
    enough(raw.support[row]?.[column]) ? cell : WITHHELD
  const rows = places.map((row) => raw.rows[row]!.map((cell, column) => show(cell, row, column)))

  const hidden = rows.flat().filter((cell) => cell === WITHHELD).length
  const shown = rows.flat().length - hidden
  return {
    columns: raw.columns,
    rows,
    verdict: shown > 0 ? 'pass' : 'withheld',
    record: [
      {
        rule: 'min-group',
        inputs: { minGroup, rows: raw.rows.length, statistics, scalar: raw.scalar },
        result: { rows: rows.length, rowsLeftOut: raw.rows.length - rows.length, cellsWithheld: hidden },
      },
    ],
  }
}
