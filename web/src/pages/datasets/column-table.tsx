import { useTranslation } from 'react-i18next'
import type { ColumnView } from '../../api/types.ts'
import { percent } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Num } from '../../parts/say.tsx'
import { type Column, Table } from '../../parts/table.tsx'

interface Props {
  readonly columns: readonly ColumnView[]
  readonly rows: number
  /** The profile is for the owner alone. */
  readonly own: boolean
}

/** The columns of a dataset: what they are, and for the owner what is in them. */
export function ColumnTable({ columns, rows, own }: Props) {
  const { t } = useTranslation()
  const { columnTitle } = useFormat()
  const plain: Column<ColumnView>[] = [
    {
      key: 'name',
      title: t('column.name'),
      cell: (row) => (
        <>
          <code>{row.name}</code>
          <div className="faint">{columnTitle(row)}</div>
        </>
      ),
    },
    {
      key: 'type',
      title: t('column.type'),
      cell: (row) => (
        <span className="nowrap">
          <code>{row.type}</code>
          {row.profile && <span className="faint"> {t(`column.why.${row.profile.why}`)}</span>}
        </span>
      ),
    },
  ]
  const profile: Column<ColumnView>[] = [
    {
      key: 'nulls',
      title: t('column.nulls'),
      numeric: true,
      cell: (row) =>
        row.profile ? (
          <span title={t('column.of', { part: row.profile.nulls, all: rows })}>
            {percent(rows ? row.profile.nulls / rows : 0)}
          </span>
        ) : (
          '—'
        ),
    },
    {
      key: 'distinct',
      title: t('column.distinct'),
      numeric: true,
      cell: (row) => <Num value={row.profile?.distinctApprox} />,
    },
    {
      key: 'range',
      title: t('column.range'),
      cell: (row) =>
        row.profile?.min === undefined ? (
          <span className="faint">—</span>
        ) : (
          <span className="nowrap">
            {t('column.between', { min: row.profile.min, max: row.profile.max })}
          </span>
        ),
    },
  ]
  const open: Column<ColumnView>[] = [
    {
      key: 'nullable',
      title: t('column.nullable'),
      cell: (row) => t(row.nullable ? 'common.yes' : 'common.no'),
    },
  ]
  return (
    <Table
      dense
      caption={t('dataset.schema')}
      rows={columns}
      rowKey={(row) => row.name}
      columns={own ? [...plain, ...profile] : [...plain, ...open]}
    />
  )
}
