import { useTranslation } from 'react-i18next'
import type { AirlockFile } from '../../api/airlock.ts'
import { exact, percent } from '../../lib/format.ts'
import { Table } from '../../parts/table.tsx'

/** Per column what a checker would work out by hand: smallest, largest, sum, and how much of it is rounded. */
export function Aids({
  of,
  minGroup,
}: {
  readonly of: AirlockFile['aids']
  readonly minGroup: number | null
}) {
  const { t } = useTranslation()
  if (of.length === 0) return <p className="muted">{t('airlock.noAids')}</p>
  const small = (value: number | null) => minGroup !== null && value !== null && value > 0 && value < minGroup
  return (
    <Table
      dense
      caption={t('airlock.aids')}
      rows={of}
      rowKey={(row) => row.column}
      columns={[
        { key: 'column', title: t('airlock.aid.column'), cell: (row) => <code>{row.column}</code> },
        { key: 'min', title: t('airlock.aid.min'), numeric: true, cell: (row) => exact(row.min) },
        {
          key: 'notZero',
          title: t('airlock.aid.minNotZero'),
          numeric: true,
          cell: (row) =>
            row.minNotZero === null ? (
              '—'
            ) : (
              <span
                className={small(row.minNotZero) ? 'warn' : ''}
                title={small(row.minNotZero) ? t('airlock.aid.below', { k: minGroup }) : undefined}
              >
                {small(row.minNotZero) && <span aria-hidden="true">◔ </span>}
                {exact(row.minNotZero)}
              </span>
            ),
        },
        { key: 'max', title: t('airlock.aid.max'), numeric: true, cell: (row) => exact(row.max) },
        { key: 'sum', title: t('airlock.aid.sum'), numeric: true, cell: (row) => exact(row.sum) },
        { key: 'by5', title: t('airlock.aid.by5'), numeric: true, cell: (row) => percent(row.by5) },
        { key: 'by6', title: t('airlock.aid.by6'), numeric: true, cell: (row) => percent(row.by6) },
      ]}
    />
  )
}
