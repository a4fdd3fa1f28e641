import { useTranslation } from 'react-i18next'
import type { OutputTable } from '../../api/types.ts'
import { isWithheld } from '../../lib/chart.ts'
import { exact } from '../../lib/format.ts'
import { Empty } from '../empty.tsx'
import { Num } from '../say.tsx'
import { Table } from '../table.tsx'

type Cell = OutputTable['rows'][number][number]

export const withheldCells = (table: OutputTable): number => table.rows.flat().filter(isWithheld).length

/** A released table. What is withheld is drawn as withheld, with the reason on the first of each row. */
export function ResultTable({ table, caption }: { readonly table: OutputTable; readonly caption: string }) {
  const { t } = useTranslation()
  return (
    <Table<OutputTable['rows'][number]>
      caption={caption}
      dense
      rows={table.rows}
      rowKey={(_, index) => String(index)}
      empty={<Empty title={t('result.noRows')} />}
      columns={table.columns.map((column, place) => ({
        key: `${place}`,
        title: column.name,
        numeric: column.role === 'statistic',
        cell: (row) => (
          <CellView
            cell={row[place]!}
            first={row.findIndex(isWithheld) === place}
            role={column.role}
            type={column.type}
            k={table.minGroup}
          />
        ),
      }))}
    />
  )
}

interface CellProps {
  readonly cell: Cell
  readonly first: boolean
  readonly role: 'key' | 'statistic'
  readonly type: string
  readonly k: number
}

function CellView({ cell, first, role, type, k }: CellProps) {
  const { t } = useTranslation()
  if (cell === null) return <span className="faint">{t('result.null')}</span>
  if (isWithheld(cell))
    return <span className="held">{first ? t('result.fewer', { k: exact(k) }) : t('result.withheld')}</span>
  if (typeof cell === 'boolean') return <>{t(cell ? 'common.yes' : 'common.no')}</>
  // A year or a code that is a number is a name, not an amount.
  if (typeof cell === 'number' && role === 'statistic')
    return <Num value={cell} digits={/INT/.test(type) ? 0 : 2} />
  return <>{String(cell)}</>
}
