import { Input } from 'antd'
import { useState } from 'react'
import type { SchemaTable } from '../../api/flow.ts'
import { useFormat } from '../../lib/use-format.ts'
import { LevelChip } from '../policy/level-chip.tsx'
import { LEVELS } from '../policy/plain.tsx'

interface TreeProps {
  readonly tables: readonly SchemaTable[]
  /** A click on a table or column writes it into the text. */
  readonly onPick: (text: string) => void
}

/** The contracted tables and columns, each with its title, its type and what it may be used for. */
export function SchemaTree({ tables, onPick }: TreeProps) {
  const { t, name, columnTitle } = useFormat()
  const [text, setText] = useState('')
  const fits = (name: string, title: string) => `${name} ${title}`.toLowerCase().includes(text.toLowerCase())
  return (
    <div className="schema">
      <Input
        size="small"
        type="search"
        aria-label={t('workbench.findColumn')}
        placeholder={t('workbench.findColumn')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        allowClear
      />
      <details className="levels">
        <summary className="faint">{t('workbench.levels')}</summary>
        <dl>
          {LEVELS.map((level) => (
            <div key={level}>
              <dt>
                <LevelChip level={level} short />
              </dt>
              <dd className="faint">{t(`policy.levelHint.${level}`)}</dd>
            </div>
          ))}
        </dl>
      </details>
      {tables.map((table) => {
        const shown = table.columns.filter(
          (column) => column.level !== 'hidden' && fits(column.name, name(column.titleZh, column.titleEn)),
        )
        const hidden = table.columns.filter((column) => column.level === 'hidden').length
        return (
          <details key={table.name} open>
            <summary>
              <code>{table.name}</code> <span className="faint">{name(table.titleZh, table.titleEn)}</span>{' '}
              {!table.persons && <span className="faint">· {t('workbench.noPersons')}</span>}
            </summary>
            <ul>
              {shown.map((column) => (
                <li key={column.name}>
                  <button
                    type="button"
                    className="plain-button"
                    title={t('workbench.columnHint', {
                      title: columnTitle(column) || column.name,
                      type: column.type,
                      hint: t(`policy.levelHint.${column.level}`),
                    })}
                    onClick={() => onPick(column.name)}
                  >
                    <code>{column.name}</code>
                    <span className="faint">
                      {columnTitle(column)} <span className="type">{column.type}</span>
                    </span>
                  </button>
                  <LevelChip level={column.level} short />
                </li>
              ))}
            </ul>
            {hidden > 0 && text === '' && (
              <p className="faint hidden-count">{t('policy.hiddenCount', { count: hidden })}</p>
            )}
          </details>
        )
      })}
    </div>
  )
}
