import { Input } from 'antd'
import { useState } from 'react'
import { useSeatTables } from '../../api/seats.ts'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { columnPieces, tablePieces } from './pieces.ts'
import type { Pieces } from './use-desk.ts'

interface TablesProps {
  readonly seatId: string
  readonly onPick: (pieces: Pieces) => void
}

/** The dictionary: tables and columns with their titles, those under contract and those that the team brought. */
export function SideTables({ seatId, onPick }: TablesProps) {
  const { t, name, columnTitle } = useFormat()
  const tables = useSeatTables(seatId)
  const [text, setText] = useState('')
  const fits = (...words: string[]) => words.join(' ').toLowerCase().includes(text.toLowerCase())
  return (
    <div className="schema">
      <Input
        size="small"
        type="search"
        aria-label={t('workbench.findColumn')}
        placeholder={t('notebook.findTable')}
        value={text}
        onChange={({ target }) => setText(target.value)}
        allowClear
      />
      <Loaded of={tables} lines={8}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('notebook.noTables')} hint={t('notebook.noTablesHint')} />
          ) : (
            <>
              <p className="faint side-hint">{t('notebook.tablesHint')}</p>
              {items
                .map((table) => ({
                  table,
                  columns: fits(table.name, table.titleZh, table.titleEn)
                    ? table.columns
                    : table.columns.filter((one) => fits(one.name, one.titleZh, one.titleEn)),
                }))
                .filter(({ columns }) => columns.length > 0)
                .map(({ table, columns }, place) => (
                  <details key={`${table.origin} ${table.name}`} open={place === 0 || text !== ''}>
                    <summary>
                      <code>{table.name}</code>{' '}
                      <span className="faint">
                        {name(table.titleZh, table.titleEn)} ·{' '}
                        {t('notebook.rowsOf', { rows: exact(table.rows) })}
                        {table.origin === 'own' && ` · ${t('notebook.own')}`}
                      </span>
                    </summary>
                    <button
                      type="button"
                      className="plain-button link open-table"
                      onClick={() => onPick(tablePieces(table))}
                    >
                      <code>{tablePieces(table).python}</code>
                    </button>
                    <ul>
                      {columns.map((column) => (
                        <li key={column.name}>
                          <button
                            type="button"
                            className="plain-button"
                            title={t('notebook.insert', { name: column.name })}
                            onClick={() => onPick(columnPieces(table, column.name))}
                          >
                            <code>{column.name}</code>
                            <span className="faint">
                              {columnTitle(column)}{' '}
                              <span className="type">
                                {t(`notebook.type.${column.type}`, { defaultValue: column.type })}
                              </span>
                            </span>
                          </button>
                        </li>
                      ))}
                    </ul>
                  </details>
                ))}
            </>
          )
        }
      </Loaded>
    </div>
  )
}
