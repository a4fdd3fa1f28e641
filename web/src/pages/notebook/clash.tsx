import { Button } from 'antd'
import { useState } from 'react'
import { useFormat } from '../../lib/use-format.ts'
import type { Clash } from './use-book.ts'

interface ClashProps {
  readonly clash: Clash
  readonly who: string
  readonly onSettle: (which: 'mine' | 'theirs') => void
}

/** A colleague changed the same cells: both are shown, and nothing is saved until somebody has chosen. */
export function ClashBanner({ clash, who, onSettle }: ClashProps) {
  const { t } = useFormat()
  const [open, setOpen] = useState(false)
  const { merged, theirs } = clash
  return (
    <div className="why clash" role="alert">
      <p>
        <b className="head">
          <span aria-hidden="true">⊘ </span>
          {t('notebook.clash', { who, count: merged.clashes.length })}
        </b>{' '}
        {t('notebook.clashHint')}
      </p>
      <p className="row">
        <Button onClick={() => onSettle('mine')}>{t('notebook.keepMine')}</Button>
        <Button onClick={() => onSettle('theirs')}>{t('notebook.takeTheirs')}</Button>
        <Button type="text" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('notebook.compare')}
        </Button>
      </p>
      {open &&
        merged.clashes.map((id) => (
          <div key={id} className="grid g11 clash-pair">
            <Side title={t('notebook.mine')} source={merged.cells.find((cell) => cell.id === id)?.source} />
            <Side title={who} source={theirs.cells.find((cell) => cell.id === id)?.source} />
          </div>
        ))}
    </div>
  )
}

function Side({ title, source }: { readonly title: string; readonly source: string | undefined }) {
  const { t } = useFormat()
  return (
    <div>
      <b>{title}</b>
      {source === undefined ? (
        <p className="muted">{t('notebook.deletedThere')}</p>
      ) : (
        <pre className="sql">{source}</pre>
      )}
    </div>
  )
}
