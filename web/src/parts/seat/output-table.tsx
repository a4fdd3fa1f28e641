import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CellOutput } from '../../api/types.ts'
import { exact } from '../../lib/format.ts'
import { Table } from '../table.tsx'
import { digitsOf, figure } from './figures.ts'

type TableOutput = Extract<CellOutput, { kind: 'table' }>
type Row = TableOutput['rows'][number]
type Value = Row[number]

const NUMERIC = /int|float|double|decimal|numeric|real/i

/** Rows as the code made them: a look at them, with how many there are in all. Not selectable, and it says why. */
export function OutputTable({ table }: { readonly table: TableOutput }) {
  const { t } = useTranslation()
  const { columns, rows, total } = table
  const digits = useMemo(
    () => columns.map((_, place) => digitsOf(rows.map((row) => row[place]))),
    [columns, rows],
  )
  return (
    <figure className="seat-table">
      <div className="seat-table-box" onCopy={(event) => event.preventDefault()}>
        <Table<Row>
          caption={t('notebook.tableCaption', { total: exact(total) })}
          dense
          rows={rows}
          rowKey={(_, index) => String(index)}
          empty={<p className="muted">{t('notebook.noRows', { columns: columns.length })}</p>}
          columns={columns.map((column, place) => ({
            key: String(place),
            title: (
              <>
                {column.name}
                <div className="type">{column.type}</div>
              </>
            ),
            numeric: NUMERIC.test(column.type),
            cell: (row) => <Shown value={row[place] ?? null} digits={digits[place] ?? 0} />,
          }))}
        />
      </div>
      <figcaption className="faint">
        {rows.length < total
          ? t('notebook.firstOf', { shown: exact(rows.length), total: exact(total) })
          : t('notebook.allRows', { total: exact(total) })}
        {rows.length > 0 && <span title={t('notebook.noCopyWhy')}> · {t('notebook.noCopy')}</span>}
      </figcaption>
    </figure>
  )
}

function Shown({ value, digits }: { readonly value: Value; readonly digits: number }) {
  const { t } = useTranslation()
  if (value === null) return <span className="faint">{t('notebook.nothing')}</span>
  if (typeof value === 'boolean') return <>{t(value ? 'common.yes' : 'common.no')}</>
  // A code or a year that is a number is not grouped: nobody knows which it is.
  if (typeof value === 'number') return <span title={String(value)}>{figure(value, digits)}</span>
  return <span className="seat-text">{value}</span>
}
