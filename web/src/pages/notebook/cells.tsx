import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { NamedTable } from '../../parts/code/cell-editor.ts'
import { Empty } from '../../parts/empty.tsx'
import { CellBox } from './cell.tsx'
import { LANGUAGES } from './cell-tools.tsx'
import type { OpenBook } from './use-book.ts'
import type { Desk } from './use-desk.ts'

interface CellsProps {
  readonly open: OpenBook
  readonly desk: Desk
  readonly tables: readonly NamedTable[]
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}

/** The cells one below the other, with a place to add one between any two. */
export function Cells({ open, desk, tables, onKeyDown }: CellsProps) {
  const { t } = useTranslation()
  const { cells } = open.book
  return (
    // Takes the keys while no cell is written in.
    <div className="cells" tabIndex={0} role="group" aria-label={t('notebook.cells')} onKeyDown={onKeyDown}>
      {cells.length === 0 && <Empty title={t('notebook.noCells')} hint={t('notebook.noCellsHint')} />}
      {cells.map((cell, place) => (
        <CellBox
          key={cell.id}
          cell={cell}
          number={place + 1}
          first={place === 0}
          last={place === cells.length - 1}
          selected={cell.id === desk.selected}
          writing={cell.id === desk.selected && desk.writing}
          tables={tables}
          does={desk.does}
        />
      ))}
      <div className="add-cell">
        {LANGUAGES.map((language) => (
          <button
            key={language}
            type="button"
            className="tool framed"
            onClick={() => desk.add(cells.length, language)}
          >
            <span aria-hidden="true">{'+'}</span> {t(`notebook.language.${language}`)}
          </button>
        ))}
        <span className="faint keys-line">{t('notebook.keysLine')}</span>
      </div>
    </div>
  )
}
