import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ColumnLevel, Policy, ProductView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { LevelChip } from '../../parts/policy/level-chip.tsx'
import { LEVELS } from '../../parts/policy/plain.tsx'

interface Props {
  readonly before: Policy
  readonly value: Policy
  readonly details: NonNullable<ProductView['details']>
  readonly onChange: (columns: Policy['columns']) => void
}

/** What each column may be used for, table by table; closed until somebody wants to change it. */
export function ProposeColumns({ before, value, details, onChange }: Props) {
  const { t } = useTranslation()
  const { name, columnTitle } = useFormat()
  return (
    <section className="stack tight">
      <h3>{t('terms.row.columns')}</h3>
      <p className="muted">{t('negotiation.columnsHint')}</p>
      {Object.keys(before.columns).map((table) => {
        const known = details.find((one) => one.name === table)
        const columns =
          known?.columns ??
          Object.keys(before.columns[table] ?? {}).map((column) => ({
            name: column,
            titleZh: '',
            titleEn: '',
          }))
        const levels = value.columns[table] ?? {}
        const open = columns.filter((column) => (levels[column.name] ?? 'hidden') !== 'hidden').length
        return (
          <details key={table} className="propose-columns">
            <summary>
              <b>{known ? name(known.titleZh, known.titleEn) : table}</b>{' '}
              <span className="faint">{t('negotiation.openColumns', { open, all: columns.length })}</span>
            </summary>
            <ul>
              {columns.map((column) => (
                <li key={column.name}>
                  <span>
                    {columnTitle(column) || <code>{column.name}</code>}{' '}
                    {columnTitle(column) && <code className="faint">{column.name}</code>}
                  </span>
                  <Select
                    size="small"
                    aria-label={t('publish.levelOf', { column: column.name })}
                    value={levels[column.name] ?? 'hidden'}
                    onChange={(level: ColumnLevel) =>
                      onChange({ ...value.columns, [table]: { ...levels, [column.name]: level } })
                    }
                    style={{ width: 128 }}
                    popupMatchSelectWidth={false}
                    options={LEVELS.map((level) => ({ value: level, label: <LevelChip level={level} /> }))}
                  />
                </li>
              ))}
            </ul>
          </details>
        )
      })}
    </section>
  )
}
