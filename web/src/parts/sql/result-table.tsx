import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputTable } from '../../api/types.ts'
import { isRest, isWithheld } from '../../lib/chart.ts'
import { nextOrder, type Order, sortRows } from '../../lib/sort-rows.ts'
import { Empty } from '../empty.tsx'
import { Num } from '../say.tsx'
import { Table } from '../table.tsx'

type Cell = OutputTable['rows'][number][number]

export const withheldCells = (table: OutputTable): number => table.rows.flat().filter(isWithheld).length
export const restRows = (table: OutputTable): number => table.rows.filter((row) => row.some(isRest)).length

const ARROW = { ascending: '↑', descending: '↓' } as const

/** A released table, sorted as the reader likes. What is withheld is drawn as withheld, with one word for every reason. */
export function ResultTable({ table, caption }: { readonly table: OutputTable; readonly caption: string }) {
  const { t } = useTranslation()
  const [order, setOrder] = useState<Order | null>(null)
  return (
    <Table<OutputTable['rows'][number]>
      caption={caption}
      dense
      rows={order ? sortRows(table.rows, order) : table.rows}
      rowKey={(_, index) => String(index)}
      empty={<Empty title={t('result.noRows')} hint={t('result.noRowsHint')} />}
      columns={table.columns.map((column, place) => {
        const direction = order?.column === place ? order.direction : null
        return {
          key: `${place}`,
          title: (
            <button
              type="button"
              className="plain-button sorter"
              title={t('result.sort', { column: column.name })}
              aria-pressed={direction !== null}
              onClick={() => setOrder(nextOrder(order, place))}
            >
              {column.name}
              <span aria-hidden="true"> {direction ? ARROW[direction] : ''}</span>
              {direction && <span className="visually-hidden">{t(`result.sorted.${direction}`)}</span>}
            </button>
          ),
          numeric: column.role === 'statistic',
          cell: (row) => <CellView cell={row[place]!} role={column.role} type={column.type} />,
        }
      })}
    />
  )
}

interface CellProps {
  readonly cell: Cell
  readonly role: 'key' | 'statistic'
  readonly type: string
}

/** One cell of a released table; older outputs name a reason, which is shown like any other. */
export function CellView({ cell, role, type }: CellProps) {
  const { t } = useTranslation()
  if (cell === null) return <span className="faint">{t('result.null')}</span>
  if (isWithheld(cell)) return <span className="held">{t('result.withheld')}</span>
  if (isRest(cell)) return <span className="rest">{t('result.rest')}</span>
  if (typeof cell === 'boolean') return <>{t(cell ? 'common.yes' : 'common.no')}</>
  // A year or a code that is a number is a name, not an amount.
  if (typeof cell === 'number' && role === 'statistic')
    return <Num value={cell} digits={/INT/.test(type) ? 0 : 2} />
  return <>{String(cell)}</>
}
