import { Input } from 'antd'
import { useState } from 'react'
import type { SchemaTable } from '../../api/flow.ts'
import { useFormat } from '../../lib/use-format.ts'
import { LevelChip } from '../policy/level-chip.tsx'

interface TreeProps {
  readonly tables: readonly SchemaTable[]
  /** A click on a column writes it into the text. */
  readonly onPick: (text: string) => void
}

/** The contracted tables and columns, each with what it may be used for. Hidden columns are not there. */
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
      {tables.map((table) => (
        <details key={table.name} open>
          <summary>
            <code>{table.name}</code> <span className="faint">{name(table.titleZh, table.titleEn)}</span>
          </summary>
          <ul>
            {table.columns
              .filter(
                (column) =>
                  column.level !== 'hidden' && fits(column.name, name(column.titleZh, column.titleEn)),
              )
              .map((column) => (
                <li key={column.name}>
                  <button
                    type="button"
                    className="plain-button"
                    title={column.type}
                    onClick={() => onPick(column.name)}
                  >
                    <code>{column.name}</code>
                    <span className="faint">{columnTitle(column)}</span>
                  </button>
                  <LevelChip level={column.level} short />
                </li>
              ))}
          </ul>
        </details>
      ))}
    </div>
  )
}
