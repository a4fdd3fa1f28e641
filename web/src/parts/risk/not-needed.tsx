import './risk.css'
import { Button } from 'antd'
import type { Assessed } from '../../api/risk.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../chip.tsx'

interface NotNeededProps {
  readonly notNeeded: Assessed['notNeeded']
  /** Left out where the form can no longer be changed. */
  readonly onDropColumns?: (fields: readonly string[]) => void
  readonly onFrom?: (day: string) => void
}

/** 最小够用: what the purpose does not need, each with its reason and a click that drops it. */
export function NotNeeded({ notNeeded, onDropColumns, onFrom }: NotNeededProps) {
  const { t, name } = useFormat()
  const { columns, rows } = notNeeded
  const unneeded = columns.filter((column) => column.kind === 'unneeded')
  if (columns.length + rows.length === 0)
    return (
      <p>
        <Chip meaning="ok">{t('risk.minimal')}</Chip>
      </p>
    )
  return (
    <div className="stack tight">
      <div className="row">
        <b>{t('risk.notNeeded', { count: unneeded.length })}</b>
        <span style={{ flex: 1 }} />
        {onDropColumns && unneeded.length > 1 && (
          <Button size="small" onClick={() => onDropColumns(unneeded.map((column) => column.field))}>
            {t('risk.dropAll', { count: unneeded.length })}
          </Button>
        )}
      </div>
      <ul className="risk-drop">
        {rows.map((row) => (
          <li key={row.kind}>
            <span>
              <b>{t('risk.fewerRows')}</b>
              <div className="faint">{name(row.zh, row.en)}</div>
            </span>
            {onFrom && row.from && (
              <Button size="small" onClick={() => onFrom(row.from!)}>
                {t('risk.fromDay', { day: row.from })}
              </Button>
            )}
          </li>
        ))}
        {columns.map((column) => (
          <li key={column.field}>
            <span>
              <b>{name(column.titleZh, column.titleEn) || column.field}</b>{' '}
              <code className="faint">{column.field}</code>
              <div className="faint">{name(column.zh, column.en)}</div>
            </span>
            {onDropColumns && (
              <Button
                size="small"
                aria-label={t('risk.dropOne', { column: column.field })}
                onClick={() => onDropColumns([column.field])}
              >
                {t('risk.drop')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
