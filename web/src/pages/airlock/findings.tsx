import { useTranslation } from 'react-i18next'
import type { AirlockFile } from '../../api/airlock.ts'
import { useFormat } from '../../lib/use-format.ts'
import { GLYPH } from '../../parts/chip.tsx'
import { byWeight } from './context.ts'

/** What the machine found: where, what, and how to mend it. Never the value itself. */
export function Findings({ of }: { readonly of: AirlockFile['findings'] }) {
  const { pick } = useFormat()
  const { t } = useTranslation()
  if (of.length === 0)
    return (
      <p className="ok">
        <span aria-hidden="true">{GLYPH.ok} </span>
        {t('airlock.noFinding')}
      </p>
    )
  return (
    <ul className="airlock-findings">
      {byWeight(of).map((finding, place) => {
        const stops = finding.verdict === 'fail'
        return (
          <li key={place} className={stops ? 'no' : 'warn'}>
            <span aria-hidden="true">{stops ? GLYPH.no : GLYPH.warn}</span>
            <div>
              <b>{t(stops ? 'airlock.stops' : 'airlock.forPeople')}</b>{' '}
              <span className="said">{pick(finding)}</span>
              <div className="faint">
                {t('airlock.place')} <span className="mono break">{finding.place}</span> ·{' '}
                <span className="mono">{finding.rule}</span>
              </div>
            </div>
          </li>
        )
      })}
    </ul>
  )
}
