import { useTranslation } from 'react-i18next'
import { useColleagueName } from '../../api/colleagues.ts'
import { useMe } from '../../api/session.ts'
import type { CellView } from '../../api/types.ts'
import { duration } from '../../lib/format.ts'
import { When } from '../../parts/say.tsx'
import { useElapsed } from './use-elapsed.ts'

const LOOK: Readonly<Record<CellView['state'], { readonly glyph: string; readonly meaning: string }>> = {
  idle: { glyph: '', meaning: 'faint' },
  waiting: { glyph: '◔', meaning: 'warn' },
  running: { glyph: '●', meaning: 'accent' },
  ok: { glyph: '✓', meaning: 'ok' },
  error: { glyph: '⊘', meaning: 'no' },
  interrupted: { glyph: '◼', meaning: 'warn' },
  time: { glyph: '⊘', meaning: 'no' },
  memory: { glyph: '⊘', meaning: 'no' },
  died: { glyph: '⊘', meaning: 'no' },
  refused: { glyph: '⊘', meaning: 'no' },
}

/** How the cell stands: colour, glyph and word, with time and place in the queue. */
export function CellState({ cell }: { readonly cell: CellView }) {
  const { t } = useTranslation()
  const me = useMe()
  const name = useColleagueName()
  const since = useElapsed(cell.state === 'running')
  if (cell.state === 'idle') return null
  const { glyph, meaning } = LOOK[cell.state]
  return (
    <span className="cell-state" role="status">
      <span className={meaning}>
        <span aria-hidden="true" className={cell.state === 'running' ? 'pulse' : ''}>
          {glyph}{' '}
        </span>
        {t(`notebook.state.${cell.state}`)}
      </span>
      {cell.state === 'waiting' && cell.place !== null && (
        <span className="muted">{t('notebook.place', { place: cell.place })}</span>
      )}
      {cell.state === 'running' && since !== null && <span className="muted">{duration(since)}</span>}
      {cell.elapsedMs !== null && cell.state !== 'running' && cell.state !== 'waiting' && (
        <span className="muted">{duration(cell.elapsedMs)}</span>
      )}
      {cell.ranBy !== null && cell.ranBy !== me.user.id && (
        <span className="faint">
          {t('notebook.ranBy', { name: name(cell.ranBy, t('notebook.someone')) })}
        </span>
      )}
      {cell.ranAt !== null && cell.state !== 'running' && cell.state !== 'waiting' && (
        <span className="faint cell-when">
          <When at={cell.ranAt} />
        </span>
      )}
    </span>
  )
}
