import { useTranslation } from 'react-i18next'
import { exact } from '../../../lib/format.ts'

/** The log as a strip: what was there on the first day, and what came after. */
export function Growth({ from, to }: { readonly from: number; readonly to: number }) {
  const { t } = useTranslation()
  // What is there is seen, however little it is.
  const share = to === 0 ? 1 : Math.min(0.97, Math.max(0.03, from / to))
  const old = from === to ? 1 : share
  return (
    <div
      className="growth"
      role="img"
      aria-label={t('explore.growthLabel', { from: exact(from), to: exact(to) })}
    >
      <div className="growth-strip">
        <i className="old" style={{ width: `${old * 100}%` }} />
        <i className="new" style={{ width: `${(1 - old) * 100}%` }} />
      </div>
      <div className="growth-words">
        <span className="seal">{t('explore.wasThere', { size: exact(from) })}</span>
        {to > from && <span className="ok">{t('explore.cameAfter', { size: exact(to - from) })}</span>}
      </div>
    </div>
  )
}
